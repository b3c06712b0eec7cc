//! What all OAuth routes share, and `/preview/hubspot/*` for it: the demo app's credentials, what
//! became of it, and ends of tokens on demand.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Book, Grant, demo};
use crate::{
    clock, iso,
    problem::{self, Problem},
    rest::PORTAL,
    state::Shared,
};

/// Codes, tokens and installs, for all routes.
#[derive(Debug, Default)]
pub struct Oauth(Mutex<Book>);

impl Oauth {
    /// The first tenant of the preview is linked from the start, and stays so over restarts.
    pub fn begin_with_the_demos_link(&self) {
        let scopes = demo::REQUIRED_SCOPES.iter().chain(&demo::OPTIONAL_SCOPES);
        let grant = Grant {
            portal: PORTAL,
            user: demo::PEOPLE[0].user,
            scopes: scopes.map(|scope| (*scope).to_owned()).collect(),
        };
        self.book().begin_with(demo::REFRESH_TOKEN, grant, clock::now_ms());
    }

    /// The book, also after a panic elsewhere.
    pub fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The routes under `/preview/hubspot`.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/app", get(app))
        .route("/connect", get(connected))
        .route("/tokens/expire", post(expire))
        .route("/uninstall", post(uninstall))
}

/// The demo app, to be copied into a form or a test.
async fn app(State(preview): State<Shared>) -> Json<Value> {
    let ours = preview.our_origin();
    let redirects: Vec<String> =
        demo::REDIRECT_PATHS.iter().map(|path| format!("{ours}{path}")).collect();
    let accounts = demo::ACCOUNTS.iter().map(|account| {
        json!({ "portalId": account.portal, "name": account.name, "domain": account.domain })
    });
    let people = demo::PEOPLE.iter().map(|person| {
        json!({
            "userId": person.user,
            "ownerId": person.owner.to_string(),
            "name": person.full_name(),
            "email": person.email,
            "role": person.role,
            "superAdmin": person.super_admin,
            "mayConnect": person.may_connect,
        })
    });
    Json(json!({
        "name": demo::APP_NAME,
        "appId": demo::APP_ID,
        "clientId": demo::CLIENT_ID,
        "clientSecret": demo::CLIENT_SECRET,
        "developerKey": demo::DEVELOPER_KEY,
        "redirectUrls": redirects,
        "requiredScopes": demo::REQUIRED_SCOPES,
        "optionalScopes": demo::OPTIONAL_SCOPES,
        "authorizeUrl": format!("{}/oauth/authorize", preview.hubspot_origin()),
        "accounts": accounts.collect::<Vec<_>>(),
        "people": people.collect::<Vec<_>>(),
    }))
}

/// How things stand between the app and the accounts.
async fn connected(State(preview): State<Shared>) -> Json<Value> {
    let book = preview.oauth.book();
    let (issued, access, refresh) = book.counts(clock::now_ms());
    let installs = book.installs().values().map(|install| {
        json!({
            "portalId": install.grant.portal,
            "userId": install.grant.user,
            "scopes": install.grant.scopes,
            "since": iso::write(install.since),
        })
    });
    Json(json!({
        "installs": installs.collect::<Vec<_>>(),
        "tokens": { "issued": issued, "access": access, "refresh": refresh },
        "callingSettings": preview.rest.calling().clone().map(|settings| settings.show()),
    }))
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Meant {
    portal_id: Option<u64>,
}

impl Meant {
    fn read(body: &[u8]) -> Result<Option<u64>, Problem> {
        if body.is_empty() {
            return Ok(None);
        }
        problem::json::<Self>(body).map(|meant| meant.portal_id)
    }
}

/// Access tokens end now, of one account (`portalId`) or all; refresh tokens stay.
async fn expire(State(preview): State<Shared>, body: Bytes) -> Result<Json<Value>, Problem> {
    let portal = Meant::read(&body)?;
    Ok(Json(json!({ "expired": preview.oauth.book().expire(portal, clock::now_ms()) })))
}

/// Somebody removes the app in the account's settings; without `portalId` in the demo account.
async fn uninstall(State(preview): State<Shared>, body: Bytes) -> Result<Json<Value>, Problem> {
    let portal = Meant::read(&body)?.unwrap_or(PORTAL);
    Ok(Json(json!({ "uninstalled": preview.oauth.book().uninstall(portal) })))
}
