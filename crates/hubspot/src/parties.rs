//! Contacts and companies: found by a number, read, and made.
//!
//! HubSpot compares numbers loosely, so a hit is only a candidate: whoever asks compares for
//! themselves.

use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::endpoints::{CONTACTS, PARTIES_SEARCH, PARTY, TICKET_LINKS, TICKETS_SEARCH};
use crate::{Object, Request};

/// The most groups that a search may have.
const GROUPS: usize = 5;
/// A number is found by so many of its last digits.
const TAIL: usize = 8;
/// How many hits are looked at.
const HITS: u32 = 50;

/// What can be at the other end of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A contact.
    Contact,
    /// A company.
    Company,
}

impl Kind {
    /// HubSpot's id of this kind of record.
    pub fn type_id(self) -> &'static str {
        match self {
            Self::Contact => "0-1",
            Self::Company => "0-2",
        }
    }

    /// The kind of this id.
    pub fn of_type(id: &str) -> Option<Self> {
        [Self::Contact, Self::Company].into_iter().find(|kind| kind.type_id() == id)
    }

    /// The name in a path.
    pub fn path(self) -> &'static str {
        match self {
            Self::Contact => "contacts",
            Self::Company => "companies",
        }
    }

    /// The properties that say who it is, and whose.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Contact => &["firstname", "lastname", "email", "company", "hubspot_owner_id"],
            Self::Company => &["name", "domain", "city", "hubspot_owner_id"],
        }
    }

    /// The name for people; empty when HubSpot has none.
    pub fn name(self, of: &Object) -> String {
        match self {
            Self::Contact => {
                let name = format!("{} {}", of.property("firstname"), of.property("lastname"));
                let name = name.trim();
                if name.is_empty() { of.property("email").to_owned() } else { name.to_owned() }
            }
            Self::Company => first_of(of, &["name", "domain"]),
        }
    }

    /// A second line for people; may be empty, and is never the name again.
    pub fn detail(self, of: &Object) -> String {
        let detail = match self {
            Self::Contact => first_of(of, &["company", "email"]),
            Self::Company => first_of(of, &["domain", "city"]),
        };
        if detail == self.name(of) { String::new() } else { detail }
    }
}

/// Searches by a number in these fields, and brings these properties along besides those that say
/// who it is. Answers with a [`crate::Page`].
///
/// `e164` is `+` and digits; `national` is the same without the country code. Every field is
/// searched; the numbers of HubSpot's own fields also as HubSpot has calculated them, as far as there
/// is room.
pub fn search(
    kind: Kind,
    e164: &str,
    national: &str,
    fields: &[String],
    more: &[String],
) -> Request {
    let equals = |name: String, value: &str| json!({ "propertyName": name, "operator": "EQ", "value": value });
    let ends = |name: &str| json!({ "propertyName": name, "operator": "CONTAINS_TOKEN", "value": format!("*{}", tail(national)) });
    let calculated = |field: &str| match (kind, field) {
        (_, "phone") => Some("phone"),
        (Kind::Contact, "mobilephone") => Some("mobile"),
        _ => None,
    };
    let mut filters: Vec<Value> = Vec::new();
    for field in fields {
        filters.push(match calculated(field) {
            Some(name) => equals(format!("hs_searchable_calculated_{name}_number"), national),
            None => ends(field),
        });
    }
    for field in fields {
        // Companies are not known to have the international ones.
        if let (Kind::Contact, Some(name)) = (kind, calculated(field)) {
            let name = format!("hs_searchable_calculated_international_{name}_number");
            filters.push(equals(name, e164));
        }
    }
    filters.extend(fields.iter().filter(|field| calculated(field).is_some()).map(|f| ends(f)));
    filters.truncate(GROUPS);
    let groups: Vec<Value> = filters.iter().map(|one| json!({ "filters": [one] })).collect();
    let body = json!({
        "filterGroups": groups,
        "properties": wanted(kind, fields, more),
        "limit": HITS,
        "after": "0",
    });
    Request::post(PARTIES_SEARCH.at(&[kind.path()])).json(body)
}

/// Reads one, with these properties besides those that say who it is. Answers with an [`Object`].
pub fn by_id(kind: Kind, id: &str, more: &[String]) -> Request {
    let properties = wanted(kind, &[], more).join(",");
    Request::get(PARTY.at(&[kind.path(), id])).query(&[("properties", &properties)])
}

/// Makes a contact. Answers with an [`Object`]; with [`crate::Error::Conflict`] when the e-mail
/// address is a contact's already.
pub fn create_contact(properties: &BTreeMap<String, String>) -> Request {
    let body = json!({ "properties": properties, "associations": [] });
    Request::post(CONTACTS.at(&[])).json(body).creating()
}

/// Searches tickets of these contacts that are in none of these stages, the latest first. Answers
/// with a [`crate::Page`] that does not say of which contact each is: see [`contacts_of_ticket`].
pub fn open_tickets(contacts: &[String], closed_stages: &[String]) -> Request {
    let mut filters = vec![
        json!({ "propertyName": "associations.contact", "operator": "IN", "values": contacts }),
    ];
    if !closed_stages.is_empty() {
        let lower: Vec<String> = closed_stages.iter().map(|stage| stage.to_lowercase()).collect();
        filters.push(
            json!({ "propertyName": "hs_pipeline_stage", "operator": "NOT_IN", "values": lower }),
        );
    }
    let body = json!({
        "filterGroups": [{ "filters": filters }],
        "sorts": [{ "propertyName": "hs_lastmodifieddate", "direction": "DESCENDING" }],
        "properties": ["subject", "hs_pipeline_stage"],
        "limit": 5,
        "after": "0",
    });
    Request::post(TICKETS_SEARCH.at(&[])).json(body)
}

/// Asks which contacts a ticket is of. Answers with a [`crate::Listing`] of [`crate::calls::Link`].
pub fn contacts_of_ticket(id: &str) -> Request {
    Request::get(TICKET_LINKS.at(&[id, "contacts"]))
}

fn wanted(kind: Kind, fields: &[String], more: &[String]) -> Vec<String> {
    let mut all: Vec<String> = kind.names().iter().map(|name| (*name).to_owned()).collect();
    for name in fields.iter().chain(more) {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    all
}

fn first_of(of: &Object, names: &[&str]) -> String {
    let found = names.iter().map(|name| of.property(name).trim()).find(|text| !text.is_empty());
    found.unwrap_or_default().to_owned()
}

fn tail(national: &str) -> String {
    let digits: String = national.chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(TAIL)..].to_owned()
}
