//! The record's state machine.

use std::collections::BTreeMap;

use call::Ms;
use serde::{Deserialize, Serialize};

use crate::owners::{Change, Ownership};
use crate::{Facts, Owners, Reply, Request, Trouble, properties};

/// How long things may take, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// How long after the end of a call HubSpot's page may take to report the record's id.
    pub host_reply: Ms,
    /// How long a fresh record may be missing from HubSpot's search.
    pub index_delay: Ms,
    /// How long an ended call waits for its wrap-up before its record is written without.
    pub wrap_up: Ms,
    /// The first pause after a failure; it doubles each time.
    pub back_off: Ms,
    /// The longest pause.
    pub back_off_cap: Ms,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            host_reply: 4_000,
            index_delay: 30_000,
            wrap_up: 10_000,
            back_off: 1_000,
            back_off_cap: 300_000,
        }
    }
}

/// One call's record. What is serialised is all there is of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    facts: Facts,
    state: State,
    /// What HubSpot is known to have.
    written: BTreeMap<String, String>,
    linked: Option<call::RecordRef>,
    /// Records of our own that HubSpot's page had made too.
    surplus: Vec<String>,
    /// Whether the record was made by us.
    ours: bool,
    /// Whether a search has shown that HubSpot's page made none: from then on it is ours to make.
    page_made_none: bool,
    #[serde(default)]
    ownership: Ownership,
    in_flight: Option<Request>,
    failures: u32,
    /// Not before.
    pause: Ms,
}

/// What is known of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Not known to exist. `search`: it may, so that it is looked for first.
    Missing {
        /// Whether a record may exist.
        search: bool,
    },
    /// It exists under this id.
    Known(String),
    /// HubSpot refused what we sent, for this reason. New facts are tried again.
    Stuck {
        /// The record's id, if it exists.
        id: Option<String>,
        /// HubSpot's words.
        why: String,
    },
}

/// What can happen to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The latest facts of the call.
    Facts(Box<Facts>),
    /// Whom the record can belong to. Given before a request is polled, and again when it changes.
    Owners(Owners),
    /// How the request that was polled has turned out. `jitter` (0 to 1000) spreads the retries.
    Answer {
        /// The outcome.
        result: Result<Reply, Trouble>,
        /// Thousandths of the pause to add.
        jitter: u32,
    },
}

impl Record {
    /// The record of a call of which these are the facts.
    pub fn new(facts: Facts) -> Self {
        let mut record = Self {
            state: State::Missing { search: false },
            facts: Facts { engagement: None, ..facts.clone() },
            written: BTreeMap::new(),
            linked: None,
            surplus: Vec::new(),
            ours: false,
            page_made_none: false,
            ownership: Ownership::default(),
            in_flight: None,
            failures: 0,
            pause: 0,
        };
        record.learn(facts);
        record
    }

    /// The process was started anew: a request in flight may or may not have been carried out.
    pub fn resumed(&mut self, now: Ms, limits: &Limits) {
        if let Some(Request::Create { .. }) = self.in_flight.take() {
            self.state = State::Missing { search: true };
            self.pause = now.saturating_add(limits.index_delay);
        }
    }

    /// Takes one input.
    pub fn handle(&mut self, input: Input, now: Ms, limits: &Limits) {
        match input {
            Input::Facts(facts) => self.learn(*facts),
            Input::Owners(owners) => self.ownership.learn(owners),
            Input::Answer { result, jitter } => self.answered(result, jitter, now, limits),
        }
    }

    /// The next request, if one is due and none is in flight.
    pub fn poll(&mut self, now: Ms, limits: &Limits) -> Option<Request> {
        if self.in_flight.is_some() || now < self.due(limits)? {
            return None;
        }
        self.in_flight = self.next();
        self.in_flight.clone()
    }

