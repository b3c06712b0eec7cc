//! Error bodies as HubSpot writes them.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::PORTAL;
use crate::clock;

/// An error of the REST side.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// HubSpot's category, such as `VALIDATION_ERROR`.
    pub category: &'static str,
    /// HubSpot's message.
    pub message: String,
    /// HubSpot's finer name of the mistake, where it has one.
    pub sub_category: Option<&'static str>,
    /// The scope that the token lacks.
    pub scope: Option<&'static str>,
}

impl ApiError {
    fn new(status: StatusCode, category: &'static str, message: impl Into<String>) -> Self {
        Self { status, category, message: message.into(), sub_category: None, scope: None }
    }

    /// 400 for a request that HubSpot calls invalid.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", message)
    }

    /// 400 for a property value or name; `code` is HubSpot's name of the mistake.
    pub fn property(name: &str, code: &str, message: &str) -> Self {
        let list = json!([{
            "isValid": false,
            "message": message,
            "error": code,
            "name": name,
            "localizedErrorMessage": message,
            "portalId": PORTAL,
        }]);
        Self::invalid(format!("Property values were not valid: {list}"))
    }

    /// 401: no bearer token, or a wrong one.
    pub fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "INVALID_AUTHENTICATION",
            "Authentication credentials not found. This API supports OAuth 2.0 authentication.",
        )
    }

    /// 401: the token was good until a while ago.
    pub fn expired() -> Self {
        Self::on_demand(StatusCode::UNAUTHORIZED)
    }

    /// 403: the token does not have this scope.
    pub fn missing_scope(scope: &'static str) -> Self {
        Self { scope: Some(scope), ..Self::on_demand(StatusCode::FORBIDDEN) }
    }

    /// The same error with HubSpot's finer name.
    pub fn finer(self, sub_category: &'static str) -> Self {
        Self { sub_category: Some(sub_category), ..self }
    }

    /// 404: no such object.
    pub fn missing() -> Self {
        Self::new(StatusCode::NOT_FOUND, "OBJECT_NOT_FOUND", "resource not found")
    }

    /// 405: the path exists, the method does not.
    pub fn method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "VALIDATION_ERROR", "method not allowed")
    }

    /// The error that a switch asks for.
    pub fn on_demand(status: StatusCode) -> Self {
        let (category, message) = match status.as_u16() {
            401 => ("EXPIRED_AUTHENTICATION", "The access token is expired."),
            403 => ("MISSING_SCOPES", "This app hasn't been granted all required scopes."),
            404 => ("OBJECT_NOT_FOUND", "resource not found"),
            409 => ("CONFLICT", "The object was changed by someone else."),
            423 => ("LOCKED", "The object is locked."),
            429 => ("RATE_LIMITS", "You have reached your ten_secondly_rolling limit."),
            400..=499 => ("VALIDATION_ERROR", "The request is invalid."),
            _ => ("INTERNAL_ERROR", "The server cannot answer now."),
        };
        Self::new(status, category, message)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut body = json!({
            "status": "error",
            "message": self.message,
            "correlationId": clock::random_id(),
            "category": self.category,
        });
        if let Some(sub_category) = self.sub_category {
            body["subCategory"] = Value::from(sub_category);
        }
        if let Some(scope) = self.scope {
            body["errors"] = json!([{
                "message": "One or more of the following scopes are required.",
                "context": { "requiredGranularScopes": [scope] },
            }]);
        }
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            body["errorType"] = Value::from("RATE_LIMIT");
            body["policyName"] = Value::from("TEN_SECONDLY_ROLLING");
        }
        (self.status, Json(body)).into_response()
    }
}
