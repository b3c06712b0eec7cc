//! Many objects at a time. HubSpot promises no order of the results, so they come back in reverse.

use std::collections::BTreeSet;

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ApiError, Kind,
    guard::RestBody,
    objects::kind,
    writing::{self, Input},
};
use crate::{clock, iso, oauth::Caller, state::Shared};

/// What became of a batch.
#[derive(Default)]
pub struct Outcome {
    results: Vec<Value>,
    errors: Vec<Value>,
}

impl Outcome {
    /// Notes a success.
    pub fn done(&mut self, shown: Value) {
        self.results.push(shown);
    }

    /// Notes an error with what it is about.
    pub fn failed(&mut self, error: &ApiError, about: (&str, Value)) {
        let mut context = json!({ about.0: [about.1] });
        if let Some((name, values)) = &error.context {
            context[*name] = json!(values);
        }
        self.errors.push(json!({
            "status": "error",
            "category": error.category,
            "message": error.message,
            "context": context,
        }));
    }

    /// The answer: this status, or 207 when something failed.
    pub fn answer(mut self, status: StatusCode, started: u64) -> Response {
        self.results.reverse();
        let mut body = json!({
            "status": "COMPLETE",
            "results": self.results,
            "startedAt": iso::write(started),
            "completedAt": iso::write(clock::now_ms()),
        });
        if self.errors.is_empty() {
            return (status, Json(body)).into_response();
        }
        body["numErrors"] = self.errors.len().into();
        body["errors"] = self.errors.into();
        (StatusCode::MULTI_STATUS, Json(body)).into_response()
    }
}

/// With a trace id of each input, HubSpot can tell which of them failed, and does the others.
fn all_traced(inputs: &[Input]) -> bool {
    inputs.iter().all(|input| input.object_write_trace_id.is_some())
}

fn traced(mut shown: Value, input: &Input) -> Value {
    if let Some(trace) = &input.object_write_trace_id {
        shown["objectWriteTraceId"] = trace.as_str().into();
    }
    shown
}

/// The error of an object that is not there.
fn not_there(kind: Kind) -> ApiError {
    let message = format!(
        "Could not get some {} objects, they may be deleted or not exist. Check that ids are valid.",
        kind.singular().to_uppercase()
    );
    ApiError { message, ..ApiError::missing() }
}

/// `POST …/{kind}/batch/create`: 201, or 207 when each input has a trace id and some fail. Without
/// trace ids one bad input fails them all.
pub async fn create(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    given: RestBody,
) -> Result<Response, ApiError> {
    let (kind, inputs, now) = (kind(&name)?, writing::batch(&given)?, clock::now_ms());
    let partly = all_traced(&inputs);
    let mut crm = preview.rest.crm_of(caller.portal());
    let (mut outcome, mut made) = (Outcome::default(), Vec::new());
    for input in &inputs {
        let parts = input.values().and_then(|values| Ok((values, input.links(kind)?)));
        let id = parts.and_then(|(values, links)| crm.create(kind, &values, &links, now));
        match id {
            Ok(id) => made.push((id, input)),
            Err(error) if partly => {
                let trace = json!(input.object_write_trace_id);
                outcome.failed(&error, ("objectWriteTraceId", trace));
            }
            Err(error) => {
                for (id, _) in made {
                    crm.unmake(kind, id);
                }
                return Err(error);
            }
        }
    }
    for (id, input) in made {
        let object = crm.get(kind, id).ok_or_else(ApiError::missing)?;
        outcome.done(traced(object.show_written(), input));
    }
    Ok(outcome.answer(StatusCode::CREATED, now))
}

/// `POST …/{kind}/batch/update`: 200, or 207 for objects that are not there, and for inputs that
/// are refused when each has a trace id.
pub async fn update(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    given: RestBody,
) -> Result<Response, ApiError> {
    let (kind, inputs, now) = (kind(&name)?, writing::batch(&given)?, clock::now_ms());
    let ids: Vec<u64> = inputs.iter().filter_map(Input::id).collect();
    if ids.len() < inputs.len() {
        return Err(ApiError::invalid("Invalid input JSON: each input needs the id of an object"));
    }
    if ids.iter().collect::<BTreeSet<_>>().len() < ids.len() {
        return Err(ApiError::invalid("Duplicate IDs found in batch input. IDs must be unique"));
    }
    let partly = all_traced(&inputs);
    let mut crm = preview.rest.crm_of(caller.portal());
    if !partly {
        for (id, input) in ids.iter().zip(&inputs).filter(|(id, _)| crm.get(kind, **id).is_some()) {
            crm.would_update(kind, *id, &input.values()?)?;
        }
    }
    let mut outcome = Outcome::default();
    for (id, input) in ids.into_iter().zip(&inputs) {
        let about = match &input.object_write_trace_id {
            Some(trace) => ("objectWriteTraceId", json!(trace)),
            None => ("ids", json!(id.to_string())),
        };
        if crm.get(kind, id).is_none() {
            outcome.failed(&not_there(kind), about);
            continue;
        }
        match input.values().and_then(|values| crm.update(kind, id, &values, now)) {
            Err(error) => outcome.failed(&error, about),
            Ok(()) => {
                let object = crm.get(kind, id).ok_or_else(ApiError::missing)?;
                outcome.done(traced(object.show_written(), input));
            }
        }
    }
    Ok(outcome.answer(StatusCode::OK, now))
}

#[derive(Deserialize)]
struct Reading {
    inputs: Vec<Input>,
    #[serde(default)]
    properties: Vec<String>,
}

/// `POST …/{kind}/batch/read`: 200, or 207 when some are not there.
pub async fn read(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    given: RestBody,
) -> Result<Response, ApiError> {
    let (kind, now) = (kind(&name)?, clock::now_ms());
    let wanted: Reading = writing::json(&given)?;
    writing::within(wanted.inputs.len(), 100)?;
    let crm = preview.rest.crm_of(caller.portal());
    let (mut outcome, mut missing) = (Outcome::default(), Vec::new());
    for input in &wanted.inputs {
        match input.id().and_then(|id| crm.get(kind, id)) {
            Some(object) if wanted.properties.is_empty() => outcome.done(object.show(kind.usual())),
            Some(object) => outcome.done(object.show(&wanted.properties)),
            None => missing.push(input.id().map_or_else(String::new, |id| id.to_string())),
        }
    }
    if let Some(last) = missing.last().cloned() {
        let error = ApiError { context: Some(("ids", missing)), ..not_there(kind) };
        outcome.failed(&error, ("ids", last.into()));
    }
    Ok(outcome.answer(StatusCode::OK, now))
}

/// `POST …/{kind}/batch/archive`: 204, also for what is not there.
pub async fn archive(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    given: RestBody,
) -> Result<StatusCode, ApiError> {
    let (kind, inputs, now) = (kind(&name)?, writing::batch(&given)?, clock::now_ms());
    let mut crm = preview.rest.crm_of(caller.portal());
    for id in inputs.iter().filter_map(Input::id) {
        let there = crm.get(kind, id).is_some();
        if there {
            crm.archive(kind, id, now)?;
        }
    }
    Ok(StatusCode::NO_CONTENT)
}
