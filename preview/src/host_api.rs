//! `/preview/host/*`: what the host page's script needs of a CRM, as HubSpot's own page has it
//! behind closed doors. No token: it is only for the preview's pages.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{FromRequestParts, Path, Query, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
    routing::{get, patch, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    calls, clock, iso,
    oauth::demo,
    problem::{self, Problem},
    rest::{self, ApiError, Crm, Kind, LinkType, Object, PORTAL, Values},
    state::Shared,
};

/// The routes under `/preview/host`.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/records", get(records))
        .route("/record/{kind}/{id}", get(record))
        .route("/match", get(matches))
        .route("/engagements", post(create))
        .route("/engagements/{id}", patch(complete))
        .route("/ended", post(ended))
}

/// The account whose page asks.
struct Portal(u64);

impl<S: Sync> FromRequestParts<S> for Portal {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(named) = parts.headers.get("x-preview-portal") else { return Ok(Self(PORTAL)) };
        let portal = named.to_str().ok().and_then(|number| number.parse().ok());
        let portal = portal.filter(|portal| demo::account(*portal).is_some());
        portal.map(Self).ok_or_else(|| Problem::missing("There is no such account."))
    }
}

fn refused(error: ApiError) -> Problem {
    Problem::new(error.status, error.message)
}

fn name_of(kind: Kind, object: &Object) -> String {
    let part = |name: &str| object.get(name).unwrap_or_default();
    match kind {
        Kind::Contacts => format!("{} {}", part("firstname"), part("lastname")),
        Kind::Companies => part("name"),
        Kind::Calls => part("hs_call_title"),
        Kind::Tickets => part("subject"),
        Kind::Deals => part("dealname"),
    }
}

fn entry(kind: Kind, object: &Object) -> Value {
    json!({ "kind": kind.type_id(), "id": object.id, "name": name_of(kind, object) })
}

/// Everything but calls, for the page's list.
async fn records(Portal(portal): Portal, State(preview): State<Shared>) -> Json<Value> {
    let crm = preview.rest.crm_of(portal);
    let kinds = [Kind::Contacts, Kind::Companies, Kind::Tickets, Kind::Deals].into_iter();
    let all = kinds.flat_map(|kind| crm.all(kind).map(move |object| entry(kind, object)));
    Json(json!({ "results": all.collect::<Vec<_>>() }))
}

/// One record with everything the page shows. Calls have no page of their own.
async fn record(
    Portal(portal): Portal,
    State(preview): State<Shared>,
    Path((kind, id)): Path<(String, u64)>,
) -> Result<Json<Value>, Problem> {
    let crm = preview.rest.crm_of(portal);
    let kind = Kind::read(&kind).filter(|kind| *kind != Kind::Calls);
    let found = kind.and_then(|kind| Some((kind, crm.get(kind, id)?)));
    let (kind, object) = found.ok_or_else(|| Problem::missing("There is no such record."))?;
    let others = object.linked.keys().filter(|(kind, _)| *kind != Kind::Calls);
    let related: Vec<Value> =
        others.filter_map(|(kind, id)| crm.get(*kind, *id)).map(related).collect();
    let mut shown = entry(kind, object);
    shown["portalId"] = portal.into();
    shown["properties"] = json!(object.properties);
    let fields = rest::fields(object).into_iter();
    shown["fields"] =
        fields.map(|(label, value)| json!({ "label": label, "value": value })).collect();
    shown["related"] = related.into();
    Ok(Json(shown))
}

/// A record beside another: with its numbers, its stage, and when it was made.
fn related(object: &Object) -> Value {
    let mut shown = entry(object.kind, object);
    let numbers = ["phone", "mobilephone"].into_iter().filter_map(|name| object.get(name));
    shown["numbers"] = numbers.collect::<Vec<_>>().into();
    shown["stage"] = rest::stage(object).into();
    shown["created"] = object.created.into();
    shown
}

#[derive(Deserialize)]
struct Number {
    number: String,
}

