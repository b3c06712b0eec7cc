//! One object at a time: list, create, read, change, archive.

use axum::{
    Extension, Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiError, Kind, Object, guard::RestBody, search::Search, writing};
use crate::{clock, oauth::Caller, state::Shared};

/// The kind in a path; 404 when there is no such kind.
pub fn kind(name: &str) -> Result<Kind, ApiError> {
    Kind::read(name).ok_or_else(ApiError::missing)
}

/// The kind and number in a path; 404 when there can be no such object.
pub fn named(kind: &str, id: &str) -> Result<(Kind, u64), ApiError> {
    Kind::read(kind).zip(id.parse().ok()).ok_or_else(ApiError::missing)
}

/// `POST …/{kind}`: 201.
pub async fn create(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    given: RestBody,
) -> Result<Response, ApiError> {
    let kind = kind(&name)?;
    let input = writing::one(&given)?;
    let (values, links) = (input.values()?, input.links(kind)?);
    let mut crm = preview.rest.crm_of(caller.portal());
    let id = crm.create(kind, &values, &links, clock::now_ms())?;
    let made = crm.get(kind, id).ok_or_else(ApiError::missing)?;
    let mut shown = made.show_written();
    if let Some(trace) = input.object_write_trace_id {
        shown["objectWriteTraceId"] = trace.into();
    }
    Ok((StatusCode::CREATED, Json(shown)).into_response())
}

/// `PATCH …/{kind}/{id}`.
pub async fn update(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((name, id)): Path<(String, String)>,
    given: RestBody,
) -> Result<Json<Value>, ApiError> {
    let (kind, id) = named(&name, &id)?;
    let values = writing::one(&given)?.values()?;
    let mut crm = preview.rest.crm_of(caller.portal());
    crm.update(kind, id, &values, clock::now_ms())?;
    let object = crm.get(kind, id).ok_or_else(ApiError::missing)?;
    Ok(Json(object.show_written()))
}

/// `DELETE …/{kind}/{id}`: 204, into the recycling bin.
pub async fn archive(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((name, id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let (kind, id) = named(&name, &id)?;
    preview.rest.crm_of(caller.portal()).archive(kind, id, clock::now_ms())?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a read wants to see.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    properties: Option<String>,
    #[serde(default)]
    associations: Option<String>,
    #[serde(default)]
    archived: bool,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    after: Option<usize>,
}

impl Wanted {
    fn kinds(&self) -> Result<Vec<Kind>, ApiError> {
        let names = self.associations.as_deref().unwrap_or_default().split(',');
        let read = |name: &str| {
            let unknown = || ApiError::invalid(format!("{name} is not a type of objects here"));
            Kind::read(name).ok_or_else(unknown)
        };
        names.filter(|name| !name.is_empty()).map(read).collect()
    }

    /// Names that do not exist are passed over, as HubSpot does.
    fn show(&self, object: &Object, linked: &[Kind]) -> Value {
        let mut shown = match self.properties.as_deref() {
            Some(names) => object.show(names.split(',').filter(|name| !name.is_empty())),
            None => object.show(object.kind.usual()),
        };
        let links = object.show_linked(linked);
        if links.as_object().is_some_and(|links| !links.is_empty()) {
            shown["associations"] = links;
        }
        shown
    }
}

/// `GET …/{kind}/{id}`.
pub async fn read(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((name, id)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, ApiError> {
    let (kind, id) = named(&name, &id)?;
    let linked = wanted.kinds()?;
    let crm = preview.rest.crm_of(caller.portal());
    let mut all = crm.with_archived(kind).filter(|object| object.archived == wanted.archived);
    let object = all.find(|object| object.id == id).ok_or_else(ApiError::missing)?;
    Ok(Json(wanted.show(object, &linked)))
}

/// `GET …/{kind}`: a page of at most 100.
pub async fn list(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Value>, ApiError> {
    let kind = kind(&name)?;
    let linked = wanted.kinds()?;
    let (limit, after) = (wanted.limit.unwrap_or(10), wanted.after.unwrap_or(0));
    if limit > 100 {
        return Err(ApiError::invalid("The limit must be at most 100"));
    }
    let crm = preview.rest.crm_of(caller.portal());
    let all: Vec<&Object> =
        crm.with_archived(kind).filter(|object| object.archived == wanted.archived).collect();
    let results: Vec<Value> =
        all.iter().skip(after).take(limit).map(|object| wanted.show(object, &linked)).collect();
    let mut page = json!({ "results": results });
    if after.saturating_add(limit) < all.len() {
        page["paging"] = json!({ "next": { "after": (after + limit).to_string() } });
    }
    Ok(Json(page))
}

/// `POST …/{kind}/search`.
pub async fn search(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    given: RestBody,
) -> Result<Json<Value>, ApiError> {
    let kind = kind(&name)?;
    let search = Search::read(kind, &given)?;
    search.run(&preview.rest.crm_of(caller.portal()), kind, clock::now_ms()).map(Json)
}
