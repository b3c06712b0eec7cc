//! Signing in: `POST /api/session`.

use serde::{Deserialize, Serialize};

/// The body of `POST /api/session`. With a code: redeem it. Without: renew from the cookie.
/// Needs our own `Origin`. `401` with a `Problem` `signed-out` when neither holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// A one-time code from the sign-in page.
    #[serde(default)]
    pub code: Option<String>,
}

/// A session, kept in the page's memory only. The renewal cookie travels beside it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The bearer token for every other request.
    pub token: String,
    /// Milliseconds until it must be renewed.
    pub expires_in: u64,
}

/// The agent, as surfaces show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// Name for people.
    pub name: String,
    /// The tenant they work for.
    pub tenant: String,
    /// Their own choice of status.
    pub presence: Presence,
}

/// The agent's own choice of status. Being busy in a call is not a choice and not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Presence {
    /// Calls may ring.
    Available,
    /// Calls do not ring.
    Unavailable,
}
