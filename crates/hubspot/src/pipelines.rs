//! Pipelines of tickets and deals, and which of their stages are closed.

use serde::Deserialize;
use serde_json::Value;

use crate::endpoints::{DEAL_PIPELINES, TICKET_PIPELINES};
use crate::{Request, loose};

/// A pipeline.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pipeline {
    /// Its id.
    #[serde(deserialize_with = "loose::id")]
    pub id: String,
    /// Its name for people.
    #[serde(default, deserialize_with = "loose::text")]
    pub label: String,
    /// Its stages.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// Where it stands among the others.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub display_order: Option<u64>,
    /// No longer to be chosen.
    #[serde(default, deserialize_with = "loose::flag")]
    pub archived: bool,
}

/// A stage.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stage {
    /// Its id.
    #[serde(deserialize_with = "loose::id")]
    pub id: String,
    /// Its name for people.
    #[serde(default, deserialize_with = "loose::text")]
    pub label: String,
    /// Where it stands among the others.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub display_order: Option<u64>,
    /// No longer to be chosen.
    #[serde(default, deserialize_with = "loose::flag")]
    pub archived: bool,
    #[serde(default)]
    metadata: Value,
}

impl Stage {
    /// Whether what is in it is closed: tickets say so in one way, deals in another.
    pub fn is_closed(&self) -> bool {
        self.metadata["ticketState"] == "CLOSED"
            || self.metadata["isClosed"] == "true"
            || self.metadata["isClosed"] == true
    }
}

/// Asks for the pipelines of tickets. Answers with a [`crate::Listing`] of [`Pipeline`].
pub fn of_tickets() -> Request {
    Request::get(TICKET_PIPELINES.at(&[]))
}

/// Asks for the pipelines of deals. Answers with a [`crate::Listing`] of [`Pipeline`].
pub fn of_deals() -> Request {
    Request::get(DEAL_PIPELINES.at(&[]))
}
