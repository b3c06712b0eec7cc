//! A HubSpot in simulated time: accounts with records, an index that lags, and limits that bite.

use std::collections::{BTreeMap, VecDeque};

use call::{Ms, RecordRef};

/// Requests in ten seconds and searches in a second that an account allows.
const PLAIN: usize = 110;
const SEARCHES: usize = 5;

pub type Properties = BTreeMap<String, String>;

/// One record.
#[derive(Debug, Clone)]
pub struct Object {
    pub properties: Properties,
    pub links: Vec<RecordRef>,
    pub made: Ms,
    /// From when on searches have it, and its last change.
    pub indexed: Ms,
    pub archived: bool,
}

/// One account.
#[derive(Debug, Default)]
pub struct Account {
    pub calls: BTreeMap<String, Object>,
    pub cases: BTreeMap<String, Object>,
    name: u8,
    next: u64,
    plain: VecDeque<Ms>,
    searches: VecDeque<Ms>,
    pub requests: u64,
    pub too_many: u64,
}

impl Account {
    /// An account whose ids begin with this figure.
    pub fn new(name: u8) -> Self {
        Self { name, ..Self::default() }
    }

    /// Whether a request that arrives now is within the limits.
    pub fn admits(&mut self, is_search: bool, now: Ms) -> bool {
        self.requests += 1;
        let (seen, window, most) = match is_search {
            true => (&mut self.searches, 1_000, SEARCHES),
            false => (&mut self.plain, 10_000, PLAIN),
        };
        while seen.front().is_some_and(|at| at + window <= now) {
            seen.pop_front();
        }
        if seen.len() >= most {
            self.too_many += 1;
            return false;
        }
        seen.push_back(now);
        true
    }

    pub fn make_call(
        &mut self,
        properties: Properties,
        links: Vec<RecordRef>,
        now: Ms,
        lag: Ms,
    ) -> String {
        let id = self.id();
        self.calls.insert(id.clone(), object(properties, links, now, lag));
        id
    }

    pub fn make_case(
        &mut self,
        properties: Properties,
        links: Vec<RecordRef>,
        now: Ms,
        lag: Ms,
    ) -> String {
        let id = self.id();
        self.cases.insert(id.clone(), object(properties, links, now, lag));
        id
    }

    /// Changes a call record. `false`: there is none.
    pub fn change(&mut self, id: &str, properties: &Properties, now: Ms, lag: Ms) -> bool {
        match self.calls.get_mut(id).filter(|object| !object.archived) {
            Some(object) => {
                object.properties.extend(properties.clone());
                // Until the index has the change it is found by nothing.
                object.indexed = object.indexed.max(now + lag);
                true
            }
            None => false,
        }
    }

    /// The call records that a search sees now.
    pub fn searchable(&self, now: Ms) -> impl Iterator<Item = (&String, &Object)> {
        self.calls.iter().filter(move |(_, one)| !one.archived && one.indexed <= now)
    }

    fn id(&mut self) -> String {
        self.next += 1;
        format!("{}{:06}", self.name, self.next)
    }
}

fn object(properties: Properties, links: Vec<RecordRef>, now: Ms, lag: Ms) -> Object {
    Object { properties, links, made: now, indexed: now + lag, archived: false }
}
