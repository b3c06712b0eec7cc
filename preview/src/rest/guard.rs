//! What every REST request meets first: the bearer token, the limits, its scopes, the faults on
//! demand, and the log.

use std::time::Duration;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{ApiError, Fault, Seen, faults::Category, limits::Standing, scopes};
use crate::{clock, oauth::Caller, serve::Cut, state::Shared};

/// More than HubSpot's own limit.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Lets a request through to the REST side, or answers in its place.
pub async fn guard(State(preview): State<Shared>, request: Request, next: Next) -> Response {
    let time = clock::now_ms();
    let method = request.method().to_string();
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let request = Request::from_parts(parts, Body::from(body.clone()));
    let (response, delay) = answer(&preview, &method, &path, request, next).await;
    let cut = response.extensions().get::<Cut>().is_some();
    let status = if cut { 0 } else { response.status().as_u16() };
    let body = String::from_utf8_lossy(&body).chars().take(4000).collect();
    // Noted before the wait: a client that gives up has asked all the same.
    preview.rest.note(Seen { method, path, status, time, body });
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    response
}

/// The answer, and how many milliseconds it is to wait.
async fn answer(
    preview: &Shared,
    method: &str,
    path: &str,
    mut request: Request,
    next: Next,
) -> (Response, u64) {
    let caller = caller(preview, &request);
    let is_search = request.uri().path().ends_with("/search");
    let taken = match &caller {
        Ok(Some(caller)) => preview.rest.limits().take(caller, is_search, clock::now_ms()),
        _ => Ok(None),
    };
    let standing = match taken {
        Ok(standing) => standing,
        Err((policy, standing)) => {
            preview.rest.counts().refuse(policy);
            return (with_headers(ApiError::too_many(policy).into_response(), standing), 0);
        }
    };
    let fault = preview.rest.faults().meet(method, path);
    let stopped = fault.as_ref().is_some_and(|fault| fault.cut || fault.status.is_some());
    let carried_out = match &fault {
        Some(fault) if stopped && !fault.applied => None,
        _ => match caller.and_then(|caller| admit(caller, &mut request)) {
            Ok(()) => Some(next.run(request).await),
            Err(error) => Some(error.into_response()),
        },
    };
    let delay = fault.as_ref().map_or(0, |fault| fault.delay_ms);
    let delay = preview.rest.limits().figures.hastened(delay);
    let response = match (fault, carried_out) {
        (Some(fault), _) if fault.cut => return (Cut::response(), delay),
        (Some(fault), _) if fault.status.is_some() => failed(&fault),
        (_, Some(response)) => response,
        (_, None) => ApiError::missing().into_response(),
    };
    (with_headers(response, standing), delay)
}

/// The answer that a fault wants.
fn failed(fault: &Fault) -> Response {
    let status = fault.code().unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let error = match (fault.category, fault.policy) {
        (Some(Category::InvalidAuthentication), _) => ApiError::unauthenticated(),
        (_, Some(policy)) => ApiError::too_many(policy),
        _ => ApiError::on_demand(status),
    };
    let mut response = error.into_response();
    if let Some(seconds) = fault.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn with_headers(mut response: Response, standing: Option<Standing>) -> Response {
    let Some(standing) = standing else { return response };
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: u64| {
        headers.insert(name, HeaderValue::from(value));
    };
    set("x-hubspot-ratelimit-max", standing.most as u64);
    set("x-hubspot-ratelimit-remaining", standing.left as u64);
    set("x-hubspot-ratelimit-interval-milliseconds", standing.interval);
    if let Some((most, left)) = standing.daily {
        set("x-hubspot-ratelimit-daily", most as u64);
        set("x-hubspot-ratelimit-daily-remaining", left as u64);
    }
    response
}

/// Finds out who asks. Routes that want the app's own credentials look after themselves: nobody.
fn caller(preview: &Shared, request: &Request) -> Result<Option<Caller>, ApiError> {
    if scopes::is_open(request.uri().path()) {
        return Ok(None);
    }
    let token = bearer(request.headers()).ok_or_else(ApiError::unauthenticated)?;
    Caller::read(token, &preview.oauth.book(), clock::now_ms()).map(Some)
}

/// Whether the token's scopes allow the request; the caller goes along with it.
fn admit(caller: Option<Caller>, request: &mut Request) -> Result<(), ApiError> {
    let Some(caller) = caller else { return Ok(()) };
    let needed = scopes::needed(request.method(), request.uri().path());
    if let Some(scope) = needed.filter(|scope| !caller.has(scope)) {
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
