//! What HubSpot has now beside what would be sent, and the request that makes them one.

use serde_json::{Map, Value};

use super::{Settings, at};
use crate::{Auth, Method, Request};

/// One field that HubSpot has otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// HubSpot's name of the field.
    pub field: &'static str,
    /// What HubSpot has; none when it has no value.
    pub now: Option<Value>,
    /// What would be sent.
    pub wanted: Value,
}

/// What to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// There are no settings: send all.
    Create,
    /// Change these fields and leave the others.
    Patch(Vec<Difference>),
    /// HubSpot has what is wanted.
    Nothing,
}

/// The fields of `wanted` that HubSpot has otherwise, in HubSpot's order.
pub fn differences(existing: Option<&Settings>, wanted: &Settings) -> Vec<Difference> {
    let existing = existing.map(Settings::fields).unwrap_or_default();
    let now = |field| existing.iter().find(|(name, _)| *name == field).map(|(_, v)| v.clone());
    wanted
        .fields()
        .into_iter()
        .map(|(field, wanted)| Difference { field, now: now(field), wanted })
        .filter(|difference| difference.now.as_ref() != Some(&difference.wanted))
        .collect()
}

/// What to do so that HubSpot has what is wanted.
pub fn plan(existing: Option<&Settings>, wanted: &Settings) -> Plan {
    if existing.is_none() {
        return Plan::Create;
    }
    let differences = differences(existing, wanted);
    if differences.is_empty() { Plan::Nothing } else { Plan::Patch(differences) }
}

impl Plan {
    /// The request to send, if there is one. Answers with a [`Settings`].
    pub fn request(&self, app_id: u64, wanted: &Settings, auth: Auth) -> Option<Request> {
        let (method, fields) = match self {
            Self::Create => (Method::Post, wanted.fields()),
            Self::Patch(changes) => {
                (Method::Patch, changes.iter().map(|c| (c.field, c.wanted.clone())).collect())
            }
            Self::Nothing => return None,
        };
        let body: Map<_, _> = fields.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        let request = at(method, app_id, auth).json(Value::Object(body));
        Some(if method == Method::Post { request.creating() } else { request })
    }
}
