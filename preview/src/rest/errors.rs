//! Error bodies as HubSpot writes them.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Kind, PORTAL};
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
    /// What the error is about, by name, such as `properties` or `ids`.
    pub context: Option<(&'static str, Vec<String>)>,
    /// The limit that was reached.
    pub policy: Policy,
}

/// A limit as HubSpot names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Policy {
    /// So many requests in ten seconds.
    #[default]
    TenSecondlyRolling,
    /// So many searches in a second.
    Secondly,
    /// So many requests in a day.
    Daily,
}

impl Policy {
    /// As HubSpot's sentence has it.
    pub fn word(self) -> &'static str {
        match self {
            Self::TenSecondlyRolling => "ten_secondly_rolling",
            Self::Secondly => "secondly",
            Self::Daily => "daily",
        }
    }
}

/// What is wrong with one property of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    name: String,
    code: &'static str,
    message: String,
}

impl Wrong {
    /// A property's name, HubSpot's name of the mistake, and its sentence.
    pub fn new(name: &str, code: &'static str, message: String) -> Self {
        Self { name: name.to_owned(), code, message }
    }
}

impl ApiError {
    fn new(status: StatusCode, category: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        let (sub_category, scope, context) = (None, None, None);
        Self { status, category, message, sub_category, scope, context, policy: Policy::default() }
    }

    /// 400 for a request that HubSpot calls invalid.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", message)
    }

    /// 400 for property names or values.
    pub fn properties(wrong: &[Wrong]) -> Self {
        let list: Vec<Value> = wrong
            .iter()
            .map(|wrong| {
                json!({
                    "isValid": false,
                    "message": wrong.message,
                    "error": wrong.code,
                    "name": wrong.name,
                    "localizedErrorMessage": wrong.message,
                    "portalId": PORTAL,
                })
            })
            .collect();
        Self::invalid(format!("Property values were not valid: {}", Value::from(list)))
    }

    /// 400 for a new object without what it needs.
    pub fn required(kind: Kind, missing: &[&str]) -> Self {
        let kind = kind.singular().to_uppercase();
        let message = format!("Error creating {kind}. Some required properties were not set.");
        let names = missing.iter().map(|name| name.to_string()).collect();
        Self { context: Some(("properties", names)), ..Self::invalid(message) }
    }

    /// 409: another contact has this address.
    pub fn exists(id: u64) -> Self {
        let message = format!("Contact already exists. Existing ID: {id}");
        Self::new(StatusCode::CONFLICT, "CONFLICT", message)
    }

    /// 429: a limit was reached.
    pub fn too_many(policy: Policy) -> Self {
        let message = format!("You have reached your {} limit.", policy.word());
        Self { policy, message, ..Self::on_demand(StatusCode::TOO_MANY_REQUESTS) }
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
            477 => ("MIGRATION_IN_PROGRESS", "The account is being moved to another data centre."),
            429 => ("RATE_LIMITS", "You have reached your ten_secondly_rolling limit."),
            400..=499 => ("VALIDATION_ERROR", "The request is invalid."),
            _ => ("INTERNAL_ERROR", "The server cannot answer now."),
        };
        Self::new(status, category, message)
    }
}

impl ApiError {
    /// The body.
    pub fn show(&self) -> Value {
        let mut body = json!({
            "status": "error",
            "message": self.message,
            "correlationId": clock::random_id(),
            "category": self.category,
        });
        if let Some(sub_category) = self.sub_category {
            body["subCategory"] = Value::from(sub_category);
        }
        if let Some((name, values)) = &self.context {
            body["context"] = json!({ *name: values });
        }
        if let Some(scope) = self.scope {
            body["errors"] = json!([{
                "message": "One or more of the following scopes are required.",
                "context": { "requiredGranularScopes": [scope] },
            }]);
        }
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            body["errorType"] = "RATE_LIMIT".into();
            body["policyName"] = json!(self.policy);
            body["groupName"] = "publicapi:crm".into();
            body["requestId"] = clock::random_id().into();
        }
        body
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(self.show())).into_response()
    }
}
