//! `POST /api/session` and `/sign-in`.

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use contract::SignIn;
use std::net::SocketAddr;
use std::sync::Arc;

use super::body::Json;
use super::guard;
use crate::app::App;
use crate::problem::Failure;
use crate::sign_in::{self, Opened, RENEWAL_MS};

/// The renewal cookie's name. The prefix makes browsers insist on Secure and Path=/.
const COOKIE: &str = "__Host-sidetone";

/// With a code: redeems it. Without: renews from the cookie.
pub async fn open(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json { value: SignIn { code, .. }, .. }: Json<SignIn>,
) -> Result<Response, Failure> {
    if !guard::ours(&app, &headers) {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "signed-out",
            "Only our own page may sign in.",
        ));
    }
    let from = guard::client(&app, &headers, peer.ip());
    if app.failures.is_blocked(from) {
        return Err(Failure::new(
            StatusCode::TOO_MANY_REQUESTS,
            "busy",
            "Too many failed sign-ins from this address. Wait a minute, then try again.",
        ));
    }
    let tuning = &app.config.tuning;
    let opened = match (&code, cookie(&headers)) {
        (Some(code), _) => sign_in::redeem(&app.store, tuning, code).await?,
        (None, Some(renewal)) => sign_in::renew(&app.store, tuning, renewal).await?,
        // Nothing was tried, so nothing is counted.
        (None, None) => return Err(Failure::signed_out()),
    };
    let Some(Opened { session, renewal }) = opened else {
        app.failures.count(from);
        return Err(Failure::signed_out());
    };
    let cookie = format!(
        "{COOKIE}={renewal}; Secure; HttpOnly; SameSite=None; Partitioned; Path=/; Max-Age={}",
        RENEWAL_MS / 1000
    );
    let mut response = axum::Json(session).into_response();
    let cookie = HeaderValue::try_from(cookie).map_err(|_| Failure::internal())?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    cookie_named(headers, COOKIE)
}

/// The value of a cookie.
pub fn cookie_named<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value)
}

/// Says that nobody can sign in here yet.
pub async fn page() -> Response {
    let headers = [(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    )];
    (headers, Html(PAGE)).into_response()
}

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sign in · Sidetone</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 30rem; margin: 15vh auto 0; padding: 0 1.5rem }
</style>
<main>
<h1>Sign in</h1>
<p>No way to sign in is set up here yet. Ask the person who runs Sidetone for you.</p>
<p>To try Sidetone without signing in, run its preview on your own machine.</p>
</main>
</html>
"#;
