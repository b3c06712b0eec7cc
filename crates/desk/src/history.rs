//! The agent's calls of earlier: loaded when they are looked at, and again when something changes.

use std::sync::Arc;

use contract::{CallId, History, Ms, Past, PopTab, Problem};

use crate::beside::RecordLink;
use crate::desk::Desk;
use crate::output::Output;
use crate::view::{HistoryView, PastCall};

/// What is known of them.
#[derive(Debug, Default)]
pub(crate) struct Pasts {
    /// As shown; `None` while the person does not look.
    shown: Option<HistoryView>,
    /// The last question, and whether its answer is to come.
    asked: u32,
    /// The answer goes below what is there.
    below: bool,
    /// Missed calls that the agent has not looked at.
    pub missed: u32,
}

impl Pasts {
    /// What the screen shows of it.
    pub(crate) fn view(&self) -> Option<HistoryView> {
        self.shown.clone()
    }

    /// Nobody looks any more.
    pub(crate) fn close(&mut self) {
        self.shown = None;
    }
}

impl Desk {
    /// The person looks at the calls of earlier, or no longer.
    pub(crate) fn history(&mut self, open: bool) {
        self.pasts.shown = open.then(HistoryView::default);
        self.ask_history(false);
    }

    /// All of them, or the missed ones only.
    pub(crate) fn only_missed(&mut self, missed: bool) {
        if self.pasts.shown.is_some() {
            self.pasts.shown = Some(HistoryView { missed, ..HistoryView::default() });
            self.ask_history(false);
        }
    }

    /// Something has changed: what is looked at is asked for anew, or the earlier ones are.
    pub(crate) fn ask_history(&mut self, below: bool) {
        let Some(shown) = &mut self.pasts.shown else { return };
        let before = shown.calls.last().filter(|_| below).map(|last| last.past.at);
        shown.loading = true;
        self.pasts.below = below;
        self.pasts.asked = self.pasts.asked.wrapping_add(1);
        let (number, missed) = (self.pasts.asked, shown.missed);
        self.out.push_back(Output::History { number, before, missed });
    }

    /// The answer to the last question; one to an earlier question is none.
    pub(crate) fn history_came(&mut self, number: u32, result: Result<History, Option<Problem>>) {
        let below = self.pasts.below;
        if number != self.pasts.asked {
            return;
        }
        let calls = result.map(|history| {
            let calls = history.calls.into_iter().map(|past| self.past(past)).collect();
            (calls, history.more)
        });
        let Some(shown) = &mut self.pasts.shown else { return };
        shown.loading = false;
        shown.failed = calls.is_err();
        if let Ok((calls, more)) = calls {
            let fresh: Vec<PastCall> = calls;
            let last: Ms = fresh.last().map_or(0, |last| last.past.at);
            let known = shown.calls.iter().cloned();
            let all: Vec<PastCall> = if below {
                shown.more = more;
                known.chain(fresh).collect()
            } else {
                // What was loaded below stays there.
                let rest: Vec<_> = known.filter(|one| more && one.past.at < last).collect();
                shown.more = if rest.is_empty() { more } else { shown.more };
                fresh.into_iter().chain(rest).collect()
            };
            shown.calls = Arc::new(all);
            self.look_at_missed();
        }
    }

    /// So many missed calls are not looked at; those on the screen are.
    pub(crate) fn missed(&mut self, missed: u32) {
        let more = missed > self.pasts.missed;
        self.pasts.missed = missed;
        if more {
            self.ask_history(false);
        }
    }

    fn look_at_missed(&mut self) {
        if self.pasts.missed > 0 && self.visible {
            self.out.push_back(Output::Seen);
        }
    }

    /// Opens the record of a call of earlier; a link leads there by itself.
    pub(crate) fn open_past(&mut self, call: &CallId) {
        let shown = self.pasts.shown.as_ref();
        let past = shown.and_then(|shown| shown.calls.iter().find(|one| one.past.id == *call));
        let link = past.and_then(|one| one.link.as_ref());
        if let Some(record) = link.filter(|link| link.url.is_empty()).map(|link| &link.record) {
            let record = record.clone();
            self.navigate(call, &record, PopTab::New);
        }
    }

    fn past(&self, past: Past) -> PastCall {
        let link = past.record.clone().and_then(|record| {
            let pressed = self.navigates(&record);
            let url = if pressed { String::new() } else { self.address(&record) };
            (pressed || !url.is_empty()).then_some(RecordLink { record, url })
        });
        PastCall { past, link }
    }
}
