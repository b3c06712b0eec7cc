//! A reply as it came from the network, and what its status and body mean.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

use crate::{Auth, Error, Request, loose, refusal};

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

/// A lock is not over sooner, in milliseconds.
const LOCKED: u64 = 2_000;
/// How long an account moves that does not say so.
const MOVING: u64 = 60_000;
/// The window of the limit that is met most often.
const ROLLING: u64 = 10_000;
/// The longest pause that HubSpot asks for.
const DAY: u64 = 24 * 60 * 60_000;

/// HubSpot's error body. Every field is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Body {
    pub(crate) message: String,
    pub(crate) errors: Vec<Detail>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Detail {
    #[serde(deserialize_with = "loose::lists")]
    pub(crate) context: BTreeMap<String, Vec<String>>,
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

    /// How long every request to the account has to wait, in milliseconds; a day at most.
    pub fn pause(&self) -> Option<u64> {
        let asked = self.retry_after.map(|s| s.saturating_mul(1000).min(DAY));
        match self.status {
            423 => Some(asked.unwrap_or(LOCKED).max(LOCKED)),
            477 => Some(asked.unwrap_or(MOVING)),
            429 => Some(asked.unwrap_or_else(|| policy_wait(&self.policy().unwrap_or_default()))),
            _ => None,
        }
    }

    /// HubSpot's name of the limit that was met, where it names one.
    pub fn policy(&self) -> Option<String> {
        self.word("policyName")
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn check(&self, request: &Request) -> Result<(), Error> {
        if self.is_success() {
            return Ok(());
        }
        let body: Body = serde_json::from_slice(self.body).unwrap_or_default();
        Err(match self.status {
            401 if request.auth == Auth::DeveloperKey => Error::DeveloperKey,
            401 => Error::Unauthorised,
            403 => Error::Forbidden { scopes: scopes(&body) },
            404 => Error::NotFound,
            409 => Error::Conflict {
                message: request.shown(&body.message),
                existing: refusal::existing(&body.message),
            },
            423 | 477 => Error::Locked { wait: self.pause().unwrap_or(MOVING) },
            429 => Error::RateLimited { wait: self.pause().unwrap_or(ROLLING) },
            500.. => Error::Unavailable { status: self.status },
            _ => Error::Invalid {
                message: request.shown(&body.message),
                property: refusal::property(&body),
            },
        })
    }
}

/// How long to wait when a limit was hit and no header says so.
fn policy_wait(policy: &str) -> u64 {
    match policy {
        "SECONDLY" => 1_000,
        "DAILY" => 15 * 60_000,
        _ => ROLLING,
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
