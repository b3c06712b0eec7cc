//! Numbers to be called later: clicked in HubSpot while the agent was busy.

use serde::{Deserialize, Serialize};

use crate::RecordRef;

/// So many are kept for an agent; the oldest ones go first.
pub const LATER_MOST: usize = 3;

/// A number that waits, with what HubSpot said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Later {
    /// As HubSpot gave it; at most 64 bytes.
    pub number: String,
    /// The country to read a national number in (ISO 3166 letters), when HubSpot named one.
    #[serde(default)]
    pub country: Option<String>,
    /// The record that is called.
    #[serde(default)]
    pub callee: Option<RecordRef>,
    /// The record on screen when the number was clicked.
    #[serde(default)]
    pub on_screen: Option<RecordRef>,
}
