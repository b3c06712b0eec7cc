//! What is known of a call, as far as its record is concerned.

use call::{Call, Direction, EndStatus, Ms, RecordRef, Stage};
use serde::{Deserialize, Serialize};

/// The facts. The latest replace the earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The call's id.
    pub id: String,
    /// Who began it.
    pub direction: Direction,
    /// The calling number.
    pub from: String,
    /// The called number.
    pub to: String,
    /// The other party's name; empty when not known.
    pub name: String,
    /// When it began to ring or to dial.
    pub started: Ms,
    /// How it ended, once it has.
    pub ended: Option<Ended>,
    /// Whether the agent is done with it.
    pub closed: bool,
    /// The chosen outcome.
    pub outcome: Option<String>,
    /// The notes as typed.
    pub notes: String,
    /// Whether HubSpot's page creates the record.
    pub host_creates: bool,
    /// The record's id as the owner reported it.
    pub engagement: Option<String>,
    /// The contact or company at the other end.
    pub customer: Option<RecordRef>,
    /// The agent's owner id in HubSpot, when known.
    pub owner_id: Option<String>,
}

/// The end of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// When.
    pub at: Ms,
    /// How.
    pub how: EndStatus,
    /// How long both ends spoke, in milliseconds.
    pub talked: Ms,
}

impl Facts {
    /// The facts of a call, for an agent with this owner id in HubSpot.
    pub fn of(call: &Call, owner_id: Option<String>) -> Self {
        let (ended, closed) = match call.stage() {
            Stage::WrapUp(w) => (
                Some(Ended { at: w.ended, how: w.end, talked: w.ended.saturating_sub(w.since) }),
                false,
            ),
            Stage::Closed(c) => {
                let talked = c.since.map_or(0, |since| c.ended.saturating_sub(since));
                (Some(Ended { at: c.ended, how: c.end, talked }), true)
            }
            _ => (None, false),
        };
        let party = call.party();
        Self {
            id: call.id().0.clone(),
            direction: call.direction(),
            from: call.from().to_owned(),
            to: call.to().to_owned(),
            name: party.map(|p| p.name.clone()).unwrap_or_default(),
            started: call.started(),
            ended,
            closed,
            outcome: call.draft().outcome.clone(),
            notes: call.draft().notes.clone(),
            host_creates: call.host().may_announce.is_some(),
            engagement: call.engagement().map(str::to_owned),
            customer: call.callee().or(party.and_then(|p| p.record.as_ref())).cloned(),
            owner_id,
        }
    }
}
