//! What a route of the console answers instead of a value.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use contract::console::{FieldProblem, Refused};

use crate::problem::Failure;
use crate::store::StoreError;

/// A refusal with its status.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    refused: Refused,
}

impl Refusal {
    /// A refusal of its own.
    pub fn new(status: StatusCode, code: &str, message: &str) -> Self {
        let refused =
            Refused { code: code.to_owned(), message: message.to_owned(), fields: Vec::new() };
        Self { status, refused }
    }

    /// The person may not do this, though they may see it.
    pub fn not_allowed(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "not-allowed", message)
    }

    /// What is asked for does not exist, as far as this person is concerned.
    pub fn not_found(message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "invalid", message)
    }

    /// It would be possible, but not as things stand.
    pub fn not_now(message: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "not-now", message)
    }

    /// A form with something wrong in it; nothing was stored.
    pub fn invalid(fields: Vec<FieldProblem>) -> Self {
        let message = "Something is missing or wrong. Nothing was stored yet.";
        let mut refusal = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", message);
        refusal.refused.fields = fields;
        refusal
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::new(failure.status, &failure.problem.code, &failure.problem.message)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Failure::from(error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, axum::Json(self.refused)).into_response()
    }
}

/// Gathers what is wrong with a form.
#[derive(Debug, Default)]
pub struct Wrong(Vec<FieldProblem>);

impl Wrong {
    /// Notes something that is wrong with a field.
    pub fn say(&mut self, field: &str, message: &str) {
        self.0.push(FieldProblem { field: field.to_owned(), message: message.to_owned() });
    }

    /// A text of 1 to `most` characters, without what surrounds it.
    pub fn text(&mut self, field: &str, text: &str, most: usize) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.say(field, "Enter something here.");
        } else if text.chars().count() > most || text.chars().any(char::is_control) {
            self.say(field, &format!("Enter at most {most} characters on one line."));
        }
        text.to_owned()
    }

    /// An e-mail address, in lower case. Only what no address can be is refused.
    pub fn email(&mut self, field: &str, text: &str) -> String {
        let text = text.trim().to_lowercase();
        let whole = text.split_once('@').is_some_and(|(name, host)| {
            let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '@';
            !name.is_empty() && host.contains('.') && name.chars().chain(host.chars()).all(plain)
        });
        if !whole || text.len() > 254 {
            self.say(field, "Enter an e-mail address, like ada@example.com.");
        }
        text
    }

    /// Hands over what is wrong, one by one.
    pub fn each(self, take: impl FnMut(FieldProblem)) {
        self.0.into_iter().for_each(take);
    }

    /// Nothing, or the refusal that says all that is wrong.
    pub fn check(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::invalid(self.0)) }
    }
}
