//! A browser reads from the address exactly what was put into it.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::oauth::{Authorize, authorize_url};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn ask<'a>(state: &'a str, redirect_uri: &'a str) -> Authorize<'a> {
    Authorize {
        ui_url: hubspot::UI_URL,
        portal: None,
        client_id: "0000-1111",
        redirect_uri,
        scopes: &["oauth", "crm.objects.contacts.read"],
        optional_scopes: &["tickets"],
        state,
        code_challenge: Some("abc-_123"),
    }
}

fn read(address: &str) -> (url::Url, BTreeMap<String, String>) {
    let address = url::Url::parse(address).unwrap();
    let pairs: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    let count = pairs.len();
    let pairs: BTreeMap<_, _> = pairs.into_iter().collect();
    assert_eq!(pairs.len(), count, "no parameter twice");
    (address, pairs)
}

#[test]
fn every_parameter_is_there_once() {
    let (address, pairs) = read(&authorize_url(&ask("st", "https://a.example/back?x=1&y=2#z")));
    assert_eq!(address.host_str(), Some("app.hubspot.com"));
    assert_eq!(address.path(), "/oauth/authorize");
    assert_eq!(address.fragment(), None);
    let expected = [
        ("client_id", "0000-1111"),
        ("code_challenge", "abc-_123"),
        ("code_challenge_method", "S256"),
        ("optional_scope", "tickets"),
        ("redirect_uri", "https://a.example/back?x=1&y=2#z"),
        ("scope", "oauth crm.objects.contacts.read"),
        ("state", "st"),
    ];
    let found: Vec<_> = pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn spaces_are_escaped_as_hubspot_shows_it() {
    let address = authorize_url(&ask("st", "https://a.example"));
    assert!(address.contains("scope=oauth%20crm.objects.contacts.read&"), "{address}");
}

#[test]
fn what_is_not_asked_for_is_not_there() {
    let bare = Authorize { optional_scopes: &[], code_challenge: None, ..ask("st", "https://a.b") };
    let (_, pairs) = read(&authorize_url(&bare));
    assert_eq!(pairs.keys().collect::<Vec<_>>(), ["client_id", "redirect_uri", "scope", "state"]);
}

#[test]
fn the_account_is_preselected_and_cannot_leave_its_place() {
    let with = |portal| Authorize { portal: Some(portal), ..ask("st", "https://a.example") };
    assert_eq!(read(&authorize_url(&with("123"))).0.path(), "/oauth/123/authorize");
    let (address, _) = read(&authorize_url(&with("../../evil?x=#")));
    assert!(address.path().ends_with("/authorize"), "{address}");
    assert!(address.path().starts_with("/oauth/"), "{address}");
}

proptest! {
    #[test]
    fn any_text_comes_back_unchanged(state in ".*", redirect in ".*", client in ".*", scope in ".*") {
        let scopes = [scope.as_str()];
        let ask = Authorize { client_id: &client, scopes: &scopes, ..ask(&state, &redirect) };
        let (address, pairs) = read(&authorize_url(&ask));
        prop_assert_eq!(address.path(), "/oauth/authorize");
        prop_assert_eq!(&pairs["state"], &state);
        prop_assert_eq!(&pairs["redirect_uri"], &redirect);
        prop_assert_eq!(&pairs["client_id"], &client);
        prop_assert_eq!(&pairs["scope"], &scope);
    }
}
