//! The words of the field: ids, directions, ends, people.

use serde::{Deserialize, Serialize};

use crate::Via;

/// A moment: milliseconds since 1970 by the backend's clock.
pub type Ms = u64;

/// The longest notes that are kept, in characters. What is beyond is cut.
pub const MAX_NOTES: usize = 10_000;

/// The id of a call: a UUIDv7, hyphenated. HubSpot knows the call by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(pub String);

/// Who began the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// The far end called the agent.
    Inbound,
    /// The agent called the far end.
    Outbound,
}

/// How a call ended, in HubSpot's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndStatus {
    /// Both ends spoke.
    Completed,
    /// The phone system could not carry it.
    Failed,
    /// The side that called gave up before an answer.
    Canceled,
    /// The called end was busy.
    Busy,
    /// The called end did not answer in time.
    NoAnswer,
    /// The called end declined.
    Rejected,
    /// Inbound, and nobody took it in time.
    Missed,
}

/// What the agent entered for the record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The id of the chosen outcome.
    pub outcome: Option<String>,
    /// Notes as typed.
    pub notes: String,
}

impl Draft {
    /// The same, with the notes cut to [`MAX_NOTES`] characters.
    pub fn within_limits(mut self) -> Self {
        if let Some((at, _)) = self.notes.char_indices().nth(MAX_NOTES) {
            self.notes.truncate(at);
        }
        self
    }
}

/// A record in HubSpot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRef {
    /// Object type id: `0-1` contact, `0-2` company.
    pub object_type: String,
    /// The record's id.
    pub id: String,
}

/// The person or company at the other end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Name for people.
    pub name: String,
    /// Company or e-mail address; may be empty.
    pub detail: String,
    /// What is shown beside: label and value.
    #[serde(default)]
    pub fields: Vec<(String, String)>,
    /// Their record.
    pub record: Option<RecordRef>,
    /// Where this is known from.
    pub source: PartySource,
}

/// Who named the other party; a later variant knows better than an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PartySource {
    /// HubSpot's page matched the number.
    Host,
    /// The backend looked the number up.
    Lookup,
    /// The agent dialled from this record.
    Dialled,
    /// The agent chose them, or made them.
    Chosen,
}

/// How far the look-up of the other party's number is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Looked {
    /// Under way, or not to be done.
    #[default]
    Pending,
    /// One has it.
    One,
    /// Nobody has it.
    Nobody,
    /// Several have it, the likeliest first.
    Several(Vec<Candidate>),
    /// HubSpot did not tell; why, in a sentence.
    Failed(String),
}

/// Somebody who may be the other party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// As they would be shown.
    pub party: Party,
    /// Why it may be them; may be empty.
    pub why: String,
}

/// The ticket or deal that a call is filed under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its record: `0-5` ticket, `0-3` deal.
    pub record: RecordRef,
    /// Its subject or name.
    pub name: String,
    /// Whether it was made for this call.
    pub new: bool,
}

/// An inbound call, as the phone system offers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The new call's id.
    pub id: CallId,
    /// The caller's number.
    pub from: String,
    /// The called number.
    pub to: String,
    /// Whether the simulated phone system carries it.
    pub simulated: bool,
    /// What it hangs on, when several agents are rung.
    #[serde(default)]
    pub fork: Option<Fork>,
    /// The transfer that it comes from.
    #[serde(default)]
    pub via: Option<Via>,
}

/// One far end that rings several agents: each has a call of their own, a leg, that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fork {
    /// The id of the call that the far end makes. It is no leg's own.
    pub of: CallId,
}

/// An outbound call, as the agent wants it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dial {
    /// The new call's id, made by the surface.
    pub id: CallId,
    /// The number that the callee will see.
    pub from: String,
    /// The number to dial, as it goes to the phone system.
    pub to: String,
    /// The record that is called.
    pub callee: Option<RecordRef>,
    /// The record on screen when the number was clicked.
    pub on_screen: Option<RecordRef>,
    /// Whether the simulated phone system carries it.
    pub simulated: bool,
}
