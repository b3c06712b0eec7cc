//! The end of a call: its outcome, what has to be entered, and whether HubSpot has it.

use contract::{CallId, CallView, LastCall, Outcome, Phase, Saved, Wish};

use crate::beside::{Missing, Spot};
use crate::desk::Desk;
use crate::timers::wait;

impl Desk {
    /// Finishes a wrap-up, unless something is missing that the administrator wants entered.
    pub(crate) fn save(&mut self, call: CallId, now: u64) {
        let Some(known) = self.calls.get(&call) else { return };
        if !matches!(known.phase, Phase::WrapUp { .. }) {
            self.drafts.hurry(now); // leaving the field; there is nothing to finish yet
            return;
        }
        self.missing = self.missing(known).map(|missing| (call.clone(), missing));
        if let Some((_, missing)) = &self.missing {
            let (spot, said) = match missing {
                Missing::Outcome => (Spot::Outcome, "Choose an outcome first"),
                Missing::Notes => (Spot::Notes, "Write notes first"),
            };
            self.look(spot);
            return self.announce(said);
        }
        let draft = self.drafts.shown(known);
        self.not_unsaved(&call);
        let wish = Wish::Save { call, draft };
        // Saving carries all of it: an older word of the same call must not come after it.
        let same = |other: &Wish| match (&wish, other) {
            (Wish::Save { call, .. }, Wish::Draft { call: other, .. }) => call == other,
            (Wish::Save { call, .. }, Wish::Save { call: c, .. }) => call == c && *other != wish,
            _ => false,
        };
        self.commands.drop(&same);
        self.ask(wish, now);
    }

    /// What has to be entered before this call is saved. An outcome that is not in the list any more
    /// is none.
    fn missing(&self, call: &CallView) -> Option<Missing> {
        let list = self.outcomes.of(call.direction);
        let draft = self.drafts.shown(call);
        let chosen = draft.outcome.is_some_and(|id| holds(&list.nodes, &id));
        match () {
            () if list.required && !chosen && !list.nodes.is_empty() => Some(Missing::Outcome),
            () if list.notes_required && draft.notes.trim().is_empty() => Some(Missing::Notes),
            () => None,
        }
    }

    /// The refused end of this wrap-up is past.
    pub(crate) fn not_unsaved(&mut self, call: &CallId) {
        self.unsaved.retain(|unsaved| unsaved != call);
    }

    /// What was missing of a call has been entered, or may have been.
    pub(crate) fn entered(&mut self, call: &CallId, what: Missing) {
        self.not_unsaved(call);
        if self.missing.as_ref().is_some_and(|(id, missing)| id == call && *missing == what) {
            self.missing = None;
        }
    }

    /// Opens a group of outcomes, or closes it.
    pub(crate) fn group(&mut self, id: String) {
        let known = self.groups.iter().position(|open| *open == id);
        match known {
            Some(at) => drop(self.groups.remove(at)),
            None => self.groups.push(id),
        }
    }

    /// HubSpot is further with the last finished call, or there is none to speak of.
    pub(crate) fn saved(&mut self, last: Option<LastCall>, now: u64) {
        let known = self.last.take();
        self.last = last.map(|last| {
            let until = (last.saved == Saved::Saved).then(|| match known {
                Some((known, Some(until))) if known.call == last.call => until,
                _ => now.saturating_add(wait::LAST_CALL),
            });
            (last, until)
        });
    }

    /// HubSpot is further with the last finished call, and whoever does not see it hears it.
    pub(crate) fn saved_now(&mut self, last: LastCall, now: u64) {
        let said = match &last.saved {
            Saved::Saving => "",
            Saved::Saved => "Saved in HubSpot",
            Saved::Later(_) => "Will be saved in HubSpot later",
            Saved::Refused(_) => "HubSpot refused the call",
        };
        if !said.is_empty() && self.last.as_ref().is_none_or(|(known, _)| *known != last) {
            self.announce(said);
        }
        self.saved(Some(last), now);
    }

    /// The next call begins: what is well needs no more words.
    pub(crate) fn next_call(&mut self) {
        self.last.take_if(|(last, _)| last.saved == Saved::Saved);
    }
}

/// Whether an outcome of this id can be chosen.
fn holds(nodes: &[Outcome], id: &str) -> bool {
    nodes.iter().any(|node| match node.children.is_empty() {
        true => node.id == id,
        false => holds(&node.children, id),
    })
}
