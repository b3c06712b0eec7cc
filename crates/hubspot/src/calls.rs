//! Call records: create, update, find, and link to a contact.

use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::endpoints::{CALL, CALL_LINK, CALL_LINKS, CALLS, CALLS_SEARCH};
use crate::{Method, Request, loose};

/// Object type ids.
const CONTACT: &str = "0-1";
const COMPANY: &str = "0-2";
const DEAL: &str = "0-3";
const TICKET: &str = "0-5";

/// The record at the other end of a call, by its object type id (`0-1` contact, `0-2` company).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Customer<'a> {
    /// The object type id.
    pub object_type: &'a str,
    /// The record's id.
    pub id: &'a str,
}

impl Customer<'_> {
    /// HubSpot's association type from a call to this kind of record, where it has a fixed one.
    fn association(&self) -> Option<u32> {
        match self.object_type {
            CONTACT => Some(194),
            COMPANY => Some(182),
            DEAL => Some(206),
            TICKET => Some(220),
            _ => None,
        }
    }

    /// The name of this kind of record in a path.
    pub(crate) fn kind(&self) -> &str {
        match self.object_type {
            CONTACT => "contacts",
            COMPANY => "companies",
            DEAL => "deals",
            TICKET => "tickets",
            other => other,
        }
    }
}

/// The properties that a search for calls brings along.
const WANTED: [&str; 5] = [
    "hs_call_external_id",
    "hs_call_from_number",
    "hs_call_to_number",
    "hs_timestamp",
    "hubspot_owner_id",
];

/// Makes a call record, linked to others. Answers with an [`crate::Object`]. Never repeat it blindly:
/// look with [`find_by_external_id`] first.
pub fn create(properties: &BTreeMap<String, String>, to: &[Customer<'_>]) -> Request {
    let body = json!({ "properties": properties, "associations": links(to) });
    Request::post(CALLS.at(&[])).json(body).creating()
}

/// Links as a creation takes them; kinds without a fixed type of link are left out.
pub(crate) fn links(to: &[Customer<'_>]) -> Vec<Value> {
    to.iter()
        .filter_map(|customer| Some((customer.id, customer.association()?)))
        .map(|(id, association)| {
            json!({
                "to": { "id": id },
                "types": [{
                    "associationCategory": "HUBSPOT_DEFINED",
                    "associationTypeId": association,
                }],
            })
        })
        .collect()
}

/// Changes properties of a call record. Answers with an [`crate::Object`].
pub fn update(id: &str, properties: &BTreeMap<String, String>) -> Request {
    Request::new(Method::Patch, CALL.at(&[id])).json(json!({ "properties": properties }))
}

/// Reads a call record with its owner. Answers with an [`crate::Object`].
pub fn by_id(id: &str) -> Request {
    let wanted = [("properties", "hubspot_owner_id,hs_call_external_id")];
    Request::get(CALL.at(&[id])).query(&wanted)
}

/// A record that a call is linked to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// Its id.
    #[serde(alias = "id", deserialize_with = "loose::id")]
    pub to_object_id: String,
}

/// Asks which contacts a call record is linked to. Answers with a [`crate::Listing`] of [`Link`].
pub fn contacts_of(id: &str) -> Request {
    Request::get(CALL_LINKS.at(&[id, "contacts"]))
}

/// Links a call record to a customer; doing it twice changes nothing.
pub fn associate(id: &str, customer: Customer<'_>) -> Request {
    Request::new(Method::Put, CALL_LINK.at(&[id, customer.kind(), customer.id]))
}

/// Puts a call record into the recycling bin.
pub fn archive(id: &str) -> Request {
    Request::new(Method::Delete, CALL.at(&[id]))
}

/// Looks for the record that carries our id. Answers with a [`crate::Page`]. Very fresh objects
/// may be missing for some seconds.
pub fn find_by_external_id(external_id: &str) -> Request {
    search(&[json!([
        { "propertyName": "hs_call_external_id", "operator": "EQ", "value": external_id },
    ])])
}

/// Looks for the records that carry these ids, at most 50. Answers with a [`crate::Page`]; an id can
/// be there twice.
pub fn find_by_external_ids(external_ids: &[&str]) -> Request {
    let filters = json!([
        { "propertyName": "hs_call_external_id", "operator": "IN", "values": external_ids },
    ]);
    let body = json!({
        "filterGroups": [{ "filters": filters }],
        "properties": WANTED,
        "limit": 200,
        "after": "0",
    });
    Request::post(CALLS_SEARCH.at(&[])).json(body)
}

/// Looks for records with these numbers that began between two moments (milliseconds since 1970).
/// Answers with a [`crate::Page`]; those that carry another external id are not ours.
pub fn find_by_numbers(from: &str, to: &str, earliest: u64, latest: u64) -> Request {
    search(&[json!([
        { "propertyName": "hs_call_from_number", "operator": "EQ", "value": from },
        { "propertyName": "hs_call_to_number", "operator": "EQ", "value": to },
        {
            "propertyName": "hs_timestamp",
            "operator": "BETWEEN",
            "value": earliest.to_string(),
            "highValue": latest.to_string(),
        },
    ])])
}

/// Looks for the newest record that an app has made, since a moment (milliseconds since 1970) if one
/// is named. Answers with a [`crate::Page`] of at most one; [`crate::Object::property`] has
/// `hs_createdate`.
pub fn newest_by_app(app_id: &str, since: Option<u64>) -> Request {
    let mut filters =
        vec![json!({ "propertyName": "hs_object_source_id", "operator": "EQ", "value": app_id })];
    filters.extend(since.map(|since| {
        json!({ "propertyName": "hs_createdate", "operator": "GTE", "value": since.to_string() })
    }));
    let body = json!({
        "filterGroups": [{ "filters": filters }],
        "sorts": [{ "propertyName": "hs_createdate", "direction": "DESCENDING" }],
        "properties": ["hs_createdate"],
        "limit": 1,
        "after": "0",
    });
    Request::post(CALLS_SEARCH.at(&[])).json(body)
}

fn search(groups: &[Value]) -> Request {
    let groups: Vec<Value> = groups.iter().map(|filters| json!({ "filters": filters })).collect();
    let body = json!({ "filterGroups": groups, "properties": WANTED, "limit": 10, "after": "0" });
    Request::post(CALLS_SEARCH.at(&[])).json(body)
}
