//! `/preview/hubspot/*`: a look into the stand-in without a token, and its switches.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query, State},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Fault, Figures, Kind, PORTAL};
use crate::{
    clock,
    problem::{self, Problem},
    state::Shared,
};

/// The routes under `/preview/hubspot`.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/requests", get(requests))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/limits", get(limits).post(set_limits).delete(clear_counts))
        .route("/reset", post(reset))
        .route("/{kind}", get(list))
        .route("/{kind}/{id}", get(one))
}

fn kind(name: &str) -> Result<Kind, Problem> {
    Kind::read(name).ok_or_else(|| {
        Problem::missing(
            "There are calls, contacts, companies, tickets and deals here, nothing else.",
        )
    })
}

/// Whose objects; without a word those of the demo account.
#[derive(Deserialize)]
struct Whose {
    account: Option<u64>,
}

async fn list(
    State(preview): State<Shared>,
    Path(name): Path<String>,
    Query(whose): Query<Whose>,
) -> Result<Json<Value>, Problem> {
    let kind = kind(&name)?;
    let crm = preview.rest.crm_of(whose.account.unwrap_or(PORTAL));
    let results: Vec<Value> = crm.all(kind).map(|object| object.show_all()).collect();
    Ok(Json(json!({ "results": results })))
}

async fn one(
    State(preview): State<Shared>,
    Path((name, id)): Path<(String, u64)>,
) -> Result<Json<Value>, Problem> {
    let kind = kind(&name)?;
    let crm = preview.rest.crm();
    let object = crm.get(kind, id);
    let missing = || Problem::missing(format!("There is no {} {id}.", kind.singular()));
    object.map(|object| Json(object.show_all())).ok_or_else(missing)
}

async fn requests(State(preview): State<Shared>) -> Json<Value> {
    Json(json!({ "results": *preview.rest.log() }))
}

async fn faults(State(preview): State<Shared>) -> Json<Value> {
    let delay = preview.rest.index_delay();
    Json(json!({ "results": preview.rest.faults().list(), "indexDelayMs": delay }))
}

/// A fault, a new index delay, or both.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    #[serde(default)]
    index_delay_ms: Option<u64>,
    #[serde(flatten)]
    fault: serde_json::Map<String, Value>,
}

async fn add_fault(State(preview): State<Shared>, body: Bytes) -> Result<Json<Value>, Problem> {
    let asked: Asked = problem::json(&body)?;
    if asked.index_delay_ms.is_some_and(|delay| delay > 120_000) {
        return Err(Problem::malformed("`indexDelayMs` must be at most 120000."));
    }
    if !asked.fault.is_empty() {
        let fault: Fault = serde_json::from_value(Value::Object(asked.fault))
            .map_err(|error| Problem::malformed(format!("This is not a fault: {error}.")))?;
        preview.rest.faults().add(fault).map_err(Problem::malformed)?;
    } else if asked.index_delay_ms.is_none() {
        return Err(Problem::malformed("Name a `status`, a `delayMs` or an `indexDelayMs`."));
    }
    if let Some(delay) = asked.index_delay_ms {
        preview.rest.set_index_delay(delay);
    }
    Ok(faults(State(preview)).await)
}

async fn clear_faults(State(preview): State<Shared>) -> Json<Value> {
    preview.rest.faults().clear();
    Json(json!({}))
}

/// New figures; what is not named stays.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewFigures {
    on: Option<bool>,
    ten_seconds: Option<usize>,
    search_per_second: Option<usize>,
    daily: Option<usize>,
    speed: Option<f64>,
}

/// The limits' figures, and how much was asked, answered and refused.
async fn limits(State(preview): State<Shared>) -> Json<Value> {
    let mut shown = json!(preview.rest.limits().figures);
    let counts = json!(*preview.rest.counts());
    if let (Some(shown), Value::Object(counts)) = (shown.as_object_mut(), counts) {
        shown.extend(counts);
    }
    Json(shown)
}

async fn set_limits(State(preview): State<Shared>, body: Bytes) -> Result<Json<Value>, Problem> {
    let asked: NewFigures = problem::json(&body)?;
    let old = preview.rest.limits().figures;
    let speed = asked.speed.unwrap_or(old.speed);
    if !(0.1..=1000.0).contains(&speed) {
        return Err(Problem::malformed("`speed` must be from 0.1 to 1000."));
    }
    preview.rest.set_figures(Figures {
        on: asked.on.unwrap_or(old.on),
        ten_seconds: asked.ten_seconds.unwrap_or(old.ten_seconds),
        search_per_second: asked.search_per_second.unwrap_or(old.search_per_second),
        daily: asked.daily.unwrap_or(old.daily),
        speed,
    });
    Ok(limits(State(preview)).await)
}

/// Begins to count anew, with nothing used up.
async fn clear_counts(State(preview): State<Shared>) -> Json<Value> {
    preview.rest.limits().clear();
    *preview.rest.counts() = Default::default();
    limits(State(preview)).await
}

/// Starts over: records, faults, limits, log, installs and tokens. Switches stay.
async fn reset(State(preview): State<Shared>) -> Json<Value> {
    preview.rest.reset(clock::now_ms());
    *preview.oauth.book() = Default::default();
    preview.far_ends().clear();
    Json(json!({}))
}
