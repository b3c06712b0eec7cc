//! Which request to a HubSpot account may go now, so that none ever meets HubSpot's limits.
//!
//! **Sans-IO.** The shell asks [`Allowance::next`] before it sends, says [`Allowance::sent`] when it
//! does and [`Allowance::answered`] when the answer has come. A request counts from the moment it is
//! sent until one window after its answer: whenever in between HubSpot has counted it, there are
//! never more in a window than allowed.

mod rolling;
mod said;

use call::Ms;

use rolling::Rolling;
pub use said::{Policy, Said, Slow};

/// Requests under way at one time; HubSpot's own client keeps to as many.
const AT_ONCE: usize = 6;

/// Of ten places one is kept for call logging.
const RESERVE: u32 = 10;

/// When the day's allowance is used up, one request in this time finds out whether there is more.
const PROBE: Ms = 15 * 60_000;

const DAY: Ms = 24 * 60 * 60_000;

/// What a request is for. When places are short, the first goes before the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Writing calls down.
    Logging,
    /// Everything else: somebody looks at it, and it gives up after a while.
    Looking,
}

/// What HubSpot counts a request as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// In the account's ten seconds.
    Plain,
    /// In the account's second of searches.
    Search,
}

/// The limits to begin with, until HubSpot says others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starting {
    /// Requests in ten seconds, searches apart.
    pub per_ten_seconds: u32,
    /// Searches in a second.
    pub searches_per_second: u32,
    /// Requests in a day; `None`: no limit known.
    pub per_day: Option<u32>,
}

/// Whether a request may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It may.
    Now,
    /// Not before this moment; then ask again.
    At(Ms),
    /// When an answer has come, or somebody who waits has gone; then ask again.
    AfterChange,
}

/// A request under way.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "the place is taken until the answer is told"]
pub struct Ticket {
    kind: Kind,
    sent: Ms,
}

/// How much of a limit is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// What is used now, as far as it is known.
    pub used: u32,
    /// What is allowed.
    pub limit: Option<u32>,
    /// Whether HubSpot has said so.
    pub learnt: bool,
}

/// The allowance in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Requests in ten seconds.
    pub plain: Used,
    /// Searches in a second.
    pub searches: Used,
    /// Requests of the day, since the service was started or as HubSpot counts them.
    pub day: Used,
    /// Who waits: logging, and the rest.
    pub waiting: (u32, u32),
    /// Until when HubSpot has asked for silence, if that is still to come.
    pub paused_until: Option<Ms>,
    /// How often HubSpot has said that it was too much.
    pub refused: u32,
}

/// The allowance of one account.
#[derive(Debug)]
pub struct Allowance {
    limits: [Rolling; 2],
    waiting: [[u32; 2]; 2],
    under_way: usize,
    day: Day,
    refused: u32,
}

#[derive(Debug)]
struct Day {
    limit: Option<u32>,
    learnt: bool,
    used: u32,
    since: Ms,
    last_sent: Ms,
}

impl Allowance {
    /// An account that nobody has asked anything yet.
    pub fn new(starting: Starting) -> Self {
        Self {
            limits: [
                Rolling::new(starting.per_ten_seconds, 10_000),
                Rolling::new(starting.searches_per_second, 1_000),
            ],
            waiting: [[0; 2]; 2],
            under_way: 0,
            day: Day { limit: starting.per_day, learnt: false, used: 0, since: 0, last_sent: 0 },
            refused: 0,
        }
    }

    /// The same where a second of searches lasts so many milliseconds: for tests that hasten time.
    /// How long the other window is, HubSpot says itself.
    pub fn with_search_window(mut self, window: Ms) -> Self {
        let searches = &mut self.limits[Kind::Search as usize];
        *searches = Rolling::new(searches.limit(), window.max(1));
        self
    }

    /// Somebody waits for a place. To be taken back with [`Allowance::left`], place or not.
    pub fn joined(&mut self, class: Class, kind: Kind) {
        self.waiting[class as usize][kind as usize] += 1;
    }

    /// Somebody waits no longer.
    pub fn left(&mut self, class: Class, kind: Kind) {
        let waiting = &mut self.waiting[class as usize][kind as usize];
        *waiting = waiting.saturating_sub(1);
    }

