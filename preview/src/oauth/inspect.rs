//! What a token is worth, and taking it back.

use axum::{Json, body::Bytes, extract::State, http::StatusCode};
use serde_json::{Value, json};

use super::{
    Grant, OauthError, demo,
    token::{Given, Parameters},
};
use crate::{
    clock, iso,
    rest::{ApiError, DEMO_TOKEN, PORTAL},
    state::Shared,
};

/// HubSpot's documents name the field in more than one way; all of them work here.
fn meant(parameters: &Parameters) -> &str {
    let names = ["token", "refresh_token", "access_token"];
    names.iter().find_map(|name| parameters.get(name)).unwrap_or("")
}

/// `POST …/token/introspect`. A dead token is an answer, not an error.
pub async fn introspect(
    State(preview): State<Shared>,
    given: Given,
) -> Result<Json<Value>, OauthError> {
    let parameters = Parameters::read(given)?;
    let token = meant(&parameters);
    let now = clock::now_ms();
    let book = preview.oauth.book();
    if let Some(access) = book.access(token).filter(|access| access.ends > now) {
        let mut shown = active(token, &access.grant, "access_token");
        shown["token_type"] = "Bearer".into();
        shown["expires_in"] = ((access.ends - now) / 1000).into();
        shown["is_private_distribution"] = false.into();
        shown["signed_access_token"] = json!({
            "expiresAt": iso::write(access.ends),
            "scopes": access.grant.scopes.join(" "),
            "hubId": access.grant.portal,
            "userId": access.grant.user,
            "appId": demo::APP_ID,
            "hublet": "na1",
            "isUserLevel": false,
            "isPrivateDistribution": false,
            "isServiceAccount": false,
        });
        return Ok(Json(shown));
    }
    Ok(Json(match book.refresh(token) {
        Some(grant) => active(token, grant, "refresh_token"),
        None => json!({ "active": false }),
    }))
}

fn active(token: &str, grant: &Grant, kind: &str) -> Value {
    json!({
        "active": true,
        "token": token,
        "token_use": kind,
        "hub_id": grant.portal,
        "hub_domain": demo::account(grant.portal).map(|account| account.domain),
        "user_id": grant.user,
        "user": demo::person(grant.user).map(|person| person.email),
        "client_id": demo::CLIENT_ID,
        "app_id": demo::APP_ID,
        "scopes": grant.scopes,
    })
}

/// `POST …/token/revoke`. An unknown token is revoked already (RFC 7009).
pub async fn revoke(State(preview): State<Shared>, given: Given) -> Result<StatusCode, OauthError> {
    let parameters = Parameters::read(given)?;
    preview.oauth.book().revoke(meant(&parameters));
    Ok(StatusCode::OK)
}

/// `POST /oauth/v2/private-apps/get/access-token-info` for the static token.
pub async fn private_app(body: Bytes) -> Result<Json<Value>, ApiError> {
    let body: Value = serde_json::from_slice(&body)
        .map_err(|error| ApiError::invalid(format!("Invalid input JSON: {error}")))?;
    if body["tokenKey"] != DEMO_TOKEN {
        return Err(ApiError::unauthenticated());
    }
    let scopes = demo::REQUIRED_SCOPES.iter().chain(&demo::OPTIONAL_SCOPES);
    // A private app has no OAuth of its own.
    let scopes: Vec<_> = scopes.filter(|scope| **scope != "oauth").collect();
    Ok(Json(json!({
        "userId": demo::PEOPLE[0].user,
        "hubId": PORTAL,
        "appId": demo::APP_ID + 1,
        "scopes": scopes,
    })))
}
