//! Numbers that the agent wants to call later.

use call::RecordRef;
use serde::{Deserialize, Serialize};

/// So many are kept; the oldest ones go first.
const MOST: usize = 3;

/// A number that waits, as it was clicked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    /// As HubSpot gave it.
    pub number: String,
    /// The country to read it in.
    #[serde(default)]
    pub country: Option<String>,
    /// The record that is called.
    #[serde(default)]
    pub callee: Option<RecordRef>,
    /// The record on screen then.
    #[serde(default)]
    pub on_screen: Option<RecordRef>,
}

/// The newest of them, in their order.
pub(crate) fn newest(mut all: Vec<Later>) -> Vec<Later> {
    all.drain(..all.len().saturating_sub(MOST));
    all
}
