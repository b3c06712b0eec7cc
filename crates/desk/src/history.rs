//! The agent's calls of earlier: loaded when they are looked at, and again when something changes.

use std::sync::Arc;

use contract::{CallId, History, Past, PopTab, Problem};

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
    #[inline(never)] // a page loads it later than the rest
    pub(crate) fn history_came(&mut self, number: u32, result: Result<History, Option<Problem>>) {
        if number != self.pasts.asked {
            return;
        }
        let below = self.pasts.below;
        let mut known = match &mut self.pasts.shown {
            Some(shown) => {
                shown.loading = false;
                shown.failed = result.is_err();
                std::mem::take(&mut shown.calls)
            }
            None => return,
        };
        if let Ok(History { calls, mut more }) = result {
            let mut all = Vec::new();
            if below {
                all.append(&mut known);
            }
            let mut last = 0;
            for past in calls {
                last = past.at;
                all.push(Arc::new(self.past(past)));
            }
            // What was loaded below stays there.
            let mut rest = false;
            for one in known {
                if more && one.past.at < last {
                    all.push(one);
                    rest = true;
                }
            }
            known = all;
            if let (true, Some(shown)) = (rest, &self.pasts.shown) {
                more = shown.more;
            }
            if let Some(shown) = &mut self.pasts.shown {
                shown.more = more;
            }
            self.look_at_missed();
        }
        if let Some(shown) = &mut self.pasts.shown {
            shown.calls = known;
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
