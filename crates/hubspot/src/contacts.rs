//! Contacts by phone number: the search, and the check that a hit is one.

use serde_json::{Value, json};

use crate::endpoints::CONTACTS_SEARCH;
use crate::{Object, Request};

/// The properties that hold a contact's phone numbers.
const PHONES: [&str; 3] = ["phone", "mobilephone", "hs_calculated_phone_number"];

/// Searches contacts by a number: the calculated properties first (national and international),
/// then the end of what was typed. Answers with a [`crate::Page`] of candidates: HubSpot compares
/// loosely, so each has to pass [`has_number`].
///
/// `e164` is `+` and digits; `national` is the same without the country code.
pub fn search(e164: &str, national: &str) -> Request {
    let equals = |name: &str, value: &str| json!({ "filters": [{ "propertyName": name, "operator": "EQ", "value": value }] });
    let tail: String = tail(national, 8);
    let groups: Vec<Value> = vec![
        equals("hs_searchable_calculated_phone_number", national),
        equals("hs_searchable_calculated_mobile_number", national),
        equals("hs_searchable_calculated_international_phone_number", e164),
        equals("hs_searchable_calculated_international_mobile_number", e164),
        json!({ "filters": [{
            "propertyName": "phone",
            "operator": "CONTAINS_TOKEN",
            "value": format!("*{tail}"),
        }] }),
    ];
    let wanted = [&PHONES[..], &["firstname", "lastname", "company", "email"]].concat();
    let body = json!({ "filterGroups": groups, "properties": wanted, "limit": 20, "after": "0" });
    Request::post(CONTACTS_SEARCH.at(&[])).json(body)
}

/// Whether one of the contact's numbers is this one. Digits are compared: an international number
/// whole, a national one by its end, without its leading zeros.
pub fn has_number(contact: &Object, e164: &str) -> bool {
    let wanted = digits(e164);
    if wanted.len() < 6 {
        return false;
    }
    PHONES.iter().any(|name| {
        let value = contact.property(name).trim();
        let found = digits(value);
        if value.starts_with('+') {
            return found == wanted;
        }
        let found = found.strip_prefix("00").unwrap_or(&found);
        if found == wanted {
            return true;
        }
        let national = found.trim_start_matches('0');
        national.len() >= 7
            && wanted.len() - national.len().min(wanted.len()) <= 3
            && wanted.ends_with(national)
    })
}

/// The contact's name for people; empty when HubSpot has none.
pub fn name(contact: &Object) -> String {
    let name = format!("{} {}", contact.property("firstname"), contact.property("lastname"));
    let name = name.trim();
    if name.is_empty() { contact.property("email").to_owned() } else { name.to_owned() }
}

/// A second line for people: company, else e-mail address, else empty.
pub fn detail(contact: &Object) -> String {
    let company = contact.property("company");
    if company.is_empty() { contact.property("email").to_owned() } else { company.to_owned() }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn tail(text: &str, count: usize) -> String {
    let digits = digits(text);
    digits[digits.len().saturating_sub(count)..].to_owned()
}
