//! What has been, for reports that are under way: what an ear said in its own time stays true, and a call
//! that was put away has been a call.

use std::collections::VecDeque;

use call::CallId;

/// So much of each is remembered: a report is under way for moments.
const KEPT: usize = 16;

/// The ears of the past and the calls that were put away, the newest last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past {
    ears: VecDeque<(u64, String)>,
    calls: VecDeque<CallId>,
}

impl Past {
    /// This surface was the ear in this epoch, and is no longer.
    pub(crate) fn was_ear(&mut self, epoch: u64, surface: &str) {
        keep(&mut self.ears, (epoch, surface.to_owned()));
    }

    /// Whether it was.
    pub(crate) fn heard(&self, epoch: u64, surface: &str) -> bool {
        self.ears.iter().any(|(at, ear)| (*at, ear.as_str()) == (epoch, surface))
    }

    /// This call was put away.
    pub(crate) fn put_away(&mut self, call: CallId) {
        keep(&mut self.calls, call);
    }

    /// Whether it was.
    pub(crate) fn had(&self, call: &CallId) -> bool {
        self.calls.contains(call)
    }
}

fn keep<T>(all: &mut VecDeque<T>, one: T) {
    if all.len() == KEPT {
        all.pop_front();
    }
    all.push_back(one);
}
