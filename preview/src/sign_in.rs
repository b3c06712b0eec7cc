//! How a browser becomes the demo agent by itself (the switch *auto sign-in*): when the backend
//! refuses to renew a session, the request is repeated with a one-time code. With the switch off,
//! everybody signs in as they would in earnest.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::State,
    http::{HeaderValue, Method, Request, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{problem::Problem, proxy, state::Preview, state::Shared};

/// The backend's route that makes sessions.
pub const SESSION: &str = "/api/session";

/// More than any sign-in needs.
const LIMIT: usize = 64 * 1024;

/// Whether a request is for [`session`].
pub fn is_session(request: &Request<Body>) -> bool {
    request.method() == Method::POST && request.uri().path() == SESSION
}

/// Whether somebody signs out: then nobody is signed in by itself any more.
pub fn is_goodbye(request: &Request<Body>) -> bool {
    request.method() == Method::POST && request.uri().path() == "/api/sign-out"
}

/// Passes `POST /api/session` on. When it brought no code, the backend answered 401 and the switch
/// is on, a code for the demo agent is issued and the request is repeated with it, everything else
/// unchanged: origin and cookies are still the backend's to judge.
pub async fn session(preview: &Preview, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LIMIT).await else {
        return Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "The body of a sign-in is too long.")
            .into_response();
    };
    let again = parts.clone();
    let brought_code = brings_something(&body);
    let first = proxy::forward(preview, Request::from_parts(parts, Body::from(body))).await;
    let refused = first.status() == StatusCode::UNAUTHORIZED;
    if !refused || brought_code || !preview.switches.auto_sign_in() {
        return first;
    }
    let Ok(code) = (preview.issue_code)().await else { return first };
    let body = Bytes::from(json!({ "code": code }).to_string());
    let mut request = Request::from_parts(again, Body::from(body.clone()));
    request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    proxy::forward(preview, request).await
}

fn brings_something(body: &[u8]) -> bool {
    serde_json::from_slice::<Value>(body).is_ok_and(|value| {
        ["code", "secret"].iter().any(|by| value.get(by).is_some_and(|v| !v.is_null()))
    })
}

/// `GET /preview/console`: leads to the console, signed in as the demo owner.
pub async fn console(State(preview): State<Shared>) -> Result<Response, Problem> {
    let link = (preview.invite)(preview.our_origin()).await.map_err(|error| {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, format!("No link could be made: {error}"))
    })?;
    Ok(axum::response::Redirect::to(&link).into_response())
}