/// Who has this number, in the shape of `CALLER_ID_MATCH_SUCCEEDED`.
async fn matches(
    Portal(portal): Portal,
    State(preview): State<Shared>,
    Query(asked): Query<Number>,
) -> Json<Value> {
    let crm = preview.rest.crm_of(portal);
    let matches: Vec<Value> = crm
        .by_number(&asked.number)
        .into_iter()
        .map(|(kind, object)| {
            let at = json!({
                "portalId": portal, "objectTypeId": kind.type_id(), "objectId": object.id,
            });
            match kind {
                Kind::Contacts => json!({
                    "callerIdType": "CONTACT",
                    "objectCoordinates": at,
                    "firstName": object.get("firstname"),
                    "lastName": object.get("lastname"),
                    "email": object.get("email"),
                }),
                _ => json!({
                    "callerIdType": "COMPANY",
                    "objectCoordinates": at,
                    "name": object.get("name"),
                }),
            }
        })
        .collect();
    Json(json!({ "callerIdMatches": matches }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Announced {
    external_call_id: String,
    direction: String,
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Option<String>,
    #[serde(default)]
    started: Option<u64>,
    /// Whether to write down the call's id; whether HubSpot's page does is not known.
    #[serde(default)]
    with_external_id: bool,
    /// False: only remember the far end.
    #[serde(default = "yes")]
    create: bool,
}

fn yes() -> bool {
    true
}

/// The page heard of a call: makes its record, as HubSpot does for `createEngagement`.
/// 201 `{"engagementId"}`. Asked twice it makes two, as HubSpot would.
async fn create(
    Portal(portal): Portal,
    State(preview): State<Shared>,
    body: Bytes,
) -> Result<Response, Problem> {
    let call: Announced = problem::json(&body)?;
    let inbound = call.direction == "INBOUND";
    let number = if inbound { &call.from } else { &call.to };
    let direction = if inbound { "inbound" } else { "outbound" };
    calls::note(&preview, &call.external_call_id, direction, number.as_deref().unwrap_or(""));
    if !call.create {
        return Ok((StatusCode::OK, Json(json!({}))).into_response());
    }
    let now = clock::now_ms();
    let mut written = Values::from([
        ("hs_timestamp".to_owned(), iso::write(call.started.unwrap_or(now))),
        ("hs_call_direction".to_owned(), call.direction.clone()),
        ("hs_call_source".to_owned(), "INTEGRATIONS_PLATFORM".to_owned()),
        ("hs_call_from_number".to_owned(), call.from.unwrap_or_default()),
        ("hs_call_to_number".to_owned(), call.to.unwrap_or_default()),
    ]);
    if call.with_external_id {
        written.insert("hs_call_external_id".to_owned(), call.external_call_id);
    }
    let id =
        preview.rest.crm_of(portal).create(Kind::Calls, &written, &[], now).map_err(refused)?;
    Ok((StatusCode::CREATED, Json(json!({ "engagementId": id }))).into_response())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Completed {
    #[serde(default)]
    properties: std::collections::BTreeMap<String, Value>,
    /// The record that was called, when the page knows it.
    #[serde(default)]
    contact: Option<u64>,
}

/// The page heard `CALL_COMPLETED`: writes `engagementProperties` into the record and links it to
/// the person or company with the far end's number. Of several, HubSpot would have to ask; the
/// record is left without a link.
async fn complete(
    Portal(portal): Portal,
    State(preview): State<Shared>,
    Path(id): Path<u64>,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let completed: Completed = problem::json(&body)?;
    let written = completed
        .properties
        .into_iter()
        .filter_map(|(name, value)| match value {
            Value::String(text) => Some((name, text)),
            Value::Number(number) => Some((name, number.to_string())),
            _ => None,
        })
        .collect();
    let mut crm = preview.rest.crm_of(portal);
    let now = clock::now_ms();
    crm.update(Kind::Calls, id, &written, now).map_err(refused)?;
    let mut to: Vec<(Kind, u64)> = far_end(&crm, id);
    if to.len() > 1 {
        to.clear();
    }
    to.extend(completed.contact.map(|contact| (Kind::Contacts, contact)));
    for other in
        to.into_iter().filter(|(kind, id)| crm.get(*kind, *id).is_some()).collect::<Vec<_>>()
    {
        if let Some(link) = LinkType::usual(Kind::Calls, other.0) {
            crm.link((Kind::Calls, id), link, other.1, now).map_err(refused)?;
        }
    }
    Ok(Json(json!({ "engagementId": id })))
}

fn far_end(crm: &Crm, call: u64) -> Vec<(Kind, u64)> {
    let Some(call) = crm.get(Kind::Calls, call) else { return Vec::new() };
    let outbound = call.get("hs_call_direction").as_deref() == Some("OUTBOUND");
    let name = if outbound { "hs_call_to_number" } else { "hs_call_from_number" };
    let number = call.get(name).unwrap_or_default();
    crm.by_number(&number).into_iter().map(|(kind, object)| (kind, object.id)).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ended {
    external_call_id: String,
}

/// The page heard `CALL_ENDED`: the far end is off the list.
async fn ended(State(preview): State<Shared>, body: Bytes) -> Result<Json<Value>, Problem> {
    let call: Ended = problem::json(&body)?;
    preview.far_ends().remove(&call.external_call_id);
    Ok(Json(json!({})))
}
