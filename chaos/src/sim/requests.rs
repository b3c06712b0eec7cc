//! What HubSpot does with a request.

use std::collections::BTreeSet;

use call::{Ms, RecordRef};
use record::{FoundCase, Reply, Request, Trouble};

use super::hubspot::{Account, Object};
use super::world::{PORTALS, World};

/// A record without an id of ours within two minutes of the call may be the page's.
const AROUND: Ms = 120_000;
/// How long the service remembers tickets that it made.
const FRESH_FOR: Ms = 300_000;
const DAY: Ms = 86_400_000;

impl World {
    /// Carries out requests that came as one.
    pub fn carry_out(
        &mut self,
        tenant: usize,
        calls: &[(String, Request)],
        by_numbers: bool,
    ) -> Vec<Result<Reply, Trouble>> {
        calls.iter().map(|(_, request)| self.one(tenant, request, by_numbers)).collect()
    }

    fn one(
        &mut self,
        tenant: usize,
        request: &Request,
        by_numbers: bool,
    ) -> Result<Reply, Trouble> {
        let (now, lag) = (self.now, self.rng.u64(0..29_000));
        let account = &mut self.accounts[PORTALS[tenant]];
        match request {
            Request::Find { external_id, from, to, around, besides, only_ours, .. } => {
                let found = if by_numbers {
                    let known = &self.service.ids;
                    let begun = self.service.begun_with(from, to, external_id);
                    by_number(
                        account,
                        (known, &begun),
                        (from, to),
                        *around,
                        besides.as_deref(),
                        now,
                    )
                    .filter(|_| !only_ours)
                } else {
                    find(account, now, besides.as_deref(), |object| {
                        object.properties.get("hs_call_external_id") == Some(external_id)
                    })
                };
                Ok(Reply::Found(found))
            }
            Request::Create { properties, links } => {
                Ok(Reply::Created(account.make_call(properties.clone(), links.clone(), now, lag)))
            }
            Request::Update { id, properties } => match account.change(id, properties, now, lag) {
                true => Ok(Reply::Done),
                false => Err(Trouble::NoSuchRecord),
            },
            Request::Associate { id, to } => {
                let object = account.calls.get_mut(id).ok_or(Trouble::NoSuchRecord)?;
                object.links.push(to.clone());
                Ok(Reply::Done)
            }
            Request::Owner { id } => {
                let object = account.calls.get(id).ok_or(Trouble::NoSuchRecord)?;
                Ok(Reply::Owned(object.properties.contains_key("hubspot_owner_id")))
            }
            Request::Archive { id } => {
                if let Some(object) = account.calls.get_mut(id) {
                    object.archived = true;
                }
                Ok(Reply::Done)
            }
            Request::FindCases { object_type, customer, .. } => {
                let mut found = cases(account, object_type, customer, now);
                for case in self.fresh(tenant, customer) {
                    if found.iter().all(|known| known.id != case.id) {
                        found.push(case);
                    }
                }
                Ok(Reply::Cases(found))
            }
            Request::FindOwnCase { call, .. } => {
                let mark = record::mark(call);
                let own = account.cases.iter().filter(|(_, object)| {
                    object.indexed <= now && marked(object) == Some(mark.as_str())
                });
                Ok(Reply::Cases(own.map(|(id, object)| found_case(id, object)).collect()))
            }
            Request::CreateCase { properties, customer, append, .. } => {
                if let Some(customer) = customer.as_ref().filter(|_| *append) {
                    let fresh = self.fresh(tenant, customer);
                    if !fresh.is_empty() {
                        return Ok(Reply::Cases(fresh));
                    }
                }
                let account = &mut self.accounts[PORTALS[tenant]];
                let links = customer.iter().cloned().collect();
                let id = account.make_case(properties.clone(), links, now, lag);
                if let Some(customer) = customer {
                    let fresh = (tenant, customer.id.clone(), id.clone(), String::new(), now);
                    self.service.fresh.push(fresh);
                }
                Ok(Reply::Created(id))
            }
            Request::Reopen { .. } => Ok(Reply::Done),
            Request::Link { from, to } => {
                let object = account.cases.get_mut(&from.id).ok_or(Trouble::NoSuchRecord)?;
                object.links.push(to.clone());
                Ok(Reply::Done)
            }
        }
    }

    fn fresh(&mut self, tenant: usize, customer: &RecordRef) -> Vec<FoundCase> {
        let now = self.now;
        self.service.fresh.retain(|(.., made)| made + FRESH_FOR > now);
        let of = self.service.fresh.iter().filter(|(t, c, ..)| *t == tenant && *c == customer.id);
        of.map(|(_, _, id, name, made)| FoundCase {
            id: id.clone(),
            name: name.clone(),
            made: *made,
            closed: None,
        })
        .collect()
    }
}

fn find(
    account: &Account,
    now: Ms,
    besides: Option<&str>,
    wanted: impl Fn(&Object) -> bool,
) -> Option<String> {
    let found =
        account.searchable(now).find(|(id, object)| besides != Some(id.as_str()) && wanted(object));
    found.map(|(id, _)| id.clone())
}

fn by_number(
    account: &Account,
    (known, begun): (&BTreeSet<String>, &[Ms]),
    (from, to): (&str, &str),
    around: Ms,
    besides: Option<&str>,
    now: Ms,
) -> Option<String> {
    let found = account.searchable(now).find(|(id, object)| {
        let is = |name: &str, value: &str| object.properties.get(name).is_some_and(|v| v == value);
        let at = object.properties.get("hs_timestamp").and_then(|at| at.parse::<Ms>().ok());
        is("hs_call_from_number", from)
            && is("hs_call_to_number", to)
            && at.is_some_and(|at| at.abs_diff(around) <= AROUND)
            && !object.properties.contains_key("hs_call_external_id")
            && besides != Some(id.as_str())
            // Another call's, of which HubSpot's search does not know yet, or which is nearer.
            && !known.contains(id.as_str())
            && at.is_some_and(|at| {
                let nearer = |other: &Ms| other.abs_diff(at) < around.abs_diff(at);
                !begun.iter().any(nearer)
            })
    });
    found.map(|(id, _)| id.clone())
}

fn cases(account: &Account, _type: &str, customer: &RecordRef, now: Ms) -> Vec<FoundCase> {
    let of = account.cases.iter().filter(|(_, object)| {
        object.indexed <= now && object.links.contains(customer) && object.made + DAY > now
    });
    of.map(|(id, object)| found_case(id, object)).collect()
}

/// The mark that a ticket or deal carries.
pub fn marked(object: &Object) -> Option<&str> {
    let held = object.properties.get("content").or(object.properties.get("description"));
    held.map(String::as_str)
}

fn found_case(id: &str, object: &Object) -> FoundCase {
    FoundCase { id: id.to_owned(), name: String::new(), made: object.made, closed: None }
}
