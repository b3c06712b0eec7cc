//! What is known of a call, as far as its record is concerned.

use std::collections::BTreeMap;

use call::{Call, Direction, EndStatus, Looked, Ms, RecordRef, Stage};
use serde::{Deserialize, Serialize};

use crate::Around;
use crate::case::CaseWish;

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
    /// HubSpot's outcome that the record gets.
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
    /// What the tenant's settings and link add.
    #[serde(default)]
    pub beside: Beside,
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

/// What the tenant's settings and link add to a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Beside {
    /// The app's id in HubSpot; empty when there is none.
    pub app_id: String,
    /// Our name of the account that the call was made in: the tenant's id.
    pub account: String,
    /// The numbers as HubSpot is to have them, calling and called; `None`: as they are.
    pub numbers: Option<(String, String)>,
    /// Further properties of the record: what the outcome's code is written to.
    pub extra: BTreeMap<String, String>,
    /// Records to link besides the customer: the one that was on screen at the click.
    pub links: Vec<RecordRef>,
    /// Whether it is known who the customer is, or that nobody will know.
    pub settled: bool,
    /// Whether the caller left a message.
    pub voicemail: bool,
    /// What the call is to be filed under, once its moment has come.
    pub case: Option<CaseWish>,
    /// Where the call came from and went, by transfer: sentences.
    pub went: Vec<String>,
    /// Whether nobody took a call to several: then it is no agent's more than another's.
    pub of_nobody: bool,
}

impl Facts {
    /// The facts of a call, with what is around it.
    pub fn of(call: &Call, around: &Around) -> Self {
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
        // What the agent chose is meant; else what was dialled; else who was found.
        let chosen = party.filter(|party| party.source == call::PartySource::Chosen);
        let customer = chosen
            .and_then(|party| party.record.as_ref())
            .or(call.callee())
            .or(party.and_then(|party| party.record.as_ref()));
        let (outcome, extra) = around.coding.of(call.draft().outcome.as_deref());
        let mut links = Vec::new();
        links.extend(call.on_screen().filter(|shown| Some(*shown) != customer).cloned());
        let settled = customer.is_some()
            || match call.looked() {
                Looked::One | Looked::Nobody | Looked::Failed(_) => true,
                Looked::Pending => ended.is_some() || !call.far_number().starts_with('+'),
                Looked::Several(_) => closed,
            };
        let name = party.map(|p| p.name.clone()).unwrap_or_default();
        Self {
            id: call.id().0.clone(),
            direction: call.direction(),
            from: call.from().to_owned(),
            to: call.to().to_owned(),
            started: call.started(),
            closed,
            outcome,
            notes: call.draft().notes.clone(),
            // Of several who are rung one has the record: no page makes any.
            host_creates: call.host().may_announce.is_some() && call.fork().is_none(),
            engagement: call.engagement().map(str::to_owned),
            customer: customer.cloned(),
            owner_id: None,
            beside: Beside {
                app_id: around.app_id.clone(),
                account: around.account.clone(),
                numbers: around.numbers.clone(),
                extra,
                links,
                settled,
                went: went(call),
                voicemail: call.voicemail(),
                case: around.case.as_ref().and_then(|rule| rule.wish(call, &name, around)),
                of_nobody: call.fork().is_some()
                    && matches!(call.stage(), Stage::Closed(closed) if closed.since.is_none()),
            },
            ended,
            name,
        }
    }
}

/// Where a call came from and went.
fn went(call: &Call) -> Vec<String> {
    let from = call.via().map(|via| match via.back {
        true => format!("Came back from {}, who did not take it.", via.by),
        false => format!("Transferred by {}.", via.by),
    });
    let to = call.transferred().map(|to| format!("Transferred to {to}."));
    from.into_iter().chain(to).collect()
}
