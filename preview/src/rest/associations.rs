//! Links between objects, in the ways HubSpot offers.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    ApiError, Crm, Kind, Object,
    guard::RestBody,
    link_types::LinkType,
    objects::{kind, named},
    store::End,
    writing::{self, Type},
};
use crate::{clock, iso, oauth::Caller, state::Shared};

type Ends = Path<(String, String, String, String)>;

fn ends(path: &(String, String, String, String)) -> Result<[End; 2], ApiError> {
    let (kind, id, to, to_id) = path;
    Ok([named(kind, id)?, named(to, to_id)?])
}

/// The plain link between two kinds; 400 where there is none.
pub fn usual(one: End, two: End) -> Result<LinkType, ApiError> {
    LinkType::usual(one.0, two.0).ok_or_else(|| {
        ApiError::invalid(format!(
            "Objects of type {} cannot be linked to objects of type {} here",
            one.0.type_id(),
            two.0.type_id()
        ))
    })
}

/// Makes the plain link, and shows it.
pub fn link_plainly(crm: &mut Crm, one: End, two: End, now: u64) -> Result<Value, ApiError> {
    let link = usual(one, two)?;
    crm.link(one, link, two.1, now)?;
    Ok(json!({
        "from": { "id": one.1.to_string() },
        "to": { "id": two.1.to_string() },
        "associationSpec": {
            "associationCategory": "HUBSPOT_DEFINED",
            "associationTypeId": link.id,
        },
    }))
}

/// `PUT …/associations/default/{to}/{id}`: the usual link. Twice is the same as once.
pub async fn link_default(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(path): Ends,
) -> Result<Json<Value>, ApiError> {
    let ([one, two], now) = (ends(&path)?, clock::now_ms());
    let result = link_plainly(&mut preview.rest.crm_of(caller.portal()), one, two, now)?;
    let now = iso::write(now);
    Ok(Json(json!({
        "status": "COMPLETE", "startedAt": now, "completedAt": now, "results": [result],
    })))
}

/// `PUT …/associations/{to}/{id}`: a link of named types.
pub async fn link(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(path): Ends,
    given: RestBody,
) -> Result<Response, ApiError> {
    let [one, two] = ends(&path)?;
    let named: Vec<Type> = writing::json(&given)?;
    let (mut crm, now) = (preview.rest.crm_of(caller.portal()), clock::now_ms());
    let made = link_named(&mut crm, one, two, &named, now)?;
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// Makes links of named types, all or none, and shows them.
pub fn link_named(
    crm: &mut Crm,
    one: End,
    two: End,
    named: &[Type],
    now: u64,
) -> Result<Value, ApiError> {
    let links: Vec<LinkType> =
        named.iter().map(|named| named.link(one.0)).collect::<Result<_, _>>()?;
    if links.is_empty() || links.iter().any(|link| link.to != two.0) {
        return Err(ApiError::invalid("The association types do not fit the two objects"));
    }
    for link in links {
        crm.link(one, link, two.1, now)?;
    }
    Ok(json!({
        "fromObjectTypeId": one.0.type_id(), "fromObjectId": one.1,
        "toObjectTypeId": two.0.type_id(), "toObjectId": two.1, "labels": [],
    }))
}

/// `DELETE …/associations/{to}/{id}`.
pub async fn unlink(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(path): Ends,
) -> Result<StatusCode, ApiError> {
    let [one, two] = ends(&path)?;
    preview.rest.crm_of(caller.portal()).unlink(one, two, clock::now_ms())?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET …/associations/{to}`.
pub async fn list(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((from, id, to)): Path<(String, String, String)>,
) -> Result<Json<Value>, ApiError> {
    let (from, id) = named(&from, &id)?;
    let to = kind(&to)?;
    let crm = preview.rest.crm_of(caller.portal());
    let object = crm.get(from, id).ok_or_else(ApiError::missing)?;
    Ok(Json(json!({ "results": show(object, to) })))
}

/// What an object is linked to of one kind, with the numbers of the links.
pub fn show(object: &Object, to: Kind) -> Vec<Value> {
    let linked = object.linked.iter().filter(|((other, _), _)| *other == to);
    linked
        .map(|((_, other), types)| {
            let types = types.iter().filter_map(|number| LinkType::numbered(object.kind, *number));
            let types: Vec<Value> = types
                .map(|link| {
                    let label = link.primary.then_some("Primary");
                    json!({ "category": "HUBSPOT_DEFINED", "typeId": link.id, "label": label })
                })
                .collect();
            json!({ "toObjectId": other, "associationTypes": types })
        })
        .collect()
}
