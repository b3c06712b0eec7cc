//! The service: seats and records as its store keeps them, and what is lost when it crashes.

use std::collections::{BTreeMap, BTreeSet};

use call::{Call, CallId, Draft, Entry, Ms, Stage};
use record::allowance::{Allowance, Starting};
use record::{Around, CaseRule, Facts, Limits, Owners, Record};
use seat::{Input, Output, Saved, Seat};

use super::jobs::Job;
use super::world::{Event, World};

/// What the store has of one call.
pub struct Kept {
    pub agent: usize,
    pub record: Record,
    pub ledger: Vec<Entry>,
    pub call: Call,
}

/// The service.
pub struct Service {
    pub seats: Vec<Seat>,
    /// The seats as the store has them.
    saved: Vec<Saved>,
    /// The next moment at which a seat is ticked already.
    ticks: Vec<Option<Ms>>,
    pub kept: BTreeMap<String, Kept>,
    /// The calls whose records are not finished.
    pub open: BTreeSet<String>,
    pub limits: Limits,
    pub allowances: Vec<Allowance>,
    pub jobs: BTreeMap<u64, Job>,
    pub next_job: u64,
    pub under_way: [usize; 4],
    pub lane_due: [Option<Ms>; 4],
    /// What was saved with success, by call.
    pub submitted: BTreeMap<String, Draft>,
    /// Tickets made a moment ago: tenant, customer, id, name, when.
    pub fresh: Vec<(usize, String, String, String, Ms)>,
    /// The ids of all records that belong to a call, of all accounts.
    pub ids: BTreeSet<String>,
    /// Tenants in which a ticket is being made.
    pub creating: BTreeSet<usize>,
}

fn seat_limits() -> call::Limits {
    call::Limits::default()
}

pub fn allowance() -> Allowance {
    Allowance::new(Starting { per_ten_seconds: 110, searches_per_second: 5, per_day: None })
}

impl Service {
    pub fn new(agents: usize) -> Self {
        let seat = |_| Seat::restore(Saved::default(), seat_limits());
        Self {
            seats: (0..agents).map(seat).collect(),
            saved: vec![Saved::default(); agents],
            ticks: vec![None; agents],
            kept: BTreeMap::new(),
            open: BTreeSet::new(),
            limits: Limits::default(),
            allowances: (0..3).map(|_| allowance()).collect(),
            jobs: BTreeMap::new(),
            next_job: 0,
            under_way: [0; 4],
            lane_due: [None; 4],
            submitted: BTreeMap::new(),
            fresh: Vec::new(),
            ids: BTreeSet::new(),
            creating: BTreeSet::new(),
        }
    }

    pub fn agents(&self) -> usize {
        self.seats.len()
    }
}

/// What a tenant's calls are filed under.
fn rule(tenant: usize) -> Option<CaseRule> {
    let rule = CaseRule { pipeline: "0".into(), stage: "1".into(), ..CaseRule::default() };
    match tenant {
        1 => Some(CaseRule {
            object_type: "0-5".into(),
            append_days: 1,
            at_ring: true,
            abandoned: true,
            ..rule
        }),
        3 => Some(CaseRule { object_type: "0-3".into(), ..rule }),
        _ => None,
    }
}

/// Whom records of an agent can belong to.
pub fn owners(agent: usize) -> Owners {
    Owners { agent: Some(format!("{}", 70 + agent)), creates: None, updates: None }
}

impl World {
    /// Gives a seat an input, as one transaction.
    pub fn tell_seat(&mut self, agent: usize, input: Input) {
        let now = self.now;
        let begins = match &input {
            Input::Offer(offer) => Some(&offer.id),
            Input::Wish { wish: seat::Wish::Dial(dial), .. } => Some(&dial.id),
            _ => None,
        };
        // What is over does not begin again because somebody says it twice.
        if begins.is_some_and(|id| self.service.kept.contains_key(&id.0)) {
            return;
        }
        let save = match &input {
            Input::Wish { wish: seat::Wish::Save(id, draft), .. } => {
                Some((id.0.clone(), draft.clone()))
            }
            _ => None,
        };
        if self.service.seats[agent].handle(input, now).is_err() {
            return;
        }
        let mut outputs = Vec::new();
        while let Some(output) = self.service.seats[agent].poll() {
            outputs.push(output);
        }
        if let Some((call, draft)) = save {
            self.service.submitted.insert(call, draft);
        }
        let tenant = Self::tenant(agent);
        let around =
            Around { account: format!("tenant-{tenant}"), case: rule(tenant), ..Around::default() };
        let mut changed = Vec::new();
        for output in outputs {
            if let Output::Changed(mut call) = output {
                let entries = call.take_entries();
                let facts = Facts::of(&call, &around);
                self.service.keep(agent, &call, facts, entries.clone(), now);
                changed.push((*call, entries));
            }
        }
        self.service.saved[agent] = self.service.seats[agent].saved().clone();
        if !changed.is_empty() {
            self.wake_lane(tenant, now);
        }
        for (call, entries) in changed {
            self.shown(agent, &call, &entries);
        }
        self.plan_tick(agent);
    }

