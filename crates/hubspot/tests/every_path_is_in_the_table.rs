//! Every request's path is one of the table's, and every path of the table is asked by a request.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::calls::Customer;
use hubspot::cases::Case;
use hubspot::endpoints::{self, Endpoint};
use hubspot::oauth::Kind;
use hubspot::{
    Auth, Request, VERSION, account, batch, calling_settings, calls, connection, dispositions,
    oauth, owners, parties, pipelines, private_app, properties, reach, users,
};
use std::collections::BTreeMap;

fn every_request() -> Vec<Request> {
    let nothing = BTreeMap::new();
    let customer = Customer { object_type: "0-1", id: "5" };
    let settings = calling_settings::Settings::new("Sidetone", "https://widget.example");
    let create = calling_settings::plan(None, &settings);
    vec![
        calls::create(&nothing, &[]),
        calls::update("1", &nothing),
        calls::associate("1", customer),
        calls::archive("1"),
        calls::by_id("1"),
        calls::contacts_of("1"),
        calls::newest_by_app("7", Some(1)),
        reach::first(reach::Kind::Contacts),
        reach::first(reach::Kind::Tickets),
        reach::first(reach::Kind::Deals),
        reach::ticket_pipelines(),
        calls::find_by_external_id("x"),
        calls::find_by_numbers("+1", "+2", 1, 2),
        parties::search(parties::Kind::Contact, "+442073238299", "2073238299", &[], &[]),
        parties::by_id(parties::Kind::Company, "7", &[]),
        parties::create_contact(&nothing),
        parties::open_tickets(&["7".to_owned()], &[]),
        parties::contacts_of_ticket("7"),
        pipelines::of_tickets(),
        pipelines::of_deals(),
        properties::list("contacts"),
        dispositions::list(),
        oauth::exchange("id", "secret", "https://a.example", "code", None),
        oauth::refresh("id", "secret", "token"),
        oauth::introspect("id", "secret", "token", Kind::Access),
        oauth::revoke("id", "secret", "token", Kind::Refresh),
        oauth::uninstall(),
        private_app::introspect("pat"),
        account::details(),
        owners::list(Some("a+b@example.com"), Some("7")),
        owners::by_id("7"),
        owners::by_user_id("7"),
        users::list(None),
        users::by_id("7"),
        users::by_email("a+b@example.com"),
        connection::of_user("7"),
        calling_settings::get(7, Auth::DeveloperKey),
        calling_settings::delete(7, Auth::Bearer),
        batch::create(&[batch::Make { properties: &nothing, links: vec![customer] }]),
        batch::update(&[("1", &nothing)]),
        batch::associate("0-1", &[("1", "5")]),
        calls::find_by_external_ids(&["x"]),
        Case::Ticket.of_customer(customer, "0"),
        Case::Deal.of_name("x", 1),
        Case::Ticket.create(&nothing, Some(customer)),
        Case::Deal.create(&nothing, None),
        Case::Ticket.put_into("1", "2"),
        Case::Ticket.link("1", customer),
        Case::Deal.link("1", customer),
        Case::Deal.put_into("1", "2"),
        Case::Deal.pipelines(),
        create.request(7, &settings, Auth::DeveloperKey).unwrap(),
    ]
}

fn fits(endpoint: &Endpoint, request: &Request) -> bool {
    let path = request.path.split('?').next().unwrap();
    let (wanted, found): (Vec<_>, Vec<_>) =
        (endpoint.path.split('/').collect(), path.split('/').collect());
    wanted.len() == found.len()
        && wanted.iter().zip(&found).all(|(w, f)| w == f || (w.starts_with('{') && !f.is_empty()))
}

#[test]
fn every_request_has_a_path_of_the_table() {
    for request in every_request() {
        assert!(endpoints::all().iter().any(|e| fits(e, &request)), "{request:?}");
        assert!(!request.path.contains(['{', '}']), "{request:?}");
    }
}

#[test]
fn every_path_of_the_table_is_asked() {
    let requests = every_request();
    for endpoint in endpoints::all() {
        assert!(requests.iter().any(|request| fits(endpoint, request)), "{endpoint:?}");
    }
}

#[test]
fn a_path_is_dated_or_says_when_it_ends() {
    for endpoint in endpoints::all() {
        assert_eq!(endpoint.path.contains(VERSION), endpoint.ends.is_none(), "{endpoint:?}");
    }
    let of = |path: &str| endpoints::all().iter().find(|e| e.path == path).unwrap();
    for undated in [
        "/settings/v3/users",
        "/crm/extensions/calling/v3/connection-statuses",
        "/oauth/v2/private-apps/get/access-token-info",
        "/calling/v1/dispositions",
    ] {
        assert_eq!(of(undated).ends, Some("2027-09"), "{undated}");
    }
}

#[test]
fn no_path_and_no_name_is_there_twice() {
    for (at, one) in endpoints::all().iter().enumerate() {
        for other in &endpoints::all()[at + 1..] {
            assert!(one.path != other.path && one.name != other.name, "{one:?}");
        }
    }
}
