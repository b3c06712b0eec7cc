//! What every REST request meets first: the log, the bearer token, the faults on demand.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{ApiError, Crm, DEMO_TOKEN, Faults};
use crate::{clock, state::Shared};

/// More than HubSpot's own limit.
const BODY_LIMIT: usize = 4 * 1024 * 1024;
/// How many requests the log keeps.
const LOG_LENGTH: usize = 10_000;

/// One request that the REST side has seen.
#[derive(Debug, Clone, Serialize)]
pub struct Seen {
    /// Its method.
    pub method: String,
    /// Its path below the API's address.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
    /// When it came, milliseconds since 1970.
    pub time: u64,
    /// Its body as text, cut after 4000 characters.
    pub body: String,
}

/// The REST side's state.
#[derive(Debug)]
pub struct Rest {
    crm: Mutex<Crm>,
    faults: Mutex<Faults>,
    log: Mutex<VecDeque<Seen>>,
}

impl Default for Rest {
    fn default() -> Self {
        Self {
            crm: Mutex::new(Crm::demo(clock::now_ms())),
            faults: Mutex::default(),
            log: Mutex::default(),
        }
    }
}

impl Rest {
    /// The CRM's objects.
    pub fn crm(&self) -> MutexGuard<'_, Crm> {
        self.crm.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The faults that wait.
    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The requests seen so far, oldest first.
    pub fn log(&self) -> MutexGuard<'_, VecDeque<Seen>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets a request through to the REST side, or answers in its place.
pub async fn guard(State(preview): State<Shared>, request: Request, next: Next) -> Response {
    let time = clock::now_ms();
    let method = request.method().to_string();
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let request = Request::from_parts(parts, Body::from(body.clone()));
    let response = answer(&preview, &method, &path, request, next).await;
    let text = String::from_utf8_lossy(&body).chars().take(4000).collect();
    let status = response.status().as_u16();
    let mut log = preview.rest.log();
    if log.len() == LOG_LENGTH {
        log.pop_front();
    }
    log.push_back(Seen { method, path, status, time, body: text });
    drop(log);
    response
}

async fn answer(
    preview: &Shared,
    method: &str,
    path: &str,
    request: Request,
    next: Next,
) -> Response {
    let fault = preview.rest.faults().meet(method, path);
    let status = fault.as_ref().and_then(|fault| fault.code());
    let carried_out = match status {
        Some(_) if !fault.as_ref().is_some_and(|fault| fault.applied) => None,
        _ if !has_token(&request) => Some(ApiError::unauthenticated().into_response()),
        _ => Some(next.run(request).await),
    };
    if let Some(delay) = fault.as_ref().map(|fault| fault.delay_ms).filter(|delay| *delay > 0) {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    let retry = fault.as_ref().and_then(|fault| fault.retry_after);
    match (status, carried_out) {
        (None, Some(response)) => response,
        (status, _) => failed(status.unwrap_or(StatusCode::SERVICE_UNAVAILABLE), retry),
    }
}

fn failed(status: StatusCode, retry_after: Option<u32>) -> Response {
    let mut response = ApiError::on_demand(status).into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn has_token(request: &Request) -> bool {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    let token = given.and_then(|given| given.split_once(' '));
    token.is_some_and(|(scheme, token)| {
        scheme.eq_ignore_ascii_case("bearer") && token.trim() == DEMO_TOKEN
    })
}

/// The body of a REST request, complete.
pub type RestBody = Bytes;
