//! What HubSpot answers when something is wrong, and what that means for trying again.

use serde::Deserialize;

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

/// Why a request did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// 401.
    #[error(
        "HubSpot does not accept the access token; link the account again or replace the token"
    )]
    Unauthorised,
    /// 403.
    #[error("HubSpot refuses this for lack of scopes ({scopes}); install the app again with them")]
    Forbidden {
        /// The missing scopes as far as HubSpot names them.
        scopes: String,
    },
    /// 404.
    #[error("HubSpot knows no such object; it was deleted, or belongs to another account")]
    NotFound,
    /// 409.
    #[error("HubSpot says that this conflicts with what it has: {message}")]
    Conflict {
        /// HubSpot's own sentence.
        message: String,
    },
    /// 400 and other refusals of the content.
    #[error("HubSpot refuses the content of the request: {message}")]
    Invalid {
        /// HubSpot's own sentence.
        message: String,
    },
    /// 429: this account is asked too often.
    #[error("HubSpot asks us to slow down; the next request may go in {wait} ms")]
    RateLimited {
        /// Milliseconds to wait, for every request to this account.
        wait: u64,
    },
    /// 423 or 477: locked or moving.
    #[error("HubSpot has locked the account for the moment; the next try may go in {wait} ms")]
    Locked {
        /// Milliseconds to wait.
        wait: u64,
    },
    /// 5xx: HubSpot has trouble of its own.
    #[error("HubSpot has trouble of its own (status {status}); it will be tried again")]
    Unavailable {
        /// The status.
        status: u16,
    },
    /// No answer at all: the shell reports it.
    #[error("HubSpot did not answer ({why}); it will be tried again")]
    NoAnswer {
        /// Timed out, or what the network said.
        why: String,
        /// True when the request certainly never left (no connection).
        never_sent: bool,
    },
    /// A success that cannot be read.
    #[error("HubSpot's answer has an unexpected shape ({why})")]
    Unreadable {
        /// What was wrong with it.
        why: String,
    },
}

impl Error {
    /// Whether trying the same again later can succeed.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. }
                | Self::Locked { .. }
                | Self::Unavailable { .. }
                | Self::NoAnswer { .. }
        )
    }

    /// Whether a creating request may have had an effect in spite of this.
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::NoAnswer { never_sent, .. } => !never_sent,
            Self::Unavailable { .. } | Self::Unreadable { .. } => true,
            _ => false,
        }
    }

    /// How long every request to this account has to wait, in milliseconds.
    pub fn pause(&self) -> Option<u64> {
        match self {
            Self::RateLimited { wait } | Self::Locked { wait } => Some(*wait),
            _ => None,
        }
    }
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
    pub(crate) fn check(&self) -> Result<(), Error> {
        if (200..300).contains(&self.status) {
            return Ok(());
        }
        let body: Body = serde_json::from_slice(self.body).unwrap_or_default();
        let asked = self.retry_after.map(|s| s.saturating_mul(1000));
        Err(match self.status {
            401 => Error::Unauthorised,
            403 => Error::Forbidden { scopes: scopes(&body) },
            404 => Error::NotFound,
            409 => Error::Conflict { message: brief(&body.message) },
            423 => Error::Locked { wait: asked.unwrap_or(2_000).max(2_000) },
            477 => Error::Locked { wait: asked.unwrap_or(60_000) },
            429 => Error::RateLimited { wait: asked.unwrap_or(policy_wait(&body.policy_name)) },
            500.. => Error::Unavailable { status: self.status },
            _ => Error::Invalid { message: brief(&body.message) },
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

/// HubSpot repeats values in its messages: keep the first 200 characters.
fn brief(message: &str) -> String {
    message.chars().take(200).collect()
}
