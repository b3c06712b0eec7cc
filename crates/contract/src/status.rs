//! The agent's status: what they chose, what they chose for later, and the reasons to choose from.

use serde::{Deserialize, Serialize};

/// Whether calls may ring. Being busy in a call is not a choice and not here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Presence {
    /// Calls may ring.
    #[default]
    Available,
    /// Calls do not ring.
    Unavailable,
}

/// What an agent chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// Whether calls may ring.
    pub presence: Presence,
    /// The id of a [`Reason`]; only with [`Presence::Unavailable`].
    #[serde(default)]
    pub reason: Option<String>,
}

/// Where the agent stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Whether calls may ring.
    pub presence: Presence,
    /// The id of the reason they chose, which may have been deleted since.
    #[serde(default)]
    pub reason: Option<String>,
    /// A call rang, nobody answered, and so they are unavailable. Any choice takes it away.
    #[serde(default)]
    pub missed: bool,
    /// What they chose during a call. It comes true when the last call and its wrap-up are finished;
    /// choosing the present status takes it back.
    #[serde(default)]
    pub next: Option<Choice>,
}

/// A reason to be unavailable, as the tenant's administrator named it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// Unlike all others of the tenant: letters, digits, `-` and `_`, at most 64.
    pub id: String,
    /// For people; 1 to 40 characters.
    pub label: String,
}
