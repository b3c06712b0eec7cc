//! What HubSpot's answers mean for a record.

use call::Ms;

use crate::properties::is_optional;
use crate::record::{Limits, State};
use crate::request::LastTrouble;
use crate::{Record, Reply, Request, Said, Trouble};

/// How often it is looked whether HubSpot's page made a record after all, and how many index delays
/// lie between: a page can be slow.
const LOOKS: u8 = 2;
const LATE: Ms = 20;

impl Record {
    pub(crate) fn answered(
        &mut self,
        result: Result<Reply, Trouble>,
        jitter: u32,
        said: Said,
        now: Ms,
        limits: &Limits,
    ) {
        let Some(request) = self.in_flight.take() else { return };
        match result {
            Ok(reply) => {
                self.failures = 0;
                self.pause = 0;
                self.taken = Some(now);
                self.done(request, reply, now, limits);
            }
            Err(Trouble::Together) => self.alone = true,
            Err(trouble) => {
                self.trouble = Some(LastTrouble { at: now, said });
                self.failures = self.failures.saturating_add(1);
                let doubled = limits.back_off << (self.failures - 1).min(20);
                let pause = doubled.min(limits.back_off_cap);
                let pause = pause + pause / 1000 * Ms::from(jitter.min(1000));
                self.pause = now.saturating_add(pause);
                self.failed(request, trouble, now, limits);
            }
        }
    }

    /// From when on a record that the page made at the start of the call is found by a search.
    fn searchable(&self, limits: &Limits) -> Ms {
        self.facts.started.saturating_add(limits.index_delay)
    }

    fn done(&mut self, request: Request, reply: Reply, now: Ms, limits: &Limits) {
        match (request, reply) {
            (Request::Find { besides: Some(known), .. }, Reply::Found(found)) => {
                self.looked = self.looked.saturating_add(1);
                let later = limits.index_delay.saturating_mul(LATE);
                self.look_again = (self.looked < LOOKS).then(|| now.saturating_add(later));
                match found.filter(|found| *found != known) {
                    Some(theirs) if self.ours => self.adopt(theirs),
                    Some(ours) => {
                        self.unheard = false;
                        self.surplus.push(ours);
                    }
                    None => {}
                }
            }
            (Request::Find { .. }, Reply::Found(found)) => {
                // The page may have reported an id while the search was under way.
                if matches!(self.state, State::Missing { .. }) {
                    match found {
                        Some(id) => {
                            self.state = State::Known(id);
                            // It is the one whose creation went unheard, or the page's.
                            self.ours = self.unheard;
                            self.unheard = false;
                            if self.ours && self.facts.host_creates {
                                self.look_again = Some(now.saturating_add(limits.index_delay));
                            }
                        }
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
            (Request::Create { properties, links }, Reply::Created(id)) => {
                if matches!(self.state, State::Missing { .. }) {
                    self.state = State::Known(id);
                    self.written = properties;
                    self.links = links;
                    self.ours = true;
                    if self.facts.host_creates {
                        self.look_again = Some(now.saturating_add(limits.index_delay));
                    }
                } else {
                    self.surplus.push(id);
                }
            }
            (Request::Update { id, properties }, _) if self.id() == Some(&id) => {
                self.written.extend(properties);
            }
            (Request::Associate { id, to }, _) if self.id() == Some(&id) => self.links.push(to),
            (Request::Owner { id }, Reply::Owned(has_one)) if self.id() == Some(&id) => {
                self.ownership.read(Some(has_one));
            }
            (Request::Archive { id }, _) => self.surplus.retain(|surplus| *surplus != id),
            (request, reply) => {
                self.filing.done(&request, reply, &self.facts, now);
            }
        }
    }

    fn failed(&mut self, request: Request, trouble: Trouble, now: Ms, limits: &Limits) {
        let findable = now.saturating_add(limits.index_delay);
        match (trouble, request) {
            (Trouble::Unknown, Request::Create { .. }) => self.create_unheard(findable),
            (Trouble::Unknown, request) => self.filing.unknown(&request, findable),
            (Trouble::Later(Some(wait)), _) => self.pause = now.saturating_add(wait),
            (Trouble::Later(None) | Trouble::Together, _) => {}
            (Trouble::NoSuchRecord, Request::Update { id, .. } | Request::Owner { id })
                if self.id() == Some(&id) =>
            {
                self.state = State::Missing { search: true };
                self.written.clear();
                self.links.clear();
                self.ownership.read(None);
            }
            (Trouble::Refused { .. }, Request::Owner { id }) if self.id() == Some(&id) => {
                // What cannot be read is left as it is.
                self.ownership.read(Some(true));
            }
            (Trouble::Refused { .. }, Request::Update { .. }) if self.facts.ended.is_none() => {
                self.unclaimed = true;
            }
            // The other record is gone: this one is complete without it.
            (Trouble::NoSuchRecord | Trouble::Refused { .. }, Request::Associate { to, .. }) => {
                self.links.push(to);
            }
            (Trouble::NoSuchRecord | Trouble::Refused { .. }, Request::Archive { id }) => {
                self.surplus.retain(|surplus| *surplus != id);
            }
            (
                Trouble::Refused { why, property },
                Request::Create { .. } | Request::Update { .. } | Request::Find { .. },
            ) if !self.mends(property.as_deref(), &why) => {
                self.state = State::Stuck { id: self.id().map(str::to_owned), why };
            }
            (
                Trouble::Refused { .. },
                Request::Create { .. } | Request::Update { .. } | Request::Find { .. },
            ) => self.pause = 0,
            (Trouble::Refused { why, .. }, request) => self.filing.failed(&request, &why),
            (Trouble::NoSuchRecord, request) => {
                self.filing.failed(&request, "HubSpot does not know this record");
            }
        }
    }

    /// HubSpot refused the properties. `true` when there is something to leave out, so that the rest
    /// is not lost: what HubSpot names, else the owner, the links, all that is optional.
    fn mends(&mut self, property: Option<&str>, why: &str) -> bool {
        const OWNER: &str = "hubspot_owner_id";
        if let Some(name) = property.filter(|name| is_optional(name, &self.facts)) {
            return match name {
                OWNER => self.ownership.blamed(),
                name => self.withheld.insert(name.to_owned(), why.to_owned()).is_none(),
            };
        }
        if property.is_some() {
            return false;
        }
        if self.ownership.blamed() {
            return true;
        }
        if matches!(self.state, State::Missing { .. }) && !self.bare {
            self.bare = true;
            if !self.wanted_links().is_empty() {
                return true;
            }
        }
        let before = self.withheld.len();
        for name in crate::properties(&self.facts).into_keys() {
            // The outcome that somebody chose is not left out by guessing.
            let guess = is_optional(&name, &self.facts)
                && name != "hs_call_status"
                && !crate::properties::is_entered(&name, &self.facts);
            if guess {
                self.withheld.insert(name, why.to_owned());
            }
        }
        self.withheld.len() > before
    }
}
