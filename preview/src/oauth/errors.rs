//! Errors of the token routes: RFC 6749's names beside HubSpot's own.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// An error of a token route, always with status 400.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OauthError {
    /// RFC 6749's name.
    pub error: &'static str,
    /// HubSpot's name, such as `BAD_AUTH_CODE`.
    pub status: &'static str,
    /// The sentence, in `error_description` and in `message`.
    pub message: &'static str,
}

impl OauthError {
    /// The code is unknown, spent or too old.
    pub fn auth_code() -> Self {
        Self {
            error: "invalid_grant",
            status: "BAD_AUTH_CODE",
            message: "missing or unknown auth code",
        }
    }

    /// There is no such app.
    pub fn client_id() -> Self {
        Self {
            error: "invalid_client",
            status: "BAD_CLIENT_ID",
            message: "missing or unknown client id",
        }
    }

    /// The secret is not the app's.
    pub fn client_secret() -> Self {
        Self {
            error: "invalid_client",
            status: "BAD_CLIENT_SECRET",
            message: "missing or invalid client secret",
        }
    }

    /// The redirect address is not the one that the code was sent to.
    pub fn redirect_uri() -> Self {
        Self {
            error: "invalid_grant",
            status: "BAD_REDIRECT_URI",
            message: "missing or mismatching redirect uri",
        }
    }

    /// The refresh token is unknown, was replaced or revoked, or the app was uninstalled.
    pub fn refresh_token() -> Self {
        Self {
            error: "invalid_grant",
            status: "BAD_REFRESH_TOKEN",
            message: "missing, unknown or revoked refresh token",
        }
    }

    /// The verifier does not belong to the challenge.
    pub fn code_verifier() -> Self {
        Self {
            error: "invalid_grant",
            status: "BAD_CODE_VERIFIER",
            message: "missing or mismatching code verifier",
        }
    }

    /// Neither a code nor a refresh token is to be exchanged.
    pub fn grant_type() -> Self {
        Self {
            error: "unsupported_grant_type",
            status: "BAD_GRANT_TYPE",
            message: "missing or unknown grant type",
        }
    }

    /// The parameters are not in the body as a form.
    pub fn form() -> Self {
        Self {
            error: "invalid_request",
            status: "BAD_REQUEST",
            message: "the parameters must be in the body, as application/x-www-form-urlencoded",
        }
    }
}

impl IntoResponse for OauthError {
    fn into_response(self) -> Response {
        let body = json!({
            "error": self.error,
            "error_description": self.message,
            "status": self.status,
            "message": self.message,
        });
        (StatusCode::BAD_REQUEST, Json(body)).into_response()
    }
}