    /// Whether a request may go now, and else when to ask again.
    pub fn next(&self, class: Class, kind: Kind, now: Ms) -> Next {
        let logging = Class::Logging as usize;
        // What others may be sent before this one: only look-ups make room.
        let (places, under_way, of_day) = match class {
            Class::Logging => (0, 0, 0),
            Class::Looking => {
                let limit = &self.limits[kind as usize];
                let ready: u32 = [Kind::Plain, Kind::Search]
                    .into_iter()
                    .filter(|other| self.limits[*other as usize].next(0, now) == Next::Now)
                    .map(|other| self.waiting[logging][other as usize])
                    .sum();
                let reserve = reserve(limit.limit()) + self.waiting[logging][kind as usize];
                (reserve, ready, self.day.limit.map_or(0, reserve_of_day))
            }
        };
        let busy = self.under_way.saturating_add(under_way as usize) >= AT_ONCE;
        match (self.limits[kind as usize].next(places, now), self.day.next(of_day, now)) {
            (Next::At(one), Next::At(other)) => Next::At(one.max(other)),
            (Next::Now, other) if other != Next::Now => other,
            (Next::Now, _) if busy => Next::AfterChange,
            (next, _) => next,
        }
    }

    /// A request is sent now.
    pub fn sent(&mut self, kind: Kind, now: Ms) -> Ticket {
        self.limits[kind as usize].sent(now);
        self.under_way += 1;
        self.day.sent(now);
        Ticket { kind, sent: now }
    }

    /// Its answer has come, or none will.
    pub fn answered(&mut self, ticket: Ticket, said: &Said, now: Ms) {
        self.under_way = self.under_way.saturating_sub(1);
        let limit = &mut self.limits[ticket.kind as usize];
        limit.answered(now);
        if ticket.kind == Kind::Plain {
            limit.learn(said, ticket.sent, now);
        }
        self.day.learn(said, self.under_way);
        let Some(slow) = said.slow else { return };
        let until = now.saturating_add(slow.wait);
        self.refused += u32::from(slow.policy != Policy::Locked);
        match slow.policy {
            Policy::TenSeconds => self.limits[Kind::Plain as usize].pause(until),
            Policy::Second => self.limits[Kind::Search as usize].pause(until),
            Policy::Unnamed => self.limits[ticket.kind as usize].pause(until),
            Policy::Day | Policy::Locked => {
                self.limits.iter_mut().for_each(|limit| limit.pause(until));
            }
        }
    }

    /// The figures, for people.
    pub fn figures(&self, now: Ms) -> Figures {
        let waits = |class: Class| self.waiting[class as usize].iter().sum();
        let used = |limit: &Rolling| Used {
            used: limit.used(now),
            limit: Some(limit.limit()),
            learnt: limit.is_learnt(),
        };
        let paused = self.limits.iter().map(Rolling::paused_until).max();
        Figures {
            plain: used(&self.limits[Kind::Plain as usize]),
            searches: used(&self.limits[Kind::Search as usize]),
            day: Used {
                used: if now.saturating_sub(self.day.since) < DAY { self.day.used } else { 0 },
                limit: self.day.limit,
                learnt: self.day.learnt,
            },
            waiting: (waits(Class::Logging), waits(Class::Looking)),
            paused_until: paused.filter(|until| *until > now),
            refused: self.refused,
        }
    }
}

impl Day {
    fn next(&self, reserve: u32, now: Ms) -> Next {
        let Some(limit) = self.limit else { return Next::Now };
        let begun = now.saturating_sub(self.since) >= DAY;
        if begun || self.used.saturating_add(reserve) < limit {
            return Next::Now;
        }
        let probe = self.last_sent.saturating_add(PROBE);
        let next = probe.min(self.since.saturating_add(DAY));
        if next <= now { Next::Now } else { Next::At(next) }
    }

    fn sent(&mut self, now: Ms) {
        if now.saturating_sub(self.since) >= DAY {
            (self.since, self.used) = (now, 0);
        }
        self.used = self.used.saturating_add(1);
        self.last_sent = now;
    }

    /// HubSpot's own count, and what is still on its way there.
    fn learn(&mut self, said: &Said, under_way: usize) {
        let (Some(limit), Some(remaining)) = (said.daily, said.daily_remaining) else { return };
        let under_way = u32::try_from(under_way).unwrap_or(u32::MAX);
        self.limit = Some(limit);
        self.learnt = true;
        self.used = limit.saturating_sub(remaining).saturating_add(under_way);
    }
}

fn reserve(limit: u32) -> u32 {
    if limit < 3 { 0 } else { (limit / RESERVE).max(1) }
}

/// Of the day's allowance look-ups leave one of a hundred.
fn reserve_of_day(limit: u32) -> u32 {
    limit / 100
}
