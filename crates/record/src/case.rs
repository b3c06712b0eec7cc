//! The ticket or deal that a call is filed under: found, opened again, or made; once.

use std::collections::BTreeMap;

use call::{Call, Direction, Ms, RecordRef, Stage};
use serde::{Deserialize, Serialize};

use crate::{Around, Facts, Reply, Request};

const TICKET: &str = "0-5";
const HOUR: Ms = 60 * 60_000;
/// A day, in milliseconds.
const DAY: Ms = 24 * HOUR;

/// What a tenant's calls are filed under.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRule {
    /// HubSpot's type id: `0-5` ticket, `0-3` deal.
    pub object_type: String,
    /// The pipeline's id.
    pub pipeline: String,
    /// The stage that a new one begins in.
    pub stage: String,
    /// The template of its subject or name.
    pub subject: String,
    /// Already when it rings; else only when both ends speak.
    pub at_ring: bool,
    /// How many days old the latest open one may be to take the call too.
    pub append_days: u32,
    /// How many days ago one may have been closed to be opened again.
    pub reopen_days: u32,
    /// Whether calls that nobody answered get one.
    pub abandoned: bool,
}

/// What this call is to be filed under.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseWish {
    /// See [`CaseRule`].
    pub rule: CaseRule,
    /// The subject or name of a new one.
    pub name: String,
}

/// A ticket or deal of the customer's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCase {
    /// Its id.
    pub id: String,
    /// Its subject or name.
    pub name: String,
    /// When it was made.
    pub made: Ms,
    /// When it was closed, if it is closed; 0 when it is closed and HubSpot does not say since when.
    pub closed: Option<Ms>,
}

/// How far the filing of one call is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Filing {
    filed: Option<Filed>,
    /// The customer's were looked through.
    looked: bool,
    /// This one is to be opened again.
    reopen: Option<FoundCase>,
    /// One may have been made: it is looked for first, and not before this moment.
    search: Option<Ms>,
    /// HubSpot does not take it.
    pub(crate) refused: Option<String>,
    /// Without an owner, or without the customer: HubSpot did not take it with them.
    plain: bool,
    linked: Option<RecordRef>,
}

/// What a call is filed under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// Its record.
    pub record: RecordRef,
    /// Its subject or name.
    pub name: String,
    /// Whether it was made for this call.
    pub new: bool,
}

impl CaseRule {
    /// What a call is to be filed under, if its moment has come.
    pub(crate) fn wish(&self, call: &Call, name: &str, around: &Around) -> Option<CaseWish> {
        let wanted = match call.stage() {
            Stage::Ringing(_) | Stage::Dialling(_) => self.at_ring,
            Stage::Connected(_) | Stage::WrapUp(_) => true,
            Stage::Closed(closed) => closed.since.is_some() || self.abandoned || self.at_ring,
        };
        let rule = self.clone();
        wanted.then(|| CaseWish { name: rule.title(call.direction(), name, around), rule })
    }

    fn title(&self, direction: Direction, name: &str, around: &Around) -> String {
        let way = match direction {
            Direction::Inbound => "Call from",
            Direction::Outbound => "Call to",
        };
        let template = if self.subject.trim().is_empty() { "{way} {name}" } else { &self.subject };
        let name = if name.is_empty() { &around.number } else { name };
        let mut title = template.to_owned();
        let values = [
            ("{way}", way),
            ("{name}", name),
            ("{number}", &around.number),
            ("{agent}", &around.agent),
            ("{line}", &around.line),
            ("{date}", &around.date),
        ];
        for (place, value) in values {
            title = title.replace(place, value);
        }
        title
    }
}

impl Filing {
    /// What the call is filed under, once that is so.
    pub(crate) fn filed(&self) -> Option<&Filed> {
        self.filed.as_ref()
    }

    /// The next request, and not before when.
    pub(crate) fn next(&self, facts: &Facts, owner: Option<&str>) -> Option<(Ms, Request)> {
        let wish = facts.beside.case.as_ref()?;
        let rule = &wish.rule;
        let object_type = rule.object_type.clone();
        let customer = facts.customer.as_ref();
        if let Some(filed) = &self.filed {
            let to = customer.filter(|to| filed.new && self.linked.as_ref() != Some(*to))?.clone();
            return Some((0, Request::Link { from: filed.record.clone(), to }));
        }
        if self.refused.is_some() || !facts.beside.settled {
            return None;
        }
        if let Some(found) = &self.reopen {
            let stage = rule.stage.clone();
            return Some((0, Request::Reopen { object_type, id: found.id.clone(), stage }));
        }
        if let Some(at) = self.search {
            let request = Request::FindOwnCase {
                object_type,
                call: facts.id.clone(),
                name: wish.name.clone(),
                since: facts.started,
            };
            return Some((at, request));
        }
        if let Some(customer) = customer.filter(|_| !self.looked)
            && (rule.append_days > 0 || rule.reopen_days > 0)
        {
            let (customer, pipeline) = (customer.clone(), rule.pipeline.clone());
            return Some((0, Request::FindCases { object_type, customer, pipeline }));
        }
        let mut properties = BTreeMap::new();
        let mut put =
            |name: &str, value: &str| properties.insert(name.to_owned(), value.to_owned());
        let mark = mark(&facts.id);
        if object_type == TICKET {
            put("subject", &wish.name);
            put("hs_pipeline", &rule.pipeline);
            put("hs_pipeline_stage", &rule.stage);
            put("content", &mark);
        } else {
            put("dealname", &wish.name);
            put("pipeline", &rule.pipeline);
            put("dealstage", &rule.stage);
            put("description", &mark);
        }
        if let Some(owner) = owner.filter(|_| !self.plain) {
            put("hubspot_owner_id", owner);
        }
        let customer = customer.filter(|_| !self.plain).cloned();
        let append = rule.append_days > 0;
        Some((0, Request::CreateCase { object_type, properties, customer, append }))
    }

