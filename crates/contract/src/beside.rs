//! What stands beside a call: who it may be, what it is filed under, what opens, what was saved.

use serde::{Deserialize, Serialize};

use crate::{CallId, RecordRef};

/// How far the backend's own look-up of a number is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Looked {
    /// Under way, or not to be done.
    #[default]
    Pending,
    /// One has it: it is the party.
    One,
    /// Nobody has it: a contact can be made.
    Nobody,
    /// Several have it, the likeliest first: the agent chooses with [`crate::Wish::Choose`].
    Several(Vec<Candidate>),
    /// HubSpot did not tell; the sentence says why.
    Failed(String),
}

/// Somebody who may be the other party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// HubSpot's record of them.
    pub record: RecordRef,
    /// Name for people; never empty.
    pub name: String,
    /// A second line; may be empty.
    #[serde(default)]
    pub detail: String,
    /// Why it may be them (*You spoke with them on 3 May*, *You own this contact*, *Has an open
    /// ticket*); may be empty.
    #[serde(default)]
    pub why: String,
}

/// The ticket or deal that a call is filed under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Case {
    /// HubSpot's record: `0-5` ticket, `0-3` deal.
    pub record: RecordRef,
    /// Its subject or name.
    pub name: String,
    /// Its address in HubSpot; `https`.
    pub url: String,
    /// Whether it was made for this call.
    pub new: bool,
}

/// A record that is to open by itself. The owner first reports [`crate::Told::Popped`] and only when
/// that is kept opens it: a contact or company through HubSpot's page (NAVIGATE_TO_RECORD), anything
/// else by its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pop {
    /// HubSpot's record.
    pub record: RecordRef,
    /// Its address in HubSpot; `https`.
    pub url: String,
    /// Where.
    pub tab: PopTab,
}

/// Where a record opens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PopTab {
    /// In the tab that is there: it replaces what is on screen.
    #[default]
    Same,
    /// In a new one.
    New,
}

/// How far HubSpot is with the agent's last finished call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastCall {
    /// Which.
    pub call: CallId,
    /// The other party's name, else number, for people.
    pub who: String,
    /// How far.
    pub saved: Saved,
}

/// How far HubSpot is with a finished call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Saved {
    /// It is being written.
    Saving,
    /// All of it is in HubSpot.
    Saved,
    /// HubSpot does not take it now: it will be saved. The sentence says why.
    Later(String),
    /// HubSpot refuses it: the administrator sees it and can send it again. The sentence says why.
    Refused(String),
}
