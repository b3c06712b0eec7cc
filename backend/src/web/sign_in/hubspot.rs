//! Signing in by asking HubSpot who it is.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use contract::console::LinkStarted;
use contract::sign_in::{AskWays, HubSpotSignIn, HubSpotWay, Ways};
use serde_json::Value;
use std::sync::Arc;

use super::Window;
use super::finish::{finish, read_attempt, read_portal};
use crate::app::App;
use crate::links::Way;
use crate::problem::Failure;
use crate::store::{hubspot_sign_ins as windows, matching, persons};
use crate::web::body::Json;
use crate::web::console::refusal::Refusal;
use crate::web::session::cookie_named;
use crate::{clock, ids};

/// What a browser that went to HubSpot is known by. Lax: it comes back from there by a link.
const COOKIE: &str = "__Host-sidetone-signing-in";

/// `POST /api/sign-in/ways`.
pub async fn ways(
    State(app): State<Arc<App>>,
    _: Window,
    Json { value, .. }: Json<AskWays>,
) -> Result<axum::Json<Ways>, Refusal> {
    let hubspot = match app.links.way(read_portal(value.portal.as_deref())).await? {
        Way::App(_) => HubSpotWay::Ready,
        Way::Several => HubSpotWay::NeedsPortal,
        Way::None => HubSpotWay::None,
    };
    Ok(axum::Json(Ways { passkey: app.passkeys.possible(), hubspot }))
}

/// `POST /api/sign-in/hubspot`.
pub async fn begin(
    State(app): State<Arc<App>>,
    _: Window,
    Json { value, .. }: Json<HubSpotSignIn>,
) -> Result<Response, Refusal> {
    if let Some(attempt) = &value.attempt {
        read_attempt(attempt)?;
    }
    let portal = read_portal(value.portal.as_deref());
    let connection = match app.links.way(portal).await? {
        Way::App(connection) => connection,
        Way::Several => return Err(Refusal::not_now("Say which HubSpot account: its Domain ID.")),
        Way::None => {
            return Err(Refusal::not_now(
                "Nobody can sign in with HubSpot here: no app is set up for this account. Use a \
                 passkey, or ask an administrator.",
            ));
        }
    };
    let begun = app.links.begin_sign_in(&connection, value.attempt.as_deref()).await?;
    let begun = begun.ok_or_else(|| {
        let message = "Too many people sign in at this moment. Try again in a minute.";
        Refusal::new(StatusCode::TOO_MANY_REQUESTS, "busy", message)
    })?;
    let mut response = axum::Json(LinkStarted { url: begun.url }).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie(&begun.browser, 600)?);
    Ok(response)
}

/// `GET /oauth/hubspot/signed-in`: the way back. What came of it is asked for by the page.
pub async fn back(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let browser = cookie_named(&headers, COOKIE);
    app.links.finish_sign_in(query.as_deref().unwrap_or_default(), browser).await?;
    Ok(Redirect::to("/sign-in#returned").into_response())
}

/// `POST /api/sign-in/returned`: what came of it, told once.
pub async fn returned(
    State(app): State<Arc<App>>,
    Window(from): Window,
    headers: HeaderMap,
    _: Json<Value>,
) -> Result<Response, Refusal> {
    let over = || {
        Refusal::not_now(
            "This way to sign in is over, or was begun in another browser. Close this window and \
             press Sign in again.",
        )
    };
    let browser = cookie_named(&headers, COOKIE).ok_or_else(over)?;
    let Some(came) = windows::take(&app.store, &ids::hash(browser), clock::now()).await? else {
        app.failures.count(from);
        return Err(over());
    };
    let id = came.outcome.map_err(|said| Refusal::not_now(&said))?;
    let person = persons::person(&app.store, &id).await?.filter(|person| person.active);
    let person = person.ok_or_else(over)?;
    // The account that HubSpot vouched for, not the one that the frame said.
    let connection = matching::sign_in_app(&app.store, &came.connection).await?;
    let portal = connection.as_ref().map(|connection| connection.portal.as_str());
    finish(&app, &person, came.attempt.as_deref(), portal).await
}

fn cookie(value: &str, seconds: u64) -> Result<HeaderValue, Refusal> {
    let cookie =
        format!("{COOKIE}={value}; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age={seconds}");
    HeaderValue::try_from(cookie).map_err(|_| Failure::internal().into())
}
