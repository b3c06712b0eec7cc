//! The record's state machine: what is kept of it, and what it takes.

use std::collections::{BTreeMap, BTreeSet};

use call::{Ms, RecordRef};
use serde::{Deserialize, Serialize};

use crate::case::{Filed, Filing};
use crate::owners::Ownership;
use crate::request::LastTrouble;
use crate::{Facts, Owners, Reply, Request, Said, Trouble};

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
    pub(crate) facts: Facts,
    pub(crate) state: State,
    /// What HubSpot is known to have.
    pub(crate) written: BTreeMap<String, String>,
    /// What the record is known to be linked to.
    #[serde(default)]
    pub(crate) links: Vec<RecordRef>,
    /// Records of our own that HubSpot's page had made too.
    pub(crate) surplus: Vec<String>,
    /// Whether the record was made by us.
    pub(crate) ours: bool,
    /// Whether a search has shown that HubSpot's page made none: from then on it is ours to make.
    pub(crate) page_made_none: bool,
    #[serde(default)]
    pub(crate) ownership: Ownership,
    #[serde(default)]
    pub(crate) filing: Filing,
    /// When it is looked once more whether HubSpot's page made a record after all.
    #[serde(default)]
    pub(crate) look_again: Option<Ms>,
    /// A creation of ours went unheard: a record of ours may exist that is not known.
    #[serde(default)]
    pub(crate) unheard: bool,
    /// HubSpot did not take our id while the call went on: it gets it with the rest.
    #[serde(default)]
    pub(crate) unclaimed: bool,
    /// How often that was looked.
    #[serde(default)]
    pub(crate) looked: u8,
    /// Properties that HubSpot refused, each with its words: the record is written without them.
    #[serde(default)]
    pub(crate) withheld: BTreeMap<String, String>,
    /// HubSpot refused it in company: it goes by itself.
    #[serde(default)]
    pub(crate) alone: bool,
    /// HubSpot refused it with its links: it is made without, and linked afterwards.
    #[serde(default)]
    pub(crate) bare: bool,
    pub(crate) in_flight: Option<Request>,
    pub(crate) failures: u32,
    /// Not before.
    pub(crate) pause: Ms,
    #[serde(default)]
    pub(crate) trouble: Option<LastTrouble>,
    /// When HubSpot last took something.
    #[serde(default)]
    pub(crate) taken: Option<Ms>,
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

/// Where a record stands, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The call goes on, or waits for its wrap-up.
    Open,
    /// There is something to write, not before this moment.
    Waiting(Ms),
    /// HubSpot has everything since this moment.
    Saved(Ms),
    /// HubSpot refused something, in these words: somebody has to act.
    Refused(String),
}

/// What can happen to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The latest facts of the call.
    Facts(Box<Facts>),
    /// Whom the record can belong to. Given before a request is polled, and again when it changes.
    Owners(Owners),
    /// How the request that was polled has turned out. `jitter` (0 to 1000) spreads the retries.
    /// Whatever is not in flight any more is not listened to: it would be taken for what is.
    Answer {
        /// The request.
        asked: Request,
        /// The outcome.
        result: Result<Reply, Trouble>,
        /// Thousandths of the pause to add.
        jitter: u32,
        /// What people are told if it failed.
        said: Said,
    },
    /// Somebody wants what HubSpot refused to be sent again.
    Again,
}

impl Record {
    /// The record of a call of which these are the facts.
    pub fn new(facts: Facts) -> Self {
        let mut record = Self {
            state: State::Missing { search: false },
            facts: Facts { engagement: None, ..facts.clone() },
            written: BTreeMap::new(),
            links: Vec::new(),
            surplus: Vec::new(),
            ours: false,
            page_made_none: false,
            ownership: Ownership::default(),
            filing: Filing::default(),
            look_again: None,
            unheard: false,
            unclaimed: false,
            looked: 0,
            withheld: BTreeMap::new(),
            alone: false,
            bare: false,
            in_flight: None,
            failures: 0,
            pause: 0,
            trouble: None,
            taken: None,
        };
        record.learn(facts);
        record
    }

    /// The process was started anew: a request in flight may or may not have been carried out.
    pub fn resumed(&mut self, now: Ms, limits: &Limits) {
        let findable = now.saturating_add(limits.index_delay);
        match self.in_flight.take() {
            Some(Request::Create { .. }) => self.create_unheard(findable),
            Some(request) => self.filing.unknown(&request, findable),
            None => {}
        }
    }

    /// Takes one input.
    pub fn handle(&mut self, input: Input, now: Ms, limits: &Limits) {
        match input {
            Input::Facts(facts) => self.learn(*facts),
            Input::Owners(owners) if self.facts.beside.of_nobody => {
                self.ownership.learn(Owners { agent: None, ..owners });
            }
            Input::Owners(owners) => self.ownership.learn(owners),
            Input::Answer { asked, result, jitter, said } => {
                if self.in_flight.as_ref() == Some(&asked) {
                    self.answered(result, jitter, said, now, limits);
                }
            }
            Input::Again => {
                self.pause = 0;
                self.try_again();
            }
        }
    }

