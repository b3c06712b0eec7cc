//! What a tenant's administrator decides about the status of agents.

use serde::{Deserialize, Serialize};

use crate::{Presence, Reason};

/// Reasons, what an unanswered ring does, how agents begin, and how long a wrap-up stays open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StatusSettings {
    /// The reasons to be unavailable, in the order in which agents see them; at most 20.
    pub reasons: Vec<Reason>,
    /// Whether an agent who is there and lets a call ring to the end is unavailable from then on, so
    /// that the next call goes elsewhere.
    pub away_when_unanswered: bool,
    /// How an agent begins who has never chosen.
    pub first: Presence,
    /// How long a wrap-up stays open after the last thing that was typed, in seconds, 10 to 3600;
    /// `None`: as long as the service is configured.
    pub wrap_up_seconds: Option<u32>,
}

impl Default for StatusSettings {
    fn default() -> Self {
        let reason = |id: &str, label: &str| Reason { id: id.to_owned(), label: label.to_owned() };
        Self {
            reasons: vec![reason("break", "Break"), reason("meeting", "Meeting")],
            away_when_unanswered: true,
            first: Presence::Available,
            wrap_up_seconds: None,
        }
    }
}
