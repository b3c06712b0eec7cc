//! A reply as it came from the network, and what its status and body mean.

use serde::Deserialize;
use serde_json::Value;

use crate::{Auth, Error, Request};

/// A reply as it came from the network.
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The `Retry-After` header in seconds, when there was one.
    pub retry_after: Option<u64>,
    /// The body.
    pub body: &'a [u8],
}

/// HubSpot's error body. Every field is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Body {
    message: String,
    policy_name: String,
    errors: Vec<Detail>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Detail {
    context: std::collections::BTreeMap<String, Vec<String>>,
}

impl Reply<'_> {
    /// HubSpot's id of this exchange, which its support asks for: worth a place in the log.
    pub fn correlation_id(&self) -> Option<String> {
        let id = self.word("correlationId")?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (!id.is_empty() && id.len() <= 64 && id.chars().all(plain)).then_some(id)
    }

    /// A text of the body, by its name.
    pub(crate) fn word(&self, name: &str) -> Option<String> {
        let body: Value = serde_json::from_slice(self.body).ok()?;
        body.get(name)?.as_str().map(str::to_owned)
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn check(&self, request: &Request) -> Result<(), Error> {
        if self.is_success() {
            return Ok(());
        }
        let body: Body = serde_json::from_slice(self.body).unwrap_or_default();
        let asked = self.retry_after.map(|s| s.saturating_mul(1000));
        Err(match self.status {
            401 if request.auth == Auth::DeveloperKey => Error::DeveloperKey,
            401 => Error::Unauthorised,
            403 => Error::Forbidden { scopes: scopes(&body) },
            404 => Error::NotFound,
            409 => Error::Conflict { message: request.shown(&body.message) },
            423 => Error::Locked { wait: asked.unwrap_or(2_000).max(2_000) },
            477 => Error::Locked { wait: asked.unwrap_or(60_000) },
            429 => Error::RateLimited { wait: asked.unwrap_or(policy_wait(&body.policy_name)) },
            500.. => Error::Unavailable { status: self.status },
            _ => Error::Invalid { message: request.shown(&body.message) },
        })
    }
}

/// How long to wait when a limit was hit and no header says so.
fn policy_wait(policy: &str) -> u64 {
    match policy {
        "SECONDLY" => 1_000,
        "DAILY" => 15 * 60_000,
        _ => 10_000,
    }
}

fn scopes(body: &Body) -> String {
    let mut names: Vec<&str> = body
        .errors
        .iter()
        .flat_map(|e| &e.context)
        .filter(|(key, _)| key.starts_with("required"))
        .flat_map(|(_, values)| values.iter().map(String::as_str))
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() { "not named".to_owned() } else { names.join(", ") }
}