    /// When [`Record::poll`] has something to hand out; `None` when there is nothing to do.
    pub fn due(&self, limits: &Limits) -> Option<Ms> {
        if self.in_flight.is_some() || self.next().is_none() {
            return None;
        }
        let ended = self.facts.ended.as_ref()?.at;
        let patience = match &self.state {
            State::Missing { .. } if self.may_be_the_pages() => limits.host_reply,
            _ => 0,
        };
        let patience = if self.facts.closed { patience } else { patience.max(limits.wrap_up) };
        Some(ended.saturating_add(patience).max(self.pause))
    }

    /// What is known of the record.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Its id in HubSpot, once known.
    pub fn id(&self) -> Option<&str> {
        match &self.state {
            State::Known(id) | State::Stuck { id: Some(id), .. } => Some(id),
            _ => None,
        }
    }

    /// The facts it goes by.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Whether HubSpot has everything and nothing more is to come.
    pub fn is_finished(&self) -> bool {
        self.facts.closed && self.in_flight.is_none() && self.next().is_none()
    }

    /// The request that would go next, whenever it is due.
    fn next(&self) -> Option<Request> {
        let facts = &self.facts;
        facts.ended.as_ref()?;
        match &self.state {
            State::Stuck { .. } => None,
            State::Missing { search } if *search || self.may_be_the_pages() => {
                Some(Request::Find {
                    external_id: facts.id.clone(),
                    from: facts.from.clone(),
                    to: facts.to.clone(),
                    around: facts.started,
                })
            }
            State::Missing { .. } => Some(self.create()),
            State::Known(id) => self.complete(id),
        }
    }

    fn may_be_the_pages(&self) -> bool {
        self.facts.host_creates && !self.page_made_none
    }

    /// From when on a record that the page made at the start of the call is found by a search.
    fn searchable(&self, limits: &Limits) -> Ms {
        self.facts.started.saturating_add(limits.index_delay)
    }

    fn create(&self) -> Request {
        let mut properties = self.wanted();
        self.ownership.put_first(&mut properties);
        Request::Create { properties, customer: self.facts.customer.clone() }
    }

    fn wanted(&self) -> BTreeMap<String, String> {
        let mut wanted = properties(&self.facts);
        self.ownership.put_own(&mut wanted);
        wanted
    }

    /// What is still missing of a record that exists.
    fn complete(&self, id: &str) -> Option<Request> {
        let (id, wanted) = (id.to_owned(), self.wanted());
        let mut changes = wanted.clone();
        changes.retain(|name, value| self.written.get(name) != Some(value));
        if !changes.is_empty() {
            let ownership = &self.ownership;
            let change = ownership.put_later(&mut changes, &wanted, &self.written, self.ours);
            return Some(match change {
                Change::Ask => Request::Owner { id },
                Change::Go => Request::Update { id, properties: changes },
            });
        }
        if let Some(customer) = &self.facts.customer
            && self.linked.as_ref() != Some(customer)
        {
            return Some(Request::Associate { id, customer: customer.clone() });
        }
        self.surplus.first().map(|id| Request::Archive { id: id.clone() })
    }

    fn learn(&mut self, facts: Facts) {
        if facts == self.facts {
            return;
        }
        if let Some(reported) = &facts.engagement
            && self.facts.engagement.as_ref() != Some(reported)
        {
            self.adopt(reported.clone());
        }
        // What was refused may be right by now.
        if let State::Stuck { id, .. } = &self.state {
            self.state = match id {
                Some(id) => State::Known(id.clone()),
                None => State::Missing { search: true },
            };
        }
        self.facts = facts;
    }

    /// HubSpot's page made this record: it is the one that stays.
    fn adopt(&mut self, reported: String) {
        match self.id() {
            Some(known) if known == reported => return,
            Some(known) if self.ours => self.surplus.push(known.to_owned()),
            _ => {}
        }
        self.state = State::Known(reported);
        self.written.clear();
        self.linked = None;
        self.ownership.read(None);
        self.ours = false;
        self.pause = 0;
    }

