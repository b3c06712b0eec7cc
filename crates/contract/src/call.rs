//! One call as a surface sees it.

use serde::{Deserialize, Serialize};

use crate::{Case, Looked, Ms, Pop, Properties, Third};

/// The id of a call: a UUIDv7 in its hyphenated form. It is HubSpot's `externalCallId` and the
/// idempotency key of its dialling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(pub String);

impl CallId {
    /// Whether this is a hyphenated UUID in lower case (36 characters). Ids from outside are
    /// checked with this before they are used.
    pub fn is_well_formed(&self) -> bool {
        let bytes = self.0.as_bytes();
        bytes.len() == 36
            && bytes.iter().enumerate().all(|(i, b)| match i {
                8 | 13 | 18 | 23 => *b == b'-',
                _ => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
            })
    }
}

/// Who began the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// The far end called the agent.
    Inbound,
    /// The agent called the far end.
    Outbound,
}

/// Everything a surface shows of a call, and what its owner still has to tell HubSpot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallView {
    /// The call's id.
    pub id: CallId,
    /// Who began it.
    pub direction: Direction,
    /// The caller's number as the phone system gave it, E.164 where it could be read as such.
    pub from: String,
    /// The called number, E.164 where it could be read as such; an emergency number untouched.
    pub to: String,
    /// The other party's number, written for people (`+44 20 7323 8299`).
    pub shown: String,
    /// The other party's country for people ("United Kingdom"); empty when not known.
    #[serde(default)]
    pub country: String,
    /// Who the other party is, once known.
    #[serde(default)]
    pub party: Option<Party>,
    /// How far the backend's own look-up is.
    #[serde(default)]
    pub looked: Looked,
    /// The ticket or deal that the call is filed under, once it is there.
    #[serde(default)]
    pub case: Option<Case>,
    /// What the owner is to open, once it is known and the moment has come.
    #[serde(default)]
    pub pop: Option<Pop>,
    /// Where the call stands.
    pub phase: Phase,
    /// True when the simulated phone system carries the call: it is labelled so wherever it shows.
    pub simulated: bool,
    /// Several agents are rung: the backend makes the one record, HubSpot's page is not to make any.
    #[serde(default)]
    pub fork: bool,
    /// The name of the agent who took it instead.
    #[serde(default)]
    pub elsewhere: Option<String>,
    /// Who is beside it while it is on the line.
    #[serde(default)]
    pub third: Option<Third>,
    /// It was given to somebody else: HubSpot's page is to hear CALL_TRANSFERRED.
    #[serde(default)]
    pub transferred: bool,
    /// Where it came from or went, or why it did not go: a sentence.
    #[serde(default)]
    pub note: Option<String>,
    /// When the call began to ring or to dial.
    pub started: Ms,
    /// What HubSpot's page was told, and may be told.
    pub host: Host,
    /// HubSpot's id of the call record, once known.
    #[serde(default)]
    pub engagement: Option<String>,
    /// What the agent typed so far for the record.
    #[serde(default)]
    pub draft: Draft,
}

/// Where a call stands. Each variant holds only what is true there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Phase {
    /// Inbound, waiting for the agent.
    Ringing {
        /// When the phone system gives up.
        until: Ms,
    },
    /// Outbound, waiting for the far end.
    Dialling {
        /// Whether the far end's phone is known to ring.
        far_rings: bool,
    },
    /// Both ends speak.
    Connected {
        /// When it was answered.
        since: Ms,
        /// The agent cannot be heard.
        muted: bool,
        /// The far end waits.
        held: bool,
    },
    /// The line is free; outcome and notes are still missing. Only calls that were connected.
    WrapUp {
        /// When it had been answered.
        since: Ms,
        /// When it ended.
        ended: Ms,
        /// How it ended.
        end: EndStatus,
        /// When it will be closed with what is in the draft.
        closes: Ms,
    },
    /// Nothing more to do for the agent.
    Closed {
        /// When it had been answered, if ever.
        since: Option<Ms>,
        /// When it ended.
        ended: Ms,
        /// How it ended.
        end: EndStatus,
    },
}

/// How a call ended, in HubSpot's own words (`callEndStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EndStatus {
    /// Both ends spoke.
    Completed,
    /// The phone system could not carry it.
    Failed,
    /// The side that called gave up before an answer.
    Canceled,
    /// The called end was busy.
    Busy,
    /// The called end did not answer.
    NoAnswer,
    /// The called end declined.
    Rejected,
    /// Inbound, and nobody took it.
    Missed,
}

/// What HubSpot's page was told of a call. The backend keeps it; the owner reports each telling.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Host {
    /// The epoch whose owner may announce the call (INCOMING_CALL or OUTGOING_CALL_STARTED).
    /// Given once; another owner never announces.
    #[serde(default)]
    pub may_announce: Option<u64>,
    /// The instance of HubSpot's page that heard the announcement.
    #[serde(default)]
    pub announced: Option<String>,
    /// CALL_ANSWERED was said.
    #[serde(default)]
    pub answered: bool,
    /// CALL_TRANSFERRED was said.
    #[serde(default)]
    pub transferred: bool,
    /// CALL_ENDED was said.
    #[serde(default)]
    pub ended: bool,
    /// CALL_COMPLETED was said.
    #[serde(default)]
    pub completed: bool,
    /// [`CallView::pop`] was opened, or is being opened.
    #[serde(default)]
    pub popped: bool,
    /// `engagementProperties` for CALL_COMPLETED; present once the call is closed.
    #[serde(default)]
    pub properties: Option<Properties>,
}

/// The person or company at the other end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Party {
    /// Name for people; never empty.
    pub name: String,
    /// A second line: company or e-mail address; may be empty.
    #[serde(default)]
    pub detail: String,
    /// What the administrator chose to show beside: label and value, none of them empty.
    #[serde(default)]
    pub fields: Vec<(String, String)>,
    /// HubSpot's record of them.
    #[serde(default)]
    pub record: Option<RecordRef>,
    /// Where this is known from.
    pub source: PartySource,
}

/// Who named the other party. A later variant may overwrite an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PartySource {
    /// HubSpot's page matched the number.
    Host,
    /// The backend's own look-up matched it.
    Lookup,
    /// The agent dialled from this record.
    Dialled,
    /// The agent chose them, or made them.
    Chosen,
}

/// A record in HubSpot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordRef {
    /// HubSpot's object type id: `0-1` contact, `0-2` company.
    pub object_type: String,
    /// The record's id.
    pub id: String,
}

/// What the agent entered for the record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The id of the chosen outcome, as in [`crate::Outcome::id`].
    #[serde(default)]
    pub outcome: Option<String>,
    /// Notes as typed: plain text, at most 10,000 characters.
    #[serde(default)]
    pub notes: String,
}
