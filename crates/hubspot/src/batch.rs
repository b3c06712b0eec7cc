//! Many call records with one request, and what became of each.

use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::calls::{Customer, links};
use crate::endpoints::{CALLS_ASSOCIATE, CALLS_CREATE, CALLS_UPDATE};
use crate::{Request, loose};

/// The most inputs that HubSpot takes at once.
pub const MOST: usize = 100;

/// One of several records to make.
#[derive(Debug, Clone)]
pub struct Make<'a> {
    /// All properties.
    pub properties: &'a BTreeMap<String, String>,
    /// What to link it to.
    pub links: Vec<Customer<'a>>,
}

/// Makes several call records. Answers with a [`Done`], whose names are the places in `all`.
pub fn create(all: &[Make<'_>]) -> Request {
    let inputs: Vec<Value> = all
        .iter()
        .enumerate()
        .map(|(place, one)| {
            json!({
                "properties": one.properties,
                "associations": links(&one.links),
                "objectWriteTraceId": place.to_string(),
            })
        })
        .collect();
    Request::post(CALLS_CREATE.at(&[])).json(json!({ "inputs": inputs })).creating()
}

/// Changes several call records, each by its id. Answers with a [`Done`].
pub fn update(all: &[(&str, &BTreeMap<String, String>)]) -> Request {
    let inputs: Vec<Value> = all
        .iter()
        .enumerate()
        .map(|(place, (id, properties))| {
            json!({ "id": id, "properties": properties, "objectWriteTraceId": place.to_string() })
        })
        .collect();
    Request::post(CALLS_UPDATE.at(&[])).json(json!({ "inputs": inputs }))
}

/// Links several call records to records of one kind: the call's id and the other's. All of it is
/// done, or nothing.
pub fn associate(object_type: &str, all: &[(&str, &str)]) -> Request {
    let inputs: Vec<Value> = all
        .iter()
        .map(|(call, to)| json!({ "from": { "id": call }, "to": { "id": to } }))
        .collect();
    let kind = Customer { object_type, id: "" }.kind().to_owned();
    Request::post(CALLS_ASSOCIATE.at(&[&kind])).json(json!({ "inputs": inputs }))
}

/// What became of a batch. Whatever is in neither list is not known.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Done {
    /// What was done.
    pub results: Vec<One>,
    /// What was not.
    pub errors: Vec<Failed>,
}

/// One that was done.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct One {
    /// The record's id.
    #[serde(deserialize_with = "loose::id")]
    pub id: String,
    /// The place in the request, where it had one.
    #[serde(default)]
    pub object_write_trace_id: Option<String>,
    /// Its properties, as far as HubSpot repeats them.
    #[serde(default)]
    pub properties: BTreeMap<String, Option<String>>,
}

/// One, or several, that were not done.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Failed {
    /// HubSpot's words.
    pub message: String,
    /// `VALIDATION_ERROR`, `OBJECT_NOT_FOUND`, …
    pub category: String,
    /// What it is about: `objectWriteTraceId` or `ids`.
    pub context: BTreeMap<String, Vec<String>>,
}

impl Done {
    /// The id of the record that was made for the input at a place.
    pub fn made(&self, place: usize, external_id: &str) -> Option<&str> {
        let named = place.to_string();
        let found = self.results.iter().find(|one| match &one.object_write_trace_id {
            Some(name) => *name == named,
            // Not every answer repeats the name.
            None => one
                .properties
                .get("hs_call_external_id")
                .is_some_and(|known| known.as_deref() == Some(external_id)),
        });
        found.map(|one| one.id.as_str())
    }

    /// Whether the record of this id was changed.
    pub fn has(&self, id: &str) -> bool {
        self.results.iter().any(|one| one.id == id)
    }

    /// Why the input at a place, of the record of this id, was not done.
    pub fn failed(&self, place: usize, id: Option<&str>) -> Option<&Failed> {
        let named = place.to_string();
        self.errors.iter().find(|failed| {
            let has = |key: &str, wanted: &str| {
                failed.context.get(key).is_some_and(|all| all.iter().any(|one| one == wanted))
            };
            has("objectWriteTraceId", &named) || id.is_some_and(|id| has("ids", id))
        })
    }
}