    /// A seat's moment has come.
    pub fn tick(&mut self, agent: usize) {
        self.service.ticks[agent] = None;
        self.tell_seat(agent, Input::Tick);
        self.plan_tick(agent);
    }

    fn plan_tick(&mut self, agent: usize) {
        let Some(due) = self.service.seats[agent].deadline() else { return };
        let due = due.max(self.now + 1);
        if self.service.ticks[agent].is_none_or(|planned| planned > due) {
            self.service.ticks[agent] = Some(due);
            self.after(due - self.now, Event::Tick(agent));
        }
    }

    /// The service dies. What arrives at HubSpot afterwards is carried out; nobody hears the answer.
    pub fn crash(&mut self) {
        self.crashes += 1;
        let now = self.now;
        let service = &mut self.service;
        for job in service.jobs.values_mut() {
            job.orphan = true;
        }
        service.creating.clear();
        service.under_way = [0; 4];
        service.lane_due = [None; 4];
        service.allowances = (0..3).map(|_| allowance()).collect();
        for (agent, saved) in service.saved.iter().enumerate() {
            let text = serde_json::to_string(saved).unwrap_or_default();
            let read: Saved = serde_json::from_str(&text).unwrap_or_default();
            service.seats[agent] = Seat::restore(read, seat_limits());
            service.ticks[agent] = None;
        }
        let limits = service.limits;
        for kept in service.kept.values_mut() {
            if kept.record.is_in_flight() {
                kept.record.resumed(now, &limits);
            }
        }
        for agent in 0..self.service.agents() {
            self.plan_tick(agent);
            let pause = self.some(5_000);
            self.after(pause, Event::PageComes(agent));
        }
        for tenant in 0..4 {
            self.wake_lane(tenant, now + 1);
        }
    }
}

impl Service {
    fn keep(&mut self, agent: usize, call: &Call, facts: Facts, entries: Vec<Entry>, now: Ms) {
        let limits = self.limits;
        self.open.insert(facts.id.clone());
        match self.kept.get_mut(&facts.id) {
            Some(kept) => {
                kept.record.handle(record::Input::Facts(Box::new(facts)), now, &limits);
                self.ids.extend(kept.record.id().map(str::to_owned));
                kept.ledger.extend(entries);
                kept.call = call.clone();
            }
            None => {
                let record = Record::new(facts.clone());
                let kept = Kept { agent, record, ledger: entries, call: call.clone() };
                self.kept.insert(facts.id, kept);
            }
        }
    }

    /// Whether a call is over for its agent.
    pub fn is_closed(call: &Call) -> bool {
        matches!(call.stage(), Stage::Closed(_))
    }

    /// A call by its number in the plan.
    pub fn id(n: u32) -> CallId {
        CallId(format!("0190-{n:06}"))
    }

    /// The calls of a tenant that have something to write, and when that is due.
    pub fn open_of(&self, tenant: usize) -> Vec<(Ms, String)> {
        let of = self.open.iter().filter_map(|call| {
            let kept = self.kept.get(call).filter(|kept| World::tenant(kept.agent) == tenant)?;
            Some((kept.record.due(&self.limits)?, call.clone()))
        });
        of.collect()
    }

    /// When other calls with the same numbers began.
    pub fn begun_with(&self, from: &str, to: &str, besides: &str) -> Vec<Ms> {
        let same = |kept: &&Kept| {
            kept.call.from() == from && kept.call.to() == to && kept.call.id().0 != besides
        };
        self.kept.values().filter(same).map(|kept| kept.call.started()).collect()
    }

    /// Forgets which records are finished, so that the rest is found fast.
    pub fn sift(&mut self) {
        let (kept, limits) = (&self.kept, &self.limits);
        self.open.retain(|call| {
            kept.get(call).is_some_and(|kept| {
                !kept.record.is_finished(limits) || !Self::is_closed(&kept.call)
            })
        });
    }
}
