//! Signing in to the console and out of it.

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::Session;
use contract::console::{Role, SignInConsole, Welcome};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use super::refusal::{Refusal, Wrong};
use super::who::Who;
use crate::app::App;
use crate::problem::Failure;
use crate::sign_in::RENEWAL_MS;
use crate::store::console_sessions as sessions;
use crate::store::persons::{self, PersonId};
use crate::store::sessions::Kind;
use crate::web::body::Json;
use crate::web::{guard, session};
use crate::{clock, ids};

/// The renewal cookie's name. The console is never in a frame, so it needs no partition, and Lax
/// lets it come back from HubSpot's pages.
pub const COOKIE: &str = "__Host-sidetone-console";

/// `POST /api/console/welcome`: what a code is for. It stays good.
pub async fn welcome(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json { value, .. }: Json<SignInConsole>,
) -> Result<axum::Json<Welcome>, Refusal> {
    let from = admit(&app, &headers, peer)?;
    let code = value.code.ok_or_else(Failure::signed_out)?;
    let found = sessions::invitation(&app.store, &code, clock::now()).await?;
    let Some((person, expires)) = found else { return Err(refused(&app, from)) };
    let name = match person {
        Some(id) => persons::person(&app.store, &id).await?.map(|person| person.name),
        None => None,
    };
    Ok(axum::Json(Welcome { name, expires }))
}

/// `POST /api/console/session`. With a code: redeems it. Without: renews from the cookie.
pub async fn open(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json { value, .. }: Json<SignInConsole>,
) -> Result<Response, Refusal> {
    let from = admit(&app, &headers, peer)?;
    let now = clock::now();
    let (person, renewal) = match (&value.code, session::cookie_named(&headers, COOKIE)) {
        (Some(code), _) => {
            let Some(person) = redeem(&app, code, &value).await? else {
                return Err(refused(&app, from));
            };
            let renewal = ids::new_secret();
            sessions::add(&app.store, Kind::Renewal, &renewal, &person, now + RENEWAL_MS).await?;
            (person, renewal)
        }
        (None, Some(renewal)) => {
            let found = sessions::find(&app.store, Kind::Renewal, renewal, now).await?;
            let Some(person) = found else { return Err(refused(&app, from)) };
            sessions::prolong(&app.store, renewal, now + RENEWAL_MS).await?;
            (person, renewal.to_owned())
        }
        (None, None) => return Err(Failure::signed_out().into()),
    };
    persons::seen(&app.store, &person).await?;
    let token = ids::new_secret();
    let expires_in = app.config.tuning.token_ms;
    sessions::add(&app.store, Kind::Token, &token, &person, now + expires_in).await?;
    let mut response =
        axum::Json(Session { token, expires_in, rtc: String::new() }).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie(&renewal, RENEWAL_MS / 1000)?);
    Ok(response)
}

/// `DELETE /api/console/session`: ends every session of the console that the person has.
pub async fn close(State(app): State<Arc<App>>, who: Who) -> Result<Response, Refusal> {
    sessions::sign_out(&app.store, &who.person.id).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie("", 0)?);
    Ok(response)
}

/// Uses a code up. The form is checked before the code is gone, so that it can be sent again.
async fn redeem(app: &App, code: &str, asked: &SignInConsole) -> Result<Option<PersonId>, Refusal> {
    let (store, now) = (&app.store, clock::now());
    let Some((person, _)) = sessions::invitation(store, code, now).await? else {
        return Ok(None);
    };
    if let Some(person) = person {
        return Ok(sessions::take_invitation(store, code, now).await?.then_some(person));
    }
    let mut wrong = Wrong::default();
    let (name, email) = match &asked.owner {
        Some(owner) => (wrong.text("name", &owner.name, 80), wrong.email("email", &owner.email)),
        None => (wrong.text("name", "", 80), wrong.email("email", "")),
    };
    if persons::by_email(store, &email).await?.is_some() {
        wrong.say("email", "Somebody with this address is here already. Enter another.");
    }
    wrong.check()?;
    if !sessions::take_invitation(store, code, now).await? {
        return Ok(None);
    }
    let owner = persons::add_first_owner(store, &name, &email).await?;
    tracing::info!(role = ?Role::Owner, "the first owner has signed in");
    Ok(owner)
}

/// Lets our own page in, and nobody who has guessed too often.
fn admit(app: &App, headers: &HeaderMap, peer: SocketAddr) -> Result<IpAddr, Refusal> {
    if !guard::ours(app, headers) {
        return Err(Refusal::not_allowed("Only our own page may sign in."));
    }
    let from = guard::client(app, headers, peer.ip());
    if app.failures.is_blocked(from) {
        return Err(Refusal::new(
            StatusCode::TOO_MANY_REQUESTS,
            "busy",
            "Too many failed sign-ins from this address. Wait a minute, then try again.",
        ));
    }
    Ok(from)
}

fn refused(app: &App, from: IpAddr) -> Refusal {
    app.failures.count(from);
    let message = "This link has been used, or is too old. Ask for a new one.";
    Refusal::new(StatusCode::UNAUTHORIZED, "signed-out", message)
}

/// The console's cookie, or its end.
pub fn cookie(value: &str, seconds: u64) -> Result<HeaderValue, Refusal> {
    let cookie =
        format!("{COOKIE}={value}; Secure; HttpOnly; SameSite=Lax; Path=/; Max-Age={seconds}");
    HeaderValue::try_from(cookie).map_err(|_| Failure::internal().into())
}
