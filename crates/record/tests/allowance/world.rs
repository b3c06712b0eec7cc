//! Simulated time: a HubSpot that counts as HubSpot does, and a shell that asks the allowance.

use record::allowance::Ticket;
use record::allowance::{Allowance, Class, Kind, Next, Policy, Said, Slow, Starting};
use std::collections::{BTreeMap, VecDeque};

/// A request: its class, its kind, and its milliseconds there and back.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    pub kind: Kind,
    pub class: Class,
    pub there: u64,
    pub back: u64,
}

enum Event {
    Wish(Job),
    Others,
    Arrives(Ticket, Job),
    Answer(Ticket, Said),
    Wake,
}

pub struct World {
    allowance: Allowance,
    limit: u32,
    now: u64,
    number: u64,
    events: BTreeMap<(u64, u64), Event>,
    waiting: [[VecDeque<Job>; 2]; 2],
    /// When HubSpot counted what, by kind.
    counted: [VecDeque<u64>; 2],
    pub refused: u32,
    pub done: usize,
}

impl World {
    pub fn new(starting: Starting, limit: u32) -> Self {
        Self {
            allowance: Allowance::new(starting),
            limit,
            now: 1_000_000,
            number: 0,
            events: BTreeMap::new(),
            waiting: Default::default(),
            counted: Default::default(),
            refused: 0,
            done: 0,
        }
    }

    pub fn will_ask(&mut self, at: u64, job: Job) {
        self.add(1_000_000 + at, Event::Wish(job));
    }

    pub fn others_ask(&mut self, at: u64) {
        self.add(1_000_000 + at, Event::Others);
    }

    pub fn left_waiting(&self, class: Class) -> usize {
        self.waiting[class as usize].iter().map(VecDeque::len).sum()
    }

    pub fn run_until(&mut self, end: u64) {
        while let Some((&(at, _), _)) = self.events.first_key_value() {
            if at > 1_000_000 + end {
                return;
            }
            let ((at, _), event) = self.events.pop_first().unwrap();
            self.now = at;
            self.happens(event);
            self.send();
        }
    }

    fn add(&mut self, at: u64, event: Event) {
        self.number += 1;
        self.events.insert((at, self.number), event);
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Wish(job) => {
                self.allowance.joined(job.class, job.kind);
                self.waiting[job.class as usize][job.kind as usize].push_back(job);
            }
            Event::Others => {
                self.count(Kind::Plain, self.limit);
            }
            Event::Arrives(ticket, job) => {
                let said = self.hubspot(job.kind);
                self.add(self.now + job.back, Event::Answer(ticket, said));
            }
            Event::Answer(ticket, said) => {
                self.done += usize::from(said.slow.is_none());
                self.allowance.answered(ticket, &said, self.now);
            }
            Event::Wake => {}
        }
    }

    /// Counts a request; `None` when it is too much. As HubSpot does, what is refused is not counted.
    fn count(&mut self, kind: Kind, limit: u32) -> Option<u32> {
        let window = if kind == Kind::Plain { 10_000 } else { 1_000 };
        let counted = &mut self.counted[kind as usize];
        counted.retain(|at| at + window > self.now);
        let remaining = limit.checked_sub(counted.len() as u32 + 1)?;
        counted.push_back(self.now);
        Some(remaining)
    }

    fn hubspot(&mut self, kind: Kind) -> Said {
        let limit = if kind == Kind::Plain { self.limit } else { 5 };
        let remaining = self.count(kind, limit);
        let mut said = Said::default();
        if kind == Kind::Plain {
            said.max = Some(limit);
            said.remaining = Some(remaining.unwrap_or(0));
            said.interval_ms = Some(10_000);
        }
        if remaining.is_none() {
            self.refused += 1;
            let policy = if kind == Kind::Plain { Policy::TenSeconds } else { Policy::Second };
            said.slow = Some(Slow { policy, wait: 10_000 });
        }
        said
    }

    /// Everybody at the head of a queue asks; logging first.
    fn send(&mut self) {
        for class in [Class::Logging, Class::Looking] {
            for kind in [Kind::Plain, Kind::Search] {
                while let Some(&job) = self.waiting[class as usize][kind as usize].front() {
                    match self.allowance.next(class, kind, self.now) {
                        Next::Now => {
                            self.waiting[class as usize][kind as usize].pop_front();
                            self.allowance.left(class, kind);
                            let ticket = self.allowance.sent(kind, self.now);
                            self.add(self.now + job.there, Event::Arrives(ticket, job));
                        }
                        Next::At(at) => {
                            assert!(at > self.now, "a moment that has passed already");
                            self.add(at, Event::Wake);
                            break;
                        }
                        Next::AfterChange => break,
                    }
                }
            }
        }
    }
}
