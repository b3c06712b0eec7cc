//! Signing in: `POST /api/session`.

use serde::{Deserialize, Serialize};

/// The body of `POST /api/session`. With a secret and digits: finishes an attempt (see
/// [`sign_in`](crate::sign_in)). With a code: redeems it. With none: renews from the cookie. Needs
/// our own `Origin`. `401` with a `Problem` `signed-out` when nothing holds, and `digits` when only
/// the digits are wrong.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// A one-time code from whoever may issue them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The secret of the frame's attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The six digits that the window showed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<String>,
}

/// A session, kept in the page's memory only. The renewal cookie travels beside it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The bearer token for every other request.
    pub token: String,
    /// Milliseconds until it must be renewed.
    pub expires_in: u64,
    /// The browser's `RTCConfiguration` for the sound of calls, as JSON that is handed on unread: the
    /// relay and its credentials. They last longer than the token. Empty where there is no relay.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rtc: String,
}

/// The agent, as surfaces show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// Name for people.
    pub name: String,
    /// The tenant they work for.
    pub tenant: String,
    /// All tenants that they can work for, this one among them; empty when it is the only one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tenants: Vec<Tenant>,
}

/// A tenant to work for. `POST /api/tenant {"tenant": id}` chooses it, for every surface of the
/// agent at once; `409` `not-now` while a call is at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tenant {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}
