//! The account itself: its details, and the app's wish to leave it.

use axum::{
    Extension, Json, Router,
    extract::State,
    http::StatusCode,
    routing::{delete, get},
};
use serde_json::{Value, json};

use super::ApiError;
use crate::{
    names,
    oauth::{Caller, demo},
    state::Shared,
};

/// The routes, in their dated form and the one before.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/account-info/2026-09/details", get(details))
        .route("/account-info/v3/details", get(details))
        .route("/appinstalls/2026-09/external-install", delete(leave))
        .route("/appinstalls/v3/external-install", delete(leave))
}

async fn details(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Value>, ApiError> {
    let account = demo::account(caller.portal()).ok_or_else(ApiError::missing)?;
    Ok(Json(json!({
        "portalId": account.portal,
        "accountType": account.kind,
        "timeZone": "Europe/London",
        "companyCurrency": "GBP",
        "additionalCurrencies": [],
        "utcOffset": "+00:00",
        "utcOffsetMilliseconds": 0,
        "uiDomain": format!("{}:{}", names::HUBSPOT, preview.port),
        "dataHostingLocation": "na1",
    })))
}

/// `DELETE …/external-install`: the app uninstalls itself, and its tokens die with it.
async fn leave(
    State(preview): State<Shared>,
    Extension(caller): Extension<Caller>,
) -> Result<StatusCode, ApiError> {
    match caller {
        // A private app was never installed, so that it cannot be uninstalled either.
        Caller::PrivateApp => Err(ApiError::missing_scope("oauth")),
        Caller::App(grant) => {
            preview.oauth.book().uninstall(grant.portal);
            Ok(StatusCode::NO_CONTENT)
        }
    }
}
