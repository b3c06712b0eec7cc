//! What was typed for the record, from the key stroke until the backend has it.
//!
//! Every change goes to the page's storage at once and to the backend shortly after the last one.
//! Of each call only the newest draft travels, and one at a time, so that an old one never arrives
//! last.

use std::collections::VecDeque;

use contract::{CallId, CallView, Draft};

use crate::output::Output;
use crate::timers::{earlier, wait};

/// The longest notes, in characters.
const NOTES_MOST: usize = 10_000;

/// What was typed here for one call.
#[derive(Debug)]
struct Typed {
    call: CallId,
    draft: Draft,
    /// The backend does not have it yet.
    unsent: bool,
    /// When it is sent.
    due: Option<u64>,
}

/// What was typed here, by call.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    typed: Vec<Typed>,
}

impl Drafts {
    fn get(&self, call: &CallId) -> Option<&Typed> {
        self.typed.iter().find(|typed| typed.call == *call)
    }

    fn get_mut(&mut self, call: &CallId) -> Option<&mut Typed> {
        self.typed.iter_mut().find(|typed| typed.call == *call)
    }

    /// The draft to show for a call.
    pub(crate) fn shown(&self, call: &CallView) -> Draft {
        self.get(&call.id).map_or_else(|| call.draft.clone(), |typed| typed.draft.clone())
    }

    /// Whether something of this call is not with the backend yet.
    pub(crate) fn is_unsent(&self, call: &CallId) -> bool {
        self.get(call).is_some_and(|typed| typed.unsent)
    }

    /// Changes the draft of a call.
    pub(crate) fn edit(
        &mut self,
        call: &CallView,
        mut draft: Draft,
        now: u64,
        out: &mut VecDeque<Output>,
    ) {
        if draft.notes.len() > NOTES_MOST
            && let Some((end, _)) = draft.notes.char_indices().nth(NOTES_MOST)
        {
            draft.notes.truncate(end);
        }
        out.push_back(Output::Keep { call: call.id.clone(), draft: draft.clone() });
        self.put(call.id.clone(), draft, now.saturating_add(wait::DRAFT));
    }

    /// Takes back what the page kept from before a reload. What was typed since is newer.
    pub(crate) fn kept(&mut self, call: CallId, draft: Draft, now: u64) {
        if self.get(&call).is_none() {
            self.put(call, draft, now);
        }
    }

    fn put(&mut self, call: CallId, draft: Draft, due: u64) {
        match self.get_mut(&call) {
            Some(typed) => {
                typed.draft = draft;
                typed.unsent = true;
                typed.due = Some(due);
            }
            None => self.typed.push(Typed { call, draft, unsent: true, due: Some(due) }),
        }
    }

    /// Sends everything now, for the page may go away.
    pub(crate) fn hurry(&mut self, now: u64) {
        for typed in &mut self.typed {
            if typed.unsent {
                typed.due = Some(now);
            }
        }
    }

    /// Takes the drafts that are due, of calls that are `ready` for one.
    pub(crate) fn take_due(
        &mut self,
        now: u64,
        ready: impl Fn(&CallId) -> bool,
    ) -> Vec<(CallId, Draft)> {
        let mut due = Vec::new();
        for typed in &mut self.typed {
            if typed.unsent && typed.due.is_some_and(|at| at <= now) && ready(&typed.call) {
                typed.due = None;
                due.push((typed.call.clone(), typed.draft.clone()));
            }
        }
        due
    }

    /// The backend has this draft. What was typed since goes next.
    pub(crate) fn arrived(
        &mut self,
        call: &CallId,
        draft: &Draft,
        known: Option<&Draft>,
        now: u64,
        out: &mut VecDeque<Output>,
    ) {
        let Some(typed) = self.get_mut(call) else { return };
        if typed.draft != *draft {
            typed.due = typed.due.or(Some(now));
            return;
        }
        typed.unsent = false;
        typed.due = None;
        out.push_back(Output::Forget { call: call.clone() });
        if known == Some(draft) {
            self.seen(call);
        }
    }

    /// The backend said what it has. It is newer than what was sent from here and arrived.
    pub(crate) fn seen(&mut self, call: &CallId) {
        self.typed.retain(|typed| typed.call != *call || typed.unsent);
    }

    /// The call takes no drafts any more.
    pub(crate) fn forget(&mut self, call: &CallId, out: &mut VecDeque<Output>) {
        if self.get(call).is_some() {
            if let Some(typed) = self.get_mut(call) {
                typed.unsent = false;
            }
            self.seen(call);
            out.push_back(Output::Forget { call: call.clone() });
        }
    }

    /// Forgets every draft of a call that does not exist any more.
    pub(crate) fn retain(&mut self, exists: impl Fn(&CallId) -> bool, out: &mut VecDeque<Output>) {
        let gone: Vec<CallId> = self
            .typed
            .iter()
            .filter(|typed| !exists(&typed.call))
            .map(|typed| typed.call.clone())
            .collect();
        for call in gone {
            self.forget(&call, out);
        }
    }

    /// When the next draft of a call that is `ready` for one is sent.
    pub(crate) fn due_at(&self, ready: impl Fn(&CallId) -> bool) -> Option<u64> {
        self.typed
            .iter()
            .filter(|typed| typed.unsent && ready(&typed.call))
            .fold(None, |due, typed| earlier(due, typed.due))
    }
}
