//! Problems as answers: a code for programs, a sentence for people, and the status that fits.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use contract::Problem;

use crate::store::StoreError;

/// A problem from its two parts.
pub fn problem(code: &str, message: &str) -> Problem {
    Problem { code: code.to_owned(), message: message.to_owned() }
}

/// What a handler answers instead of a value.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The status.
    pub status: StatusCode,
    /// What the client reads.
    pub problem: Problem,
}

impl Failure {
    /// A failure with a status of its own.
    pub fn new(status: StatusCode, code: &str, message: &str) -> Self {
        Self { status, problem: problem(code, message) }
    }

    /// Nobody is signed in.
    pub fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed-out", "You are signed out. Sign in again.")
    }

    /// Something inside failed; what it was stands in the log.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong on our side. Nothing was changed; try again in a moment.",
        )
    }
}

impl From<Problem> for Failure {
    /// The status that belongs to the code.
    fn from(problem: Problem) -> Self {
        let status = match problem.code.as_str() {
            "signed-out" => StatusCode::UNAUTHORIZED,
            "no-such-call" => StatusCode::NOT_FOUND,
            "stale-epoch" | "not-now" | "busy" | "not-carried" => StatusCode::CONFLICT,
            "invalid" => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self { status, problem }
    }
}

impl From<seat::Refusal> for Failure {
    fn from(refusal: seat::Refusal) -> Self {
        let code = match &refusal {
            seat::Refusal::StaleEpoch => "stale-epoch",
            seat::Refusal::NoSuchCall => "no-such-call",
            seat::Refusal::Busy | seat::Refusal::Full => "busy",
            _ => "not-now",
        };
        problem(code, &refusal.to_string()).into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::internal()
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.status, axum::Json(self.problem)).into_response()
    }
}
