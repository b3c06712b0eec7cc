//! One limit: so many requests in a window that moves on with time.

use call::Ms;
use std::collections::VecDeque;

use super::{Next, Said};

/// With others at the same account their next requests cannot be foreseen, and what they use is known
/// only as exactly as requests do not overlap: so many places are left.
const DISTANCE: u32 = 12;

/// Answers are remembered for so long beyond their window, in milliseconds: a request that is still
/// under way may have been counted together with them.
const LATE: Ms = 30_000;

/// The longest window that is believed: a day.
const LONGEST: Ms = 24 * 60 * 60_000;

#[derive(Debug)]
pub(super) struct Rolling {
    limit: u32,
    window: Ms,
    learnt: bool,
    under_way: u32,
    /// When the answers of the last window came, the oldest first.
    answered: VecDeque<Ms>,
    /// What others are known to have used at least, and when that was said; the oldest first.
    others: VecDeque<(Ms, u32)>,
    paused: Ms,
}

impl Rolling {
    pub(super) fn new(limit: u32, window: Ms) -> Self {
        Self {
            limit: limit.max(1),
            window,
            learnt: false,
            under_way: 0,
            answered: VecDeque::new(),
            others: VecDeque::new(),
            paused: 0,
        }
    }

    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    pub(super) fn is_learnt(&self) -> bool {
        self.learnt
    }

    pub(super) fn paused_until(&self) -> Ms {
        self.paused
    }

    pub(super) fn pause(&mut self, until: Ms) {
        self.paused = self.paused.max(until);
    }

    /// Whether a request may go when after it so many places are to be left.
    pub(super) fn next(&self, reserve: u32, now: Ms) -> Next {
        if self.paused > now {
            return Next::At(self.paused);
        }
        let (expired, others) = (self.expired(now), self.held(now));
        let counted = count(self.answered.len() - expired);
        let wanted = [self.under_way, counted, others, reserve, 1];
        let wanted = wanted.into_iter().fold(0, u32::saturating_add);
        let over = wanted.saturating_sub(self.limit) as usize;
        if over == 0 {
            return Next::Now;
        }
        let ours = self.answered.get(expired + over - 1).map(|at| self.free_at(*at));
        let others = self.others.iter().map(|(at, _)| self.free_at(*at)).find(|at| *at > now);
        match (ours, others) {
            (Some(ours), Some(others)) => Next::At(ours.min(others)),
            (Some(at), None) | (None, Some(at)) => Next::At(at),
            (None, None) => Next::AfterChange,
        }
    }

    /// What is used, by us and by others.
    pub(super) fn used(&self, now: Ms) -> u32 {
        let ours = self.under_way + count(self.answered.len() - self.expired(now));
        ours.saturating_add(self.others_at(now)).min(self.limit)
    }

    pub(super) fn sent(&mut self, now: Ms) {
        let expired = self.expired(now.saturating_sub(LATE));
        self.answered.drain(..expired);
        self.under_way += 1;
    }

    pub(super) fn answered(&mut self, now: Ms) {
        self.under_way = self.under_way.saturating_sub(1);
        self.answered.push_back(now);
    }

    /// Learns the limit, and what others use: what HubSpot has counted beyond everything that we
    /// may have sent in the window before a request that was sent at `sent`.
    pub(super) fn learn(&mut self, said: &Said, sent: Ms, now: Ms) {
        if let Some(window) = said.interval_ms.filter(|ms| (1..=LONGEST).contains(ms)) {
            self.window = window;
        }
        if let Some(limit) = said.max.filter(|limit| *limit > 0) {
            self.limit = limit;
            self.learnt = true;
        }
        while self.others.front().is_some_and(|(at, _)| self.free_at(*at) <= now) {
            self.others.pop_front();
        }
        let Some(remaining) = said.remaining else { return };
        let ours = self.answered.len() - self.expired(sent);
        let ours = count(ours).saturating_add(self.under_way);
        let others = self.limit.saturating_sub(remaining).saturating_sub(ours);
        if others > 0 {
            // An older word that says less says nothing more.
            while self.others.back().is_some_and(|(_, less)| *less <= others) {
                self.others.pop_back();
            }
            self.others.push_back((now, others));
        }
    }

    /// The moment from which on an answer of this moment does not count any more.
    fn free_at(&self, answered: Ms) -> Ms {
        answered.saturating_add(self.window).saturating_add(1)
    }

    fn expired(&self, now: Ms) -> usize {
        self.answered.partition_point(|at| self.free_at(*at) <= now)
    }

    fn others_at(&self, now: Ms) -> u32 {
        let here = self.others.iter().find(|(at, _)| self.free_at(*at) > now);
        here.map_or(0, |(_, others)| *others)
    }

    /// Never all: HubSpot says more only in answers.
    fn held(&self, now: Ms) -> u32 {
        match self.others_at(now) {
            0 => 0,
            others => others.saturating_add(DISTANCE).min(self.limit - 1),
        }
    }
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
