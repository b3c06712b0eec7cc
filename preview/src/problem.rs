//! Errors of the preview's own routes: `{"error": "one sentence"}` with the right status.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};

/// Why a request was not done, and what to do next, in one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// The sentence.
    pub sentence: String,
}

impl Problem {
    /// A problem with this status and sentence.
    pub fn new(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self { status, sentence: sentence.into() }
    }

    /// 400: the request cannot be read.
    pub fn malformed(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, sentence)
    }

    /// 404: there is no such thing.
    pub fn missing(sentence: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, sentence)
    }

    /// 502: the backend does not answer.
    pub fn backend_down() -> Self {
        Self::new(
            StatusCode::BAD_GATEWAY,
            "The backend is not running. Start it with POST /preview/backend/start.",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, Json(serde_json::json!({ "error": self.sentence }))).into_response()
    }
}

/// Reads a JSON body. Unlike axum's own reader it wants no content type, so that `curl -d` works.
pub fn json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body)
        .map_err(|error| Problem::malformed(format!("The body is not the expected JSON: {error}.")))
}