    fn answered(&mut self, result: Result<Reply, Trouble>, jitter: u32, now: Ms, limits: &Limits) {
        let Some(request) = self.in_flight.take() else { return };
        match result {
            Ok(reply) => {
                self.failures = 0;
                self.pause = 0;
                self.done(request, reply, now, limits);
            }
            Err(trouble) => {
                self.failures = self.failures.saturating_add(1);
                let doubled = limits.back_off << (self.failures - 1).min(20);
                let pause = doubled.min(limits.back_off_cap);
                let pause = pause + pause / 1000 * Ms::from(jitter.min(1000));
                self.pause = now.saturating_add(pause);
                self.failed(request, trouble, now, limits);
            }
        }
    }

    fn done(&mut self, request: Request, reply: Reply, now: Ms, limits: &Limits) {
        match (request, reply) {
            (Request::Find { .. }, Reply::Found(found)) => {
                // The page may have reported an id while the search was under way.
                if matches!(self.state, State::Missing { .. }) {
                    match found {
                        Some(id) => self.state = State::Known(id),
                        // The page may have made it a moment ago: HubSpot's search is not there yet.
                        None if self.may_be_the_pages() && now < self.searchable(limits) => {
                            self.pause = self.searchable(limits);
                        }
                        None => {
                            self.page_made_none = true;
                            self.state = State::Missing { search: false };
                        }
                    }
                }
            }
            (Request::Create { properties, customer }, Reply::Created(id)) => {
                if matches!(self.state, State::Missing { .. }) {
                    self.state = State::Known(id);
                    self.written = properties;
                    self.linked = customer;
                    self.ours = true;
                } else {
                    self.surplus.push(id);
                }
            }
            (Request::Update { id, properties }, _) if self.id() == Some(&id) => {
                self.written.extend(properties);
            }
            (Request::Associate { id, customer }, _) if self.id() == Some(&id) => {
                self.linked = Some(customer);
            }
            (Request::Owner { id }, Reply::Owned(has_one)) if self.id() == Some(&id) => {
                self.ownership.read(Some(has_one));
            }
            (Request::Archive { id }, _) => self.surplus.retain(|surplus| *surplus != id),
            _ => {}
        }
    }

    fn failed(&mut self, request: Request, trouble: Trouble, now: Ms, limits: &Limits) {
        match (trouble, request) {
            (Trouble::Unknown, Request::Create { .. }) => {
                if let State::Missing { search } = &mut self.state {
                    *search = true;
                    self.pause = self.pause.max(now.saturating_add(limits.index_delay));
                }
            }
            (Trouble::Later(Some(wait)), _) => {
                self.pause = now.saturating_add(wait);
            }
            (Trouble::NoSuchRecord, Request::Update { id, .. } | Request::Owner { id })
                if self.id() == Some(&id) =>
            {
                self.state = State::Missing { search: true };
                self.written.clear();
                self.linked = None;
                self.ownership.read(None);
            }
            // What cannot be read is left as it is.
            (Trouble::Refused(_), Request::Owner { id }) if self.id() == Some(&id) => {
                self.ownership.read(Some(true));
            }
            // The contact is gone: the record is complete without it.
            (Trouble::NoSuchRecord | Trouble::Refused(_), Request::Associate { customer, .. }) => {
                self.linked = Some(customer);
            }
            (Trouble::NoSuchRecord | Trouble::Refused(_), Request::Archive { id }) => {
                self.surplus.retain(|surplus| *surplus != id);
            }
            (
                Trouble::Refused(_),
                Request::Create { properties, .. } | Request::Update { properties, .. },
            ) if self.ownership.blamed(&properties) => {}
            (Trouble::Refused(why), _) => {
                self.state = State::Stuck { id: self.id().map(str::to_owned), why };
            }
            _ => {}
        }
    }
}
