//! Links between objects, in the ways HubSpot offers.

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{ApiError, Kind, guard::RestBody, routes::named};
use crate::{clock, iso, oauth::Caller, state::Shared};

type Ends = Path<(String, String, String, String)>;

/// HubSpot's number of the link from a call to this kind of object.
fn type_id(to: Kind) -> Option<u32> {
    match to {
        Kind::Contacts => Some(194),
        Kind::Companies => Some(182),
        Kind::Calls => None,
    }
}

fn ends(path: &(String, String, String, String)) -> Result<[(Kind, u64); 2], ApiError> {
    let (kind, id, to, to_id) = path;
    let (one, two) = (named(kind, id)?, named(to, to_id)?);
    if one.0 != Kind::Calls || two.0 == Kind::Calls {
        return Err(ApiError::invalid("The preview links calls to contacts and companies only"));
    }
    Ok([one, two])
}

/// `PUT …/associations/default/{to}/{id}`: the usual link. Twice is the same as once.
pub async fn link_default(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(path): Ends,
) -> Result<Json<Value>, ApiError> {
    let [one, two] = ends(&path)?;
    preview.rest.crm_of(caller.portal()).link(one, two)?;
    let now = iso::write(clock::now_ms());
    let result = json!({
        "from": { "id": one.1.to_string() },
        "to": { "id": two.1.to_string() },
        "associationSpec": {
            "associationCategory": "HUBSPOT_DEFINED",
            "associationTypeId": type_id(two.0),
        },
    });
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
    let named: Value = serde_json::from_slice(&given)
        .map_err(|error| ApiError::invalid(format!("Invalid input JSON: {error}")))?;
    let known = named.as_array().is_some_and(|types| {
        !types.is_empty()
            && types
                .iter()
                .all(|t| t["associationTypeId"].as_u64() == type_id(two.0).map(u64::from))
    });
    if !known {
        return Err(ApiError::invalid("The association types are unknown"));
    }
    preview.rest.crm_of(caller.portal()).link(one, two)?;
    let made = json!({
        "fromObjectTypeId": one.0.type_id(), "fromObjectId": one.1,
        "toObjectTypeId": two.0.type_id(), "toObjectId": two.1, "labels": [],
    });
    Ok((StatusCode::CREATED, Json(made)).into_response())
}

/// `DELETE …/associations/{to}/{id}`.
pub async fn unlink(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(path): Ends,
) -> Result<StatusCode, ApiError> {
    let [one, two] = ends(&path)?;
    preview.rest.crm_of(caller.portal()).unlink(one, two)?;
    Ok(StatusCode::NO_CONTENT)
}

/// `GET …/associations/{to}`.
pub async fn list(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((kind, id, to)): Path<(String, String, String)>,
) -> Result<Json<Value>, ApiError> {
    let (kind, id) = named(&kind, &id)?;
    let to = Kind::read(&to).ok_or_else(ApiError::missing)?;
    let crm = preview.rest.crm_of(caller.portal());
    let object = crm.get(kind, id).ok_or_else(ApiError::missing)?;
    let linked = object.linked.iter().filter(|(other, _)| *other == to);
    let results: Vec<Value> = linked
        .map(|(_, other)| {
            let of = json!([{
                "category": "HUBSPOT_DEFINED", "typeId": type_id(to), "label": null,
            }]);
            json!({ "toObjectId": other, "associationTypes": of })
        })
        .collect();
    Ok(Json(json!({ "results": results })))
}
