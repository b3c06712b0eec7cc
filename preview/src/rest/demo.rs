//! The demo account: people and companies whose numbers are reserved for fiction.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Object, store::digits};

/// Name, e-mail address, job and company; country code and number of telephone and mobile.
type Person = (u64, [&'static str; 7], (&'static str, &'static str), (&'static str, &'static str));

const PEOPLE: [Person; 4] = [
    (
        101,
        ["Ada", "Lovelace", "ada@engines.example", "Analyst", "Engines & Co", "London", "GB"],
        ("44", "20 7946 0958"),
        ("44", "7700 900123"),
    ),
    (
        102,
        [
            "Grace",
            "Hopper",
            "grace@harbor.example",
            "Rear admiral",
            "Harbor Labs",
            "New York",
            "US",
        ],
        ("1", "212 555 0142"),
        ("1", "917 555 0188"),
    ),
    (
        103,
        ["Emmy", "Noether", "emmy@symmetrie.example", "Director", "Symmetrie", "Berlin", "DE"],
        ("49", "30 23125 777"),
        ("49", "171 39200 17"),
    ),
    (
        104,
        ["Busy", "Line", "busy@engines.example", "Never free", "Engines & Co", "London", "GB"],
        ("44", "20 7946 0901"),
        ("44", "20 7946 0902"),
    ),
];

const COMPANIES: [(u64, &str, &str, &str, &str); 2] = [
    (501, "Engines & Co", "engines.example", "44", "20 7946 0200"),
    (502, "Harbor Labs", "harbor.example", "1", "212 555 0100"),
];

const WORKS_FOR: [(u64, u64); 3] = [(101, 501), (104, 501), (102, 502)];

/// All objects of the demo account.
pub fn objects(now: u64) -> Vec<(Kind, Object)> {
    let people = PEOPLE.iter().map(|(id, about, phone, mobile)| {
        let names = ["firstname", "lastname", "email", "jobtitle", "company", "city", "country"];
        let mut properties: BTreeMap<String, String> =
            names.iter().zip(about).map(|(n, v)| (n.to_string(), v.to_string())).collect();
        number(&mut properties, "phone", "phone", *phone);
        number(&mut properties, "mobilephone", "mobile", *mobile);
        let linked = WORKS_FOR.iter().filter(|(person, _)| person == id);
        let linked = linked.map(|(_, company)| (Kind::Companies, *company)).collect();
        (Kind::Contacts, object(*id, properties, linked, now))
    });
    let companies = COMPANIES.iter().map(|(id, name, domain, code, phone)| {
        let pairs = [("name", name), ("domain", domain)];
        let mut properties: BTreeMap<String, String> =
            pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
        number(&mut properties, "phone", "phone", (code, phone));
        let linked = WORKS_FOR.iter().filter(|(_, company)| company == id);
        let linked = linked.map(|(person, _)| (Kind::Contacts, *person)).collect();
        (Kind::Companies, object(*id, properties, linked, now))
    });
    people.chain(companies).collect()
}

/// The id of the only person of the second account.
pub const SECOND: u64 = 201;

/// The only person of the second account.
pub fn second(now: u64) -> Object {
    let pairs = [("firstname", "Katherine"), ("lastname", "Johnson")];
    let mut properties: BTreeMap<String, String> =
        pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
    number(&mut properties, "phone", "phone", ("1", "202 555 0121"));
    object(SECOND, properties, BTreeSet::new(), now)
}

/// A number and the two searchable forms that HubSpot makes of it: with the country code and
/// without.
fn number(
    properties: &mut BTreeMap<String, String>,
    name: &str,
    searchable: &str,
    (code, national): (&str, &str),
) {
    let plain = digits(national);
    let mut set = |name: String, value: String| properties.insert(name, value);
    set(name.to_owned(), format!("+{code} {national}"));
    set(format!("hs_searchable_calculated_{searchable}_number"), plain.clone());
    set(
        format!("hs_searchable_calculated_international_{searchable}_number"),
        format!("+{code}{plain}"),
    );
}

fn object(
    id: u64,
    properties: BTreeMap<String, String>,
    linked: BTreeSet<(Kind, u64)>,
    now: u64,
) -> Object {
    Object { id, properties, created: now, updated: now, indexed: now, linked }
}
