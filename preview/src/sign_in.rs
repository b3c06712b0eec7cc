//! How a browser becomes the demo agent by itself (the switch *auto sign-in*): when the backend
//! refuses to renew a session, the request is repeated with a one-time code. With the switch off,
//! everybody signs in as they would in earnest.
//!
//! Within the second HubSpot it is the second agent. The widget's requests do not say where its frame
//! stands, so the frame's page, whose request does, is given a cookie that only frames within that
//! HubSpot have (`Partitioned`).

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::State,
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    code::Who,
    names,
    problem::Problem,
    proxy,
    state::{Preview, Shared},
};

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
    let Ok(code) = (preview.issue_code)(who(&again.headers)).await else { return first };
    let body = Bytes::from(json!({ "code": code }).to_string());
    let mut request = Request::from_parts(again, Body::from(body.clone()));
    request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    proxy::forward(preview, request).await
}

/// The cookie of frames within the second HubSpot.
const SECOND: &str = "preview-second=1";

fn who(headers: &HeaderMap) -> Who {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|v| v.to_str().ok());
    let second = cookies.flat_map(|all| all.split(';')).any(|one| one.trim() == SECOND);
    if second { Who::Second } else { Who::First }
}

/// Whether a request is for a frame within the second HubSpot.
pub fn is_for_second(request: &Request<Body>) -> bool {
    let from = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let from = from.and_then(|from| from.parse::<Uri>().ok());
    request.method() == Method::GET
        && request.uri().path() == "/"
        && from.is_some_and(|from| from.host() == Some(names::SECOND))
}

/// Passes the request for such a frame on, and marks its browser.
pub async fn frame_of_second(preview: &Preview, request: Request<Body>) -> Response {
    let mut response = proxy::forward(preview, request).await;
    let cookie = format!("{SECOND}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned");
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
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
