//! `/preview/hubspot/*`: a look into the stand-in without a token, and its switches.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Fault, Kind};
use crate::{
    clock,
    oauth::demo::ACCOUNTS,
    problem::{self, Problem},
    state::Shared,
};

/// The routes under `/preview/hubspot`.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/requests", get(requests))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
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

async fn list(
    State(preview): State<Shared>,
    Path(name): Path<String>,
) -> Result<Json<Value>, Problem> {
    let kind = kind(&name)?;
    let crm = preview.rest.crm();
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
    let delay = preview.rest.crm().lag;
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
    if !asked.fault.is_empty() {
        let fault: Fault = serde_json::from_value(Value::Object(asked.fault))
            .map_err(|error| Problem::malformed(format!("This is not a fault: {error}.")))?;
        preview.rest.faults().add(fault).map_err(Problem::malformed)?;
    } else if asked.index_delay_ms.is_none() {
        return Err(Problem::malformed("Name a `status`, a `delayMs` or an `indexDelayMs`."));
    }
    if let Some(delay) = asked.index_delay_ms {
        preview.rest.crm().lag = delay;
    }
    Ok(faults(State(preview)).await)
}

async fn clear_faults(State(preview): State<Shared>) -> Json<Value> {
    preview.rest.faults().clear();
    Json(json!({}))
}

/// Starts over: records, faults, log, installs and tokens. Switches stay.
async fn reset(State(preview): State<Shared>) -> Json<Value> {
    let now = clock::now_ms();
    for account in ACCOUNTS {
        preview.rest.crm_of(account.portal).reset(now);
    }
    *preview.rest.calling() = None;
    *preview.oauth.book() = Default::default();
    preview.rest.faults().clear();
    preview.rest.log().clear();
    preview.far_ends().clear();
    Json(json!({}))
}
