//! Many links in one request: made plainly, made by type, and read.

use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{
    ApiError, Kind,
    associations::{link_named, link_plainly, show, usual},
    batch::Outcome,
    guard::RestBody,
    objects::kind,
    store::End,
    writing::{self, Type, number},
};
use crate::{clock, oauth::Caller, state::Shared};

/// The most links that one request makes.
const MADE: usize = 2000;
/// The most objects of which one request reads the links.
const READ: usize = 1000;

#[derive(Deserialize)]
struct Inputs<T> {
    inputs: Vec<T>,
}

#[derive(Deserialize)]
struct Id {
    id: Value,
}

#[derive(Deserialize)]
struct Pair {
    from: Id,
    to: Id,
    #[serde(default)]
    types: Vec<Type>,
}

impl Pair {
    /// Both ends. What is no number is no object either; that is found out when it is linked.
    fn ends(&self, from: Kind, to: Kind) -> [End; 2] {
        [(from, &self.from), (to, &self.to)].map(|(kind, end)| (kind, number(&end.id).unwrap_or(0)))
    }
}

fn inputs<T: DeserializeOwned>(given: &[u8], most: usize) -> Result<Vec<T>, ApiError> {
    let Inputs { inputs } = writing::json(given)?;
    writing::within(inputs.len(), most)?;
    Ok(inputs)
}

fn failed(outcome: &mut Outcome, error: &ApiError, [one, two]: [End; 2]) {
    let ends = format!("{}-{}", one.1, two.1);
    outcome.failed(error, ("fromObjectId-toObjectId", ends.into()));
}

/// `POST …/{from}/{to}/batch/associate/default`: the plain link for many pairs. 200, or 207 when an
/// end is not there.
pub async fn link_default(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((from, to)): Path<(String, String)>,
    given: RestBody,
) -> Result<Response, ApiError> {
    let (from, to, now) = (kind(&from)?, kind(&to)?, clock::now_ms());
    usual((from, 0), (to, 0))?;
    let pairs: Vec<Pair> = inputs(&given, MADE)?;
    let mut crm = preview.rest.crm_of(caller.portal());
    let mut outcome = Outcome::default();
    for pair in &pairs {
        let ends @ [one, two] = pair.ends(from, to);
        match link_plainly(&mut crm, one, two, now) {
            Ok(result) => outcome.done(result),
            Err(error) => failed(&mut outcome, &error, ends),
        }
    }
    Ok(outcome.answer(StatusCode::OK, now))
}

/// `POST …/{from}/{to}/batch/create`: links of named types. 201, or 207 when some fail.
pub async fn create(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((from, to)): Path<(String, String)>,
    given: RestBody,
) -> Result<Response, ApiError> {
    let (from, to, now) = (kind(&from)?, kind(&to)?, clock::now_ms());
    let pairs: Vec<Pair> = inputs(&given, MADE)?;
    let mut crm = preview.rest.crm_of(caller.portal());
    let mut outcome = Outcome::default();
    for pair in &pairs {
        let ends @ [one, two] = pair.ends(from, to);
        match link_named(&mut crm, one, two, &pair.types, now) {
            Ok(result) => outcome.done(result),
            Err(error) => failed(&mut outcome, &error, ends),
        }
    }
    Ok(outcome.answer(StatusCode::CREATED, now))
}

/// `POST …/{from}/{to}/batch/read`: 200, or 207 when an object is linked to none of that kind.
pub async fn read(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path((from, to)): Path<(String, String)>,
    given: RestBody,
) -> Result<Response, ApiError> {
    let (from, to, now) = (kind(&from)?, kind(&to)?, clock::now_ms());
    let ids: Vec<Id> = inputs(&given, READ)?;
    let crm = preview.rest.crm_of(caller.portal());
    let mut outcome = Outcome::default();
    for Id { id } in &ids {
        let id = number(id).unwrap_or(0);
        let links = crm.get(from, id).map(|object| show(object, to)).unwrap_or_default();
        if links.is_empty() {
            let (from, to) = (from.singular(), to.singular());
            let message = format!("No {to} is associated with {from} {id}.");
            let error = ApiError { message, ..ApiError::missing() };
            outcome.failed(&error, ("fromObjectId", json!(id.to_string())));
        } else {
            outcome.done(json!({ "from": { "id": id.to_string() }, "to": links }));
        }
    }
    Ok(outcome.answer(StatusCode::OK, now))
}
