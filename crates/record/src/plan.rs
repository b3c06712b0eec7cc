//! What goes next, and not before when.

use std::collections::BTreeMap;

use call::Ms;

use crate::owners::Change;
use crate::properties::origin;
use crate::record::{Limits, State};
use crate::{Record, Request, properties};

impl Record {
    /// The next request. While the call goes on that is only what cannot wait for its end.
    pub(crate) fn plan(&self, limits: &Limits) -> Option<(Ms, Request)> {
        let filing = self.filing.next(&self.facts, self.ownership.first());
        let record = self.next(limits);
        match (filing, record) {
            (Some(filing), Some(record)) => {
                Some(if filing.0 <= record.0 { filing } else { record })
            }
            (filing, record) => filing.or(record),
        }
    }

    fn next(&self, limits: &Limits) -> Option<(Ms, Request)> {
        let facts = &self.facts;
        let Some(ended) = &facts.ended else { return self.claim().map(|request| (0, request)) };
        let (request, patience) = match &self.state {
            State::Stuck { .. } => return None,
            State::Missing { search } if *search || self.may_be_the_pages() => {
                let patience = if self.may_be_the_pages() { limits.host_reply } else { 0 };
                (self.find(None), patience)
            }
            State::Missing { .. } => (self.create(), 0),
            State::Known(id) => match self.complete(id) {
                Some(request) => (request, 0),
                None => {
                    let again = self.look_again?;
                    return Some((again, self.find(Some(id.clone()))));
                }
            },
        };
        let patience = if facts.closed { patience } else { patience.max(limits.wrap_up) };
        Some((ended.at.saturating_add(patience), request))
    }

    /// The record that HubSpot's page made gets our id at once: from then on it is found by it.
    fn claim(&self) -> Option<Request> {
        let State::Known(id) = &self.state else { return None };
        let mut properties = origin(&self.facts);
        properties.retain(|name, _| !self.withheld.contains_key(name));
        if self.written.contains_key("hs_call_external_id") || self.ours || self.unclaimed {
            return None;
        }
        Some(Request::Update { id: id.clone(), properties })
    }

    pub(crate) fn may_be_the_pages(&self) -> bool {
        self.facts.host_creates && !self.page_made_none
    }

    fn find(&self, besides: Option<String>) -> Request {
        // Beside a record of the page's only one of ours is meant: never another call's.
        let only_ours = besides.is_some() && !self.ours;
        Request::Find {
            external_id: self.facts.id.clone(),
            from: self.facts.from.clone(),
            to: self.facts.to.clone(),
            around: self.facts.started,
            owner: self.ownership.agent().map(str::to_owned),
            besides,
            only_ours,
        }
    }

    fn create(&self) -> Request {
        let mut properties = self.wanted();
        self.ownership.put_first(&mut properties);
        let mut links = self.wanted_links();
        links.retain(|link| !self.bare && has_fixed_link(&link.object_type));
        Request::Create { properties, links }
    }

    /// Every property that the record is to have and HubSpot takes.
    fn wanted(&self) -> BTreeMap<String, String> {
        let mut wanted = properties(&self.facts);
        self.ownership.put_own(&mut wanted);
        for name in self.withheld.keys() {
            let missed = name == "hs_call_status"
                && wanted.get(name).is_some_and(|status| status == "MISSED");
            if missed {
                // Not every account knows the word.
                wanted.insert(name.clone(), "NO_ANSWER".to_owned());
            } else {
                wanted.remove(name);
            }
        }
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
        let missing = self.wanted_links().into_iter().find(|link| !self.links.contains(link));
        if let Some(to) = missing {
            return Some(Request::Associate { id, to });
        }
        self.surplus.first().map(|id| Request::Archive { id: id.clone() })
    }
}

/// Whether HubSpot has a fixed type of link from a call to this kind of record.
fn has_fixed_link(object_type: &str) -> bool {
    matches!(object_type, "0-1" | "0-2" | "0-3" | "0-5")
}
