//! Somebody has proven who they are: digits for the frame that waits, or the console's cookie.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use contract::sign_in::SignedIn;

use crate::app::App;
use crate::clock;
use crate::sign_in::{self, DIGITS_MS, RENEWAL_MS};
use crate::store::console_sessions;
use crate::store::matching;
use crate::store::people;
use crate::store::persons::{self, Person};
use crate::store::sessions::Kind;
use crate::web::console::refusal::Refusal;
use crate::web::console::session::cookie;

/// The longest number of an account.
const PORTAL: usize = 20;

/// Finishes what the window is for.
pub async fn finish(
    app: &App,
    person: &Person,
    attempt: Option<&str>,
    portal: Option<&str>,
) -> Result<Response, Refusal> {
    let name = person.name.clone();
    let Some(attempt) = attempt else {
        let renewal = crate::ids::new_secret();
        let expires = clock::now() + RENEWAL_MS;
        console_sessions::add(&app.store, Kind::Renewal, &renewal, &person.id, expires).await?;
        persons::seen(&app.store, &person.id).await?;
        let signed_in = SignedIn { name, digits: None, expires_in: RENEWAL_MS };
        let mut response = axum::Json(signed_in).into_response();
        let cookie = cookie(&renewal, RENEWAL_MS / 1000)?;
        response.headers_mut().insert(header::SET_COOKIE, cookie);
        return Ok(response);
    };
    let hash = read_attempt(attempt)?;
    if sign_in::agents(&app.store, &person.id, portal).await?.is_empty() {
        return Err(no_agent(app, person, portal).await?);
    }
    let digits = sign_in::proven(&app.store, &hash, &person.id, portal).await?;
    persons::seen(&app.store, &person.id).await?;
    Ok(axum::Json(SignedIn { name, digits: Some(digits), expires_in: DIGITS_MS }).into_response())
}

/// The hash of a frame's secret, as the frame put it into the window's address.
pub fn read_attempt(attempt: &str) -> Result<Vec<u8>, Refusal> {
    let bytes = URL_SAFE_NO_PAD.decode(attempt).ok().filter(|bytes| bytes.len() == 32);
    bytes.ok_or_else(|| {
        Refusal::not_now("This window was not opened by Sidetone. Press Sign in in HubSpot again.")
    })
}

/// The number of the frame's account, if it can be one.
pub fn read_portal(portal: Option<&str>) -> Option<&str> {
    portal.filter(|p| p.len() <= PORTAL && !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
}

/// Who it is, is clear; but there is no line of theirs.
async fn no_agent(app: &App, person: &Person, portal: Option<&str>) -> Result<Refusal, Refusal> {
    let mut tenants = match portal {
        Some(portal) => matching::tenants_of_portal(&app.store, portal).await?,
        None => Vec::new(),
    };
    let elsewhere = !people::of_person(&app.store, &person.id).await?.is_empty();
    if tenants.is_empty() {
        let all = persons::memberships(&app.store, &person.id).await?;
        tenants = all.into_iter().map(|(tenant, ..)| tenant).collect();
    }
    let ask = match matching::helper(&app.store, &tenants).await? {
        Some(name) if name == person.name => "Give yourself one in the console".to_owned(),
        Some(name) => format!("Ask {name} for one"),
        None => "Ask an administrator for one".to_owned(),
    };
    let what = if elsewhere {
        "you have a line only in tenants of another HubSpot account"
    } else {
        "you have no line yet"
    };
    Ok(Refusal::not_now(&format!(
        "You are {}, but {what}. {ask}, then press Sign in again.",
        person.name
    )))
}