    /// The request that was polled and has no answer yet.
    pub fn in_flight(&self) -> Option<&Request> {
        self.in_flight.as_ref()
    }

    /// The next request, if one is due and none is in flight.
    pub fn poll(&mut self, now: Ms, limits: &Limits) -> Option<Request> {
        if self.in_flight.is_some() {
            return None;
        }
        let (due, request) = self.plan(limits)?;
        if now < due.max(self.pause) {
            return None;
        }
        self.in_flight = Some(request);
        self.in_flight.clone()
    }

    /// When [`Record::poll`] has something to hand out; `None` when there is nothing to do.
    pub fn due(&self, limits: &Limits) -> Option<Ms> {
        if self.in_flight.is_some() {
            return None;
        }
        self.plan(limits).map(|(due, _)| due.max(self.pause))
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

    /// What HubSpot is known to have.
    pub fn written(&self) -> &BTreeMap<String, String> {
        &self.written
    }

    /// What the record is known to be linked to.
    pub fn links(&self) -> &[RecordRef] {
        &self.links
    }

    /// The ticket or deal that the call is filed under.
    pub fn filed(&self) -> Option<&Filed> {
        self.filing.filed()
    }

    /// Whether a request is under way.
    pub fn is_in_flight(&self) -> bool {
        self.in_flight.is_some()
    }

    /// Whether it must not go in company.
    pub fn is_alone(&self) -> bool {
        self.alone
    }

    /// Whether the last try came to nothing.
    pub fn is_failing(&self) -> bool {
        self.failures > 0
    }

    /// The last thing that went wrong.
    pub fn trouble(&self) -> Option<&LastTrouble> {
        self.trouble.as_ref()
    }

    /// Whether HubSpot has everything and nothing more is to come, as far as it takes it.
    pub fn is_finished(&self, limits: &Limits) -> bool {
        self.facts.closed && self.in_flight.is_none() && self.plan(limits).is_none()
    }

    /// Where it stands, for people.
    pub fn standing(&self, limits: &Limits) -> Standing {
        if !self.facts.closed {
            return Standing::Open;
        }
        if let Some(why) = self.refused() {
            return Standing::Refused(why.to_owned());
        }
        let left = self.in_flight.clone().map(|request| (0, request)).or_else(|| self.plan(limits));
        match left {
            // Only to be sure that there is no second one.
            Some((_, Request::Find { besides: Some(_), .. } | Request::Archive { .. })) | None => {
                Standing::Saved(self.taken.unwrap_or_default())
            }
            Some((due, _)) => Standing::Waiting(due.max(self.pause)),
        }
    }

    /// What HubSpot refused that somebody has to act upon, in its words.
    fn refused(&self) -> Option<&str> {
        if let State::Stuck { why, .. } = &self.state {
            return Some(why);
        }
        let entered = |name: &&String| crate::properties::is_entered(name, &self.facts);
        let withheld = self.withheld.keys().find(entered).and_then(|name| self.withheld.get(name));
        withheld.or(self.filing.refused.as_ref()).map(String::as_str)
    }

    fn try_again(&mut self) {
        if let State::Stuck { id, .. } = &self.state {
            self.state = match id {
                Some(id) => State::Known(id.clone()),
                None => State::Missing { search: true },
            };
            self.failures = 0;
            self.pause = 0;
        }
        self.withheld.clear();
        self.bare = false;
        self.filing.again();
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
        self.facts = facts;
        // What was refused may be right by now.
        if self.refused().is_some() {
            self.try_again();
        }
    }

    /// Nobody knows whether a record was made. It is looked for when HubSpot's search can have it.
    pub(crate) fn create_unheard(&mut self, findable: Ms) {
        self.unheard = true;
        if let State::Missing { search } = &mut self.state {
            *search = true;
            self.pause = self.pause.max(findable);
        } else {
            self.look_again = Some(findable);
        }
    }

    /// HubSpot's page made this record: it is the one that stays.
    pub(crate) fn adopt(&mut self, reported: String) {
        match self.id() {
            // Ours, told to the seat and back: the page may still have made one.
            Some(known) if known == reported => return,
            Some(known) if self.ours => self.surplus.push(known.to_owned()),
            _ => {}
        }
        // One of ours may turn up beside it.
        self.look_again = self.unheard.then_some(self.pause);
        self.looked = 0;
        self.state = State::Known(reported);
        self.written.clear();
        self.links.clear();
        self.ownership.read(None);
        self.ours = false;
        self.pause = 0;
    }

    /// The records that it is to be linked to, each once.
    pub(crate) fn wanted_links(&self) -> Vec<RecordRef> {
        let mut seen = BTreeSet::new();
        let case = self.filing.filed().map(|filed| &filed.record);
        let all = self.facts.customer.iter().chain(case).chain(&self.facts.beside.links);
        let fresh = |link: &&RecordRef| seen.insert((link.object_type.clone(), link.id.clone()));
        all.filter(fresh).cloned().collect()
    }
}
