//! The routes under `/hubspot-api`, as HubSpot names them.

use std::collections::BTreeMap;

use axum::{
    Extension, Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ApiError, Crm, Kind, account, associations, calling,
    guard::{self, RestBody},
    people,
    properties::DISPOSITIONS,
    search::Search,
    service,
    store::Written,
};
use crate::{
    clock,
    oauth::{self, Caller},
    state::Shared,
};

/// The REST side. The dated versions and v3 answer alike; version 4 has associations only.
pub fn router(preview: &Shared) -> Router<Shared> {
    let objects = Router::new()
        .route("/{kind}", get(list).post(create))
        .route("/{kind}/search", post(search))
        .route("/{kind}/{id}", get(read).patch(update).delete(remove));
    let links = Router::new()
        .route("/{kind}/{id}/associations/{to}", get(associations::list))
        .route(
            "/{kind}/{id}/associations/{to}/{to_id}",
            put(associations::link).delete(associations::unlink),
        )
        .route("/{kind}/{id}/associations/default/{to}/{to_id}", put(associations::link_default));
    let objects = objects.merge(links.clone());
    Router::new()
        .nest("/crm/objects/2026-09", objects.clone())
        .nest("/crm/objects/2026-03", objects.clone())
        .nest("/crm/v3/objects", objects)
        .nest("/crm/v4/objects", links)
        .route("/calling/v1/dispositions", get(dispositions))
        .merge(service::router())
        .merge(account::router())
        .merge(calling::router())
        .merge(people::router())
        .merge(oauth::tokens())
        .fallback(|| async { ApiError::missing() })
        .method_not_allowed_fallback(|| async { ApiError::method() })
        .layer(middleware::from_fn_with_state(preview.clone(), guard::guard))
}

/// The kind and number in a path; 404 when there can be no such object.
pub fn named(kind: &str, id: &str) -> Result<(Kind, u64), ApiError> {
    Kind::read(kind).zip(id.parse().ok()).ok_or_else(ApiError::missing)
}

#[derive(Deserialize)]
struct CallBody {
    properties: BTreeMap<String, Value>,
    #[serde(default)]
    associations: Vec<Association>,
}

#[derive(Deserialize)]
struct Association {
    to: To,
    #[serde(default)]
    types: Vec<Type>,
}

#[derive(Deserialize)]
struct To {
    id: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Type {
    association_type_id: u32,
}

/// Reads the body of a write. Numbers and booleans stand for their text, null for empty text.
fn body(body: &[u8]) -> Result<(Written, Vec<Association>), ApiError> {
    let invalid = |error| ApiError::invalid(format!("Invalid input JSON: {error}"));
    let body: CallBody =
        serde_json::from_slice(body).map_err(|error| invalid(error.to_string()))?;
    let properties = body.properties.into_iter().map(|(name, value)| match value {
        Value::String(text) => Ok((name, text)),
        Value::Null => Ok((name, String::new())),
        Value::Number(_) | Value::Bool(_) => Ok((name, value.to_string())),
        _ => Err(invalid(format!("the value of {name} is neither text nor number"))),
    });
    Ok((properties.collect::<Result<_, _>>()?, body.associations))
}

fn only_calls(kind: &str) -> Result<(), ApiError> {
    match Kind::read(kind) {
        Some(Kind::Calls) => Ok(()),
        Some(_) => Err(ApiError::method()),
        None => Err(ApiError::missing()),
    }
}

async fn create(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(kind): Path<String>,
    given: RestBody,
) -> Result<Response, ApiError> {
    only_calls(&kind)?;
    let (properties, associations) = body(&given)?;
    let mut crm = preview.rest.crm_of(caller.portal());
    let links = targets(&crm, &associations)?;
    let id = crm.create_call(&properties, clock::now_ms())?;
    for to in links {
        crm.link((Kind::Calls, id), to)?;
    }
    let made = crm.get(Kind::Calls, id).ok_or_else(ApiError::missing)?;
    Ok((StatusCode::CREATED, Json(made.show(made.properties.keys()))).into_response())
}

/// The objects that a new call is to be linked to; all must exist.
fn targets(crm: &Crm, associations: &[Association]) -> Result<Vec<(Kind, u64)>, ApiError> {
    let mut targets = Vec::new();
    for association in associations {
        let id = match &association.to.id {
            Value::String(text) => text.parse().ok(),
            number => number.as_u64(),
        };
        for kind in &association.types {
            let kind = match kind.association_type_id {
                194 => Kind::Contacts,
                182 => Kind::Companies,
                other => {
                    return Err(ApiError::invalid(format!("Association type {other} is unknown")));
                }
            };
            let id = id.filter(|id| crm.get(kind, *id).is_some());
            targets.push((kind, id.ok_or_else(|| ApiError::invalid("No object to link to"))?));
        }
    }
    Ok(targets)
}

async fn update(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((kind, id)): Path<(String, String)>,
    given: RestBody,
) -> Result<Json<Value>, ApiError> {
    let (_, id) = named(&kind, &id)?;
    only_calls(&kind)?;
    let (properties, _) = body(&given)?;
    let mut crm = preview.rest.crm_of(caller.portal());
    crm.update_call(id, &properties, clock::now_ms())?;
    let object = crm.get(Kind::Calls, id).ok_or_else(ApiError::missing)?;
    Ok(Json(object.show(object.properties.keys())))
}

async fn remove(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((kind, id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let (_, id) = named(&kind, &id)?;
    only_calls(&kind)?;
    preview.rest.crm_of(caller.portal()).delete_call(id)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    properties: Option<String>,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    after: Option<usize>,
}

impl Wanted {
    fn names(&self, kind: Kind) -> Vec<String> {
        let usual = match kind {
            Kind::Calls => "hs_timestamp",
            Kind::Contacts => "firstname,lastname,email",
            Kind::Companies => "name,domain",
        };
        self.properties.as_deref().unwrap_or(usual).split(',').map(str::to_owned).collect()
    }
}

async fn read(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((kind, id)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, ApiError> {
    let (kind, id) = named(&kind, &id)?;
    let crm = preview.rest.crm_of(caller.portal());
    let object = crm.get(kind, id).ok_or_else(ApiError::missing)?;
    Ok(Json(object.show(wanted.names(kind))))
}

async fn list(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(kind): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, ApiError> {
    let kind = Kind::read(&kind).ok_or_else(ApiError::missing)?;
    let (limit, after) = (wanted.limit.unwrap_or(10).min(100), wanted.after.unwrap_or(0));
    let crm = preview.rest.crm_of(caller.portal());
    let all: Vec<_> = crm.all(kind).collect();
    let names = wanted.names(kind);
    let results: Vec<Value> =
        all.iter().skip(after).take(limit).map(|object| object.show(&names)).collect();
    let mut page = json!({ "results": results });
    if after.saturating_add(limit) < all.len() {
        page["paging"] = json!({ "next": { "after": (after + limit).to_string() } });
    }
    Ok(Json(page))
}

async fn search(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(kind): Path<String>,
    given: RestBody,
) -> Result<Json<Value>, ApiError> {
    let kind = Kind::read(&kind).ok_or_else(ApiError::missing)?;
    let search = Search::read(&given)?;
    search.run(&preview.rest.crm_of(caller.portal()), kind, clock::now_ms()).map(Json)
}

async fn dispositions() -> Json<Value> {
    let all = DISPOSITIONS.iter();
    Json(all.map(|(id, label)| json!({ "id": id, "label": label, "deleted": false })).collect())
}
