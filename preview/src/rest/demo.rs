//! The demo account: people, companies and what is open with them. Their numbers are reserved for
//! fiction.

use super::{Kind, LinkType, Object, numbers, values::Values};

/// Name, e-mail address, job, company, city and country; telephone and mobile, empty for none.
type Person = (u64, [&'static str; 7], [&'static str; 2]);

const PEOPLE: [Person; 8] = [
    (
        101,
        ["Ada", "Lovelace", "ada@engines.example", "Analyst", "Engines & Co", "London", "GB"],
        ["+44 20 7946 0958", "+44 7700 900123"],
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
        ["+1 212 555 0142", "+1 917 555 0188"],
    ),
    (
        103,
        ["Emmy", "Noether", "emmy@symmetrie.example", "Director", "Symmetrie", "Berlin", "DE"],
        ["+49 30 23125 777", "+49 171 39200 17"],
    ),
    (
        104,
        ["Busy", "Line", "busy@engines.example", "Never free", "Engines & Co", "London", "GB"],
        ["+44 20 7946 0901", "+44 20 7946 0902"],
    ),
    // Two of one household, under one number.
    (
        105,
        ["Mary", "Somerville", "mary@somerville.example", "Astronomer", "", "London", "GB"],
        ["+44 20 7946 0321", "+44 7700 900321"],
    ),
    (
        106,
        ["William", "Somerville", "william@somerville.example", "Doctor", "", "London", "GB"],
        ["+44 20 7946 0321", ""],
    ),
    // Under the number of the company.
    (
        107,
        ["Hedy", "Lamarr", "hedy@hopping.example", "Owner", "Hopping Ltd", "London", "GB"],
        ["+44 20 7946 0444", ""],
    ),
    // A colleague: the same person is a user of the account.
    (
        108,
        ["Sally", "Sales", "sally.sales@demo.example", "Sales", "Demo", "London", "GB"],
        ["+44 20 7946 0555", "+44 7700 900555"],
    ),
];

const COMPANIES: [(u64, &str, &str, &str); 3] = [
    (501, "Engines & Co", "engines.example", "+44 20 7946 0200"),
    (502, "Harbor Labs", "harbor.example", "+1 212 555 0100"),
    (503, "Hopping Ltd", "hopping.example", "+44 20 7946 0444"),
];

/// Subject, stage of the usual pipeline, and whose it is.
const TICKETS: [(u64, &str, &str, u64); 2] =
    [(701, "The telescope came without a tripod", "1", 105), (702, "Wrong invoice", "4", 106)];

/// Name, amount, stage of the usual pipeline, and whose it is.
const DEALS: [(u64, &str, &str, &str, u64); 1] =
    [(601, "Frequencies for a year", "4800", "qualifiedtobuy", 107)];

/// People and the company they work for.
const WORKS_FOR: [(u64, u64); 4] = [(101, 501), (104, 501), (102, 502), (107, 503)];

/// All objects of the demo account.
pub fn objects(now: u64) -> Vec<Object> {
    let people = PEOPLE.iter().map(|(id, about, numbers)| {
        let names = ["firstname", "lastname", "email", "jobtitle", "company", "city", "country"];
        let numbers = ["phone", "mobilephone"].into_iter().zip(*numbers);
        object(Kind::Contacts, *id, names.into_iter().zip(*about).chain(numbers), now)
    });
    let companies = COMPANIES.iter().map(|(id, name, domain, phone)| {
        let pairs = [("name", *name), ("domain", *domain), ("phone", *phone)];
        object(Kind::Companies, *id, pairs, now)
    });
    let tickets = TICKETS.iter().map(|(id, subject, stage, _)| {
        let pairs = [("subject", *subject), ("hs_pipeline", "0"), ("hs_pipeline_stage", *stage)];
        object(Kind::Tickets, *id, pairs, now)
    });
    let deals = DEALS.iter().map(|(id, name, amount, stage, _)| {
        let place = [("pipeline", "default"), ("dealstage", *stage)];
        let pairs = [("dealname", *name), ("amount", *amount)].into_iter().chain(place);
        object(Kind::Deals, *id, pairs, now)
    });
    let mut all: Vec<Object> = people.chain(companies).chain(tickets).chain(deals).collect();
    for (person, company) in WORKS_FOR {
        link(&mut all, (Kind::Contacts, person), LinkType::numbered(Kind::Contacts, 1), company);
    }
    let contacts = |from| LinkType::usual(from, Kind::Contacts);
    for (ticket, .., person) in TICKETS {
        link(&mut all, (Kind::Tickets, ticket), contacts(Kind::Tickets), person);
    }
    for (deal, .., person) in DEALS {
        link(&mut all, (Kind::Deals, deal), contacts(Kind::Deals), person);
    }
    all
}

/// The id of the only person of the second account.
const SECOND: u64 = 201;

/// The only person of the second account.
pub fn second(now: u64) -> Object {
    let pairs = [("firstname", "Katherine"), ("lastname", "Johnson"), ("phone", "+1 202 555 0121")];
    object(Kind::Contacts, SECOND, pairs, now)
}

fn object(
    kind: Kind,
    id: u64,
    pairs: impl IntoIterator<Item = (&'static str, &'static str)>,
    now: u64,
) -> Object {
    let set = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let mut properties: Values = set.map(|(name, value)| (name.into(), value.into())).collect();
    numbers::calculate(kind, &mut properties);
    Object::new(kind, id, properties, now, 0)
}

/// Writes a link at both ends.
fn link(all: &mut [Object], from: (Kind, u64), link: Option<LinkType>, to: u64) {
    let Some(link) = link else { return };
    let to = (link.to, to);
    for (end, other, link) in [(from, to, link), (to, from, link.back())] {
        let ids = link.with_usual().into_iter().map(|link| link.id);
        let object = all.iter_mut().find(|object| (object.kind, object.id) == end);
        if let Some(object) = object {
            object.linked.entry(other).or_default().extend(ids);
        }
    }
}
