//! The calls of a tenant, and what HubSpot has of each.

use serde::{Deserialize, Serialize};

use crate::{CallSound, Direction, EndStatus, Ms};

/// The answer of `GET /api/console/tenants/{tenant}/calls`: newest first, at most 50. Query:
/// `before` (the [`CallRow::started`] of the last row, for the next page), `only=troubles` (those that
/// HubSpot refused), `number` (digits that the other party's number contains).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallLog {
    /// The rows.
    pub rows: Vec<CallRow>,
    /// Whether there are older ones.
    pub more: bool,
    /// How many records of this tenant wait to be written.
    pub waiting: u32,
    /// How many HubSpot refused: they wait for `POST …/calls/{call}/again`.
    pub refused: u32,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallRow {
    /// Its id.
    pub id: String,
    /// When it began.
    pub started: Ms,
    /// Who began it.
    pub direction: Direction,
    /// The other party's number, for people.
    pub number: String,
    /// The other party's name; empty when not known.
    pub party: String,
    /// The agent's name.
    pub agent: String,
    /// How it ended; `None` while it goes on.
    pub end: Option<EndStatus>,
    /// How long both ends spoke, in milliseconds.
    pub talked: Ms,
    /// The chosen outcome, for people; empty for none.
    pub outcome: String,
    /// What HubSpot has of it.
    pub state: WriteState,
    /// The call record's address in HubSpot, once there is one.
    pub url: Option<String>,
}

/// What HubSpot has of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum WriteState {
    /// The call goes on, or waits for its wrap-up.
    Open,
    /// It is written at the next opportunity.
    Waiting {
        /// Not before.
        due: Ms,
        /// The last trouble, if there was any.
        trouble: Option<WriteTrouble>,
    },
    /// Everything is in HubSpot.
    Saved {
        /// Since when.
        at: Ms,
    },
    /// HubSpot refused it, and it is not tried again by itself.
    Refused(WriteTrouble),
}

/// Why a request to HubSpot came to nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WriteTrouble {
    /// When.
    pub at: Ms,
    /// What happened and what to do, in a sentence.
    pub why: String,
    /// Our number of the request, as in the log.
    pub trace: String,
    /// HubSpot's number of it, which its support asks for; empty if there was none.
    pub correlation: String,
}

/// The answer of `GET …/calls/{call}`: everything that was kept of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallDetail {
    /// As in the list.
    pub row: CallRow,
    /// Who makes the call record: `HubSpot's page` or `Sidetone`.
    pub creator: String,
    /// What happened, oldest first.
    pub events: Vec<CallEvent>,
    /// The properties that HubSpot has been given: name and value.
    pub written: Vec<(String, String)>,
    /// What the call record is linked to: `Contact 101`, and its address.
    pub links: Vec<(String, String)>,
    /// The agent's notes.
    pub notes: String,
    /// How it sounded, where something was heard of it.
    #[serde(default)]
    pub sound: Option<CallSound>,
}

/// One event of a call's ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallEvent {
    /// Its number, from 1.
    pub n: u32,
    /// When.
    pub at: Ms,
    /// What, in words.
    pub what: String,
}

/// The answer of `POST …/calls/again`: what HubSpot refused is sent again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentAgain {
    /// How many.
    pub count: u32,
}

/// The answer of `GET /api/console/tenants/{tenant}/meter`: how much of HubSpot's allowance is used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Meter {
    /// The limits of the tenant's account.
    pub limits: Vec<MeterRow>,
    /// Requests that wait for a place: call logging, and the rest.
    pub waiting: (u32, u32),
    /// HubSpot has asked for silence until then.
    pub paused_until: Option<Ms>,
    /// How often HubSpot has said that it was too much, since the service was started.
    pub refused: u32,
}

/// One limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MeterRow {
    /// Its name for people: *Requests in 10 seconds*, *Searches in a second*, *Requests today*.
    pub name: String,
    /// What is used of it now.
    pub used: u32,
    /// What is allowed; `None`: no limit known.
    pub limit: Option<u32>,
    /// Whether HubSpot said so itself (else it is configured).
    pub learnt: bool,
}
