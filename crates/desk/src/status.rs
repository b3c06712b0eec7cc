//! The agent's status: what the backend says it is, and what the person chooses.

use std::sync::Arc;

use contract::{CallId, Choice, Phase, Presence, Reason, Status, Wish};

use crate::beside::Spot;
use crate::desk::Desk;

/// The status as last heard.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    pub status: Status,
    pub reasons: Arc<Vec<Reason>>,
    /// The list to choose from is open.
    pub choosing: bool,
}

impl Desk {
    /// Whether the agent takes calls.
    pub(crate) fn is_available(&self) -> bool {
        self.agent.is_some() && self.standing.status.presence == Presence::Available
    }

    /// The status that was asked for and is not confirmed yet.
    pub(crate) fn status_asked(&self) -> Option<Choice> {
        let flight = self.commands.find(&|wish| matches!(wish, Wish::Status { .. }))?;
        match &flight.command.wish {
            Wish::Status { to } => Some(to.clone()),
            _ => None,
        }
    }

    /// Opens the list to choose from, or closes it.
    pub(crate) fn statuses(&mut self) {
        self.standing.choosing = !self.standing.choosing;
        self.menu = None;
        if !self.standing.choosing {
            self.look(Spot::Status);
        }
    }

    pub(crate) fn choose_status(&mut self, to: Choice, now: u64) {
        if self.standing.choosing {
            self.statuses();
        }
        let Status { presence, reason, missed, next } = &self.standing.status;
        let present = Choice { presence: *presence, reason: reason.clone() };
        let is_so = !missed && *next.as_ref().unwrap_or(&present) == to;
        let other = |wish: &Wish| matches!(wish, Wish::Status { to: other } if *other != to);
        if !is_so || self.commands.find(&other).is_some() {
            self.commands.drop(&other);
            self.ask(Wish::Status { to }, now);
        }
    }

    /// The status changed; what changed it without the person's doing is said.
    pub(crate) fn status_is(&mut self, status: Status) {
        let before = std::mem::replace(&mut self.standing.status, status);
        let status = &self.standing.status;
        if status.missed && !before.missed {
            self.announce("A call rang and nobody answered. You are set to unavailable.");
        } else if before.next.is_some() && status.next.is_none() {
            let is = match status.presence {
                Presence::Available => "You are available",
                Presence::Unavailable => "You are unavailable",
            };
            self.announce(is);
        }
    }

    pub(crate) fn more_time(&mut self, call: CallId, now: u64) {
        let phase = self.calls.get(&call).map(|call| &call.phase);
        if matches!(phase, Some(Phase::WrapUp { .. })) {
            self.ask(Wish::Extend { call }, now);
        }
    }
}