    /// Takes what HubSpot answered. `true`: the call is filed from now on.
    pub(crate) fn done(&mut self, request: &Request, reply: Reply, facts: &Facts, now: Ms) -> bool {
        let Some(wish) = &facts.beside.case else { return false };
        let was = self.filed.is_some();
        match (request, reply) {
            (Request::FindCases { customer, .. }, Reply::Cases(mut found)) => {
                self.looked = true;
                found.sort_by_key(|case| std::cmp::Reverse(case.made));
                let young = |days: u32, at: Ms| at.saturating_add(Ms::from(days) * DAY) >= now;
                let open = found
                    .iter()
                    .find(|case| case.closed.is_none() && young(wish.rule.append_days, case.made));
                let closed = found
                    .iter()
                    .find(|case| case.closed.is_some_and(|at| young(wish.rule.reopen_days, at)));
                match (open, closed) {
                    (Some(open), _) => self.file(&wish.rule, open.clone(), false, Some(customer)),
                    (None, Some(closed)) if wish.rule.reopen_days > 0 => {
                        self.reopen = Some(closed.clone());
                    }
                    _ => {}
                }
            }
            (Request::Reopen { .. }, _) => {
                if let Some(found) = self.reopen.take() {
                    self.file(&wish.rule, found, false, facts.customer.as_ref());
                }
            }
            (Request::FindOwnCase { .. }, Reply::Cases(found)) => {
                self.search = None;
                self.refused = None;
                if let Some(own) = found.into_iter().min_by_key(|case| case.made) {
                    self.file(&wish.rule, own, true, None);
                }
            }
            (Request::CreateCase { customer, .. }, Reply::Created(id)) => {
                let made = FoundCase { id, name: wish.name.clone(), made: now, closed: None };
                self.file(&wish.rule, made, true, customer.as_ref());
            }
            // Another call's was made a moment ago.
            (Request::CreateCase { customer, .. }, Reply::Cases(found)) => {
                if let Some(found) = found.into_iter().next() {
                    self.file(&wish.rule, found, false, customer.as_ref());
                }
            }
            (Request::Link { to, .. }, _) => self.linked = Some(to.clone()),
            _ => {}
        }
        !was && self.filed.is_some()
    }

    /// A creation may have been carried out, or not: it is looked for when the search can have it.
    pub(crate) fn unknown(&mut self, request: &Request, findable: Ms) {
        if matches!(request, Request::CreateCase { .. }) {
            self.search = Some(findable);
        }
    }

    /// HubSpot will not have it, or does not know what it names.
    pub(crate) fn failed(&mut self, request: &Request, why: &str) {
        match request {
            // Without what may be wrong with it, once; the link is tried by itself afterwards.
            Request::CreateCase { properties, customer, .. }
                if !self.plain
                    && (customer.is_some() || properties.contains_key("hubspot_owner_id")) =>
            {
                self.plain = true;
            }
            Request::CreateCase { .. } => self.refused = Some(why.to_owned()),
            Request::FindCases { .. } => self.looked = true,
            // Without the search nothing is made: it could be the second.
            Request::FindOwnCase { .. } => self.refused = Some(why.to_owned()),
            // It cannot be opened again: a new one is made.
            Request::Reopen { .. } => self.reopen = None,
            Request::Link { to, .. } => self.linked = Some(to.clone()),
            _ => {}
        }
    }

    /// What was refused is tried once more.
    pub(crate) fn again(&mut self) {
        self.refused = None;
        self.plain = false;
    }

    fn file(&mut self, rule: &CaseRule, case: FoundCase, new: bool, linked: Option<&RecordRef>) {
        let record = RecordRef { object_type: rule.object_type.clone(), id: case.id };
        self.filed = Some(Filed { record, name: case.name, new });
        self.linked = linked.cloned();
    }
}

/// The line that a new ticket or deal carries, by which it is known again.
pub fn mark(call: &str) -> String {
    let mut mark = String::from("Call ");
    mark.push_str(call);
    mark
}
