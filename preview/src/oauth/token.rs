//! The token routes: exchange a code, renew, and the form that all of them want.

use std::collections::HashMap;

use axum::{
    Form, Json, Router,
    extract::{State, rejection::FormRejection},
    routing::post,
};
use serde_json::{Value, json};

use super::{OauthError, Pair, book::TOKEN_LIFE, demo, inspect};
use crate::{clock, state::Shared};

/// A form, or why there is none.
pub type Given = Result<Form<HashMap<String, String>>, FormRejection>;

/// The token routes, below the API's address. The app's own credentials open them, no bearer.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/oauth/2026-09/token", post(token))
        .route("/oauth/2026-09/token/introspect", post(inspect::introspect))
        .route("/oauth/2026-09/token/revoke", post(inspect::revoke))
        .route("/oauth/v2/private-apps/get/access-token-info", post(inspect::private_app))
}

/// The parameters of a form whose client id and secret are the demo app's.
pub struct Parameters(HashMap<String, String>);

impl Parameters {
    /// Reads the form and checks the app's credentials.
    pub fn read(given: Given) -> Result<Self, OauthError> {
        let Ok(Form(parameters)) = given else { return Err(OauthError::form()) };
        let parameters = Self(parameters);
        if parameters.get("client_id") != Some(demo::CLIENT_ID) {
            return Err(OauthError::client_id());
        }
        if parameters.get("client_secret") != Some(demo::CLIENT_SECRET) {
            return Err(OauthError::client_secret());
        }
        Ok(parameters)
    }

    /// One parameter; an empty one is none.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }
}

async fn token(State(preview): State<Shared>, given: Given) -> Result<Json<Value>, OauthError> {
    let parameters = Parameters::read(given)?;
    let now = clock::now_ms();
    let mut book = preview.oauth.book();
    let pair = match parameters.get("grant_type") {
        Some("authorization_code") => book.exchange(
            parameters.get("code").unwrap_or(""),
            parameters.get("redirect_uri").unwrap_or(""),
            parameters.get("code_verifier"),
            now,
            clock::random_id,
        )?,
        Some("refresh_token") => book.renew(
            parameters.get("refresh_token").unwrap_or(""),
            preview.switches.rotates(),
            now,
            clock::random_id,
        )?,
        _ => return Err(OauthError::grant_type()),
    };
    Ok(Json(shown(&pair)))
}

fn shown(pair: &Pair) -> Value {
    json!({
        "token_type": "bearer",
        "token_use": "access_token",
        "access_token": pair.access,
        "refresh_token": pair.refresh,
        "expires_in": TOKEN_LIFE / 1000,
        "hub_id": pair.grant.portal,
        "user_id": pair.grant.user,
        "scopes": pair.grant.scopes,
    })
}
