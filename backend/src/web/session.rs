//! `POST /api/session` and `POST /api/sign-out`: an agent signs in, renews, signs out.

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::SignIn;
use std::net::SocketAddr;
use std::sync::Arc;

use super::body::{Json, SignedIn};
use super::guard;
use crate::app::App;
use crate::problem::Failure;
use crate::sign_in::{self, Finished, Opened, RENEWAL_MS};
use crate::store::{matching, people};

/// The renewal cookie's name. The prefix makes browsers insist on Secure and Path=/.
const COOKIE: &str = "__Host-sidetone";

/// With a secret and digits: finishes a frame's attempt. With a code: redeems it. With none: renews
/// from the cookie.
pub async fn open(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json { value: SignIn { code, secret, digits }, .. }: Json<SignIn>,
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
    let opened = match (secret.zip(digits), &code, cookie(&headers)) {
        (Some((secret, digits)), ..) => match sign_in::finish(&app, &secret, &digits).await? {
            Finished::Opened(opened) => Some(opened),
            Finished::Wrong(left) => {
                app.failures.count(from);
                return Err(wrong_digits(left));
            }
            Finished::Gone => {
                app.failures.count(from);
                return Err(attempt_over());
            }
        },
        (None, Some(code), _) => sign_in::redeem(&app, code).await?,
        (None, None, Some(renewal)) => sign_in::renew(&app, renewal).await?,
        // Nothing was tried, so nothing is counted.
        (None, None, None) => return Err(Failure::signed_out()),
    };
    let Some(Opened { session, renewal }) = opened else {
        app.failures.count(from);
        return Err(Failure::signed_out());
    };
    let mut response = axum::Json(session).into_response();
    response.headers_mut().insert(header::SET_COOKIE, made(&renewal, RENEWAL_MS / 1000)?);
    Ok(response)
}

/// Signs the agent out of every surface, here and on other computers. A call that is going on would
/// be left without a voice, so it has to be finished first.
pub async fn close(
    State(app): State<Arc<App>>,
    SignedIn(agent): SignedIn,
) -> Result<Response, Failure> {
    app.switchboard.leave(&agent).await?;
    matching::sign_out(&app.store, &agent).await?;
    // Those who work elsewhere as the same person.
    for other in people::beside_any(&app.store, &agent).await? {
        app.switchboard.hub.sign_out(&other);
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(header::SET_COOKIE, made("", 0)?);
    Ok(response)
}

fn made(value: &str, seconds: u64) -> Result<HeaderValue, Failure> {
    let cookie = format!(
        "{COOKIE}={value}; Secure; HttpOnly; SameSite=None; Partitioned; Path=/; Max-Age={seconds}"
    );
    HeaderValue::try_from(cookie).map_err(|_| Failure::internal())
}

fn wrong_digits(left: u32) -> Failure {
    let tries = if left == 1 { "one try is" } else { "a few tries are" };
    let message = format!("These are not the digits that the window shows; {tries} left.");
    Failure::new(StatusCode::UNAUTHORIZED, "digits", &message)
}

fn attempt_over() -> Failure {
    let message = "The digits are too old, or were used. Press Sign in again.";
    Failure::new(StatusCode::UNAUTHORIZED, "signed-out", message)
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
