//! Extractors: a JSON body that says what is wrong with it, and the agent who asks.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use std::sync::Arc;

use crate::app::App;
use crate::problem::Failure;
use crate::sign_in;
use crate::store::people::AgentId;

/// A JSON body, and its bytes as they came.
#[derive(Debug)]
pub struct Json<T> {
    /// What was read.
    pub value: T,
    /// As it came.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "invalid",
                "The body must be JSON, with the content type application/json.",
            ));
        }
        let bytes = Bytes::from_request(request, app).await.map_err(|_| {
            Failure::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "invalid",
                "The body is longer than 64 KiB, or broke off.",
            )
        })?;
        let value = serde_json::from_slice(&bytes).map_err(|_| {
            Failure::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                "The body is not what this address expects. Reload the page and try again.",
            )
        })?;
        Ok(Self { value, bytes })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// The agent whose token the request brings.
#[derive(Debug)]
pub struct SignedIn(pub AgentId);

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let token = bearer(&parts.headers).ok_or_else(Failure::signed_out)?;
        let agent = sign_in::agent_of(&app.store, token).await?;
        agent.map(Self).ok_or_else(Failure::signed_out)
    }
}

/// The bearer token of a request.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.trim())
}
