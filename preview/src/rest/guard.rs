//! What every REST request meets first: the log, the bearer token, its scopes, the faults on demand.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{ApiError, CallingSettings, Crm, Faults, PORTAL, scopes};
use crate::{clock, oauth::Caller, state::Shared};

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
    /// Of all other accounts together: there is only one.
    second: Mutex<Crm>,
    calling: Mutex<Option<CallingSettings>>,
    faults: Mutex<Faults>,
    log: Mutex<VecDeque<Seen>>,
}

impl Default for Rest {
    fn default() -> Self {
        Self {
            crm: Mutex::new(Crm::demo(clock::now_ms())),
            second: Mutex::new(Crm::second(clock::now_ms())),
            calling: Mutex::default(),
            faults: Mutex::default(),
            log: Mutex::default(),
        }
    }
}

impl Rest {
    /// The objects of the demo account, which the host page shows.
    pub fn crm(&self) -> MutexGuard<'_, Crm> {
        self.crm_of(PORTAL)
    }

    /// The objects of one account.
    pub fn crm_of(&self, portal: u64) -> MutexGuard<'_, Crm> {
        let crm = if portal == PORTAL { &self.crm } else { &self.second };
        crm.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The demo app's calling settings, if it has any.
    pub fn calling(&self) -> MutexGuard<'_, Option<CallingSettings>> {
        self.calling.lock().unwrap_or_else(PoisonError::into_inner)
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
    mut request: Request,
    next: Next,
) -> Response {
    let fault = preview.rest.faults().meet(method, path);
    let status = fault.as_ref().and_then(|fault| fault.code());
    let carried_out = match status {
        Some(_) if !fault.as_ref().is_some_and(|fault| fault.applied) => None,
        _ => match admit(preview, &mut request) {
            Ok(()) => Some(next.run(request).await),
            Err(error) => Some(error.into_response()),
        },
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

/// Finds out who asks and whether the token's scopes allow it. Routes that want the app's own
/// credentials look after themselves.
fn admit(preview: &Shared, request: &mut Request) -> Result<(), ApiError> {
    let path = request.uri().path();
    if scopes::is_open(path) {
        return Ok(());
    }
    let token = bearer(request.headers()).ok_or_else(ApiError::unauthenticated)?;
    let caller = Caller::read(token, &preview.oauth.book(), clock::now_ms())?;
    if let Some(scope) = scopes::needed(request.method(), path).filter(|scope| !caller.has(scope)) {
        return Err(ApiError::missing_scope(scope));
    }
    request.extensions_mut().insert(caller);
    Ok(())
}

/// The bearer token of a request.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = given.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The body of a REST request, complete.
pub type RestBody = Bytes;
