//! An agent's own calls of earlier: `GET /api/history`, and which missed ones are not looked at yet.

use serde::{Deserialize, Serialize};

use crate::{CallId, Direction, EndStatus, Ms, RecordRef, Saved};

/// The answer of `GET /api/history?before=<ms>&missed=<bool>`: calls that began before that moment,
/// newest first, at most 30. `POST /api/history/seen` says that the agent has looked at the missed
/// ones: [`crate::Event::Missed`] tells all their surfaces.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct History {
    /// The calls.
    pub calls: Vec<Past>,
    /// Whether there are earlier ones.
    pub more: bool,
}

/// One call that is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Past {
    /// Its id.
    pub id: CallId,
    /// Who began it.
    pub direction: Direction,
    /// The other party's number, to call back.
    pub number: String,
    /// The same, written for people.
    pub shown: String,
    /// Who it was; empty when not known.
    #[serde(default)]
    pub name: String,
    /// Their record.
    #[serde(default)]
    pub record: Option<RecordRef>,
    /// When it began to ring or to dial.
    pub at: Ms,
    /// How long both ends spoke, in seconds; 0 when it was not answered.
    pub seconds: u32,
    /// How it ended.
    pub end: EndStatus,
    /// Somebody called, and nobody took it.
    #[serde(default)]
    pub missed: bool,
    /// The caller left a message.
    #[serde(default)]
    pub voicemail: bool,
    /// The name of the agent who took it instead; empty when nobody did.
    #[serde(default)]
    pub elsewhere: String,
    /// The chosen outcome, for people; empty when there is none.
    #[serde(default)]
    pub outcome: String,
    /// How far HubSpot is with it; `None`: nothing is to be saved of it, or not yet.
    #[serde(default)]
    pub saved: Option<Saved>,
    /// Its wrap-up is still open.
    #[serde(default)]
    pub open: bool,
    /// The simulated phone system carried it.
    #[serde(default)]
    pub simulated: bool,
}
