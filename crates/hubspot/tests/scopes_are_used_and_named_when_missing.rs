//! Every scope that is asked for is used, and a missing one is named with what it switches off.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::endpoints;
use hubspot::scopes::{self, Chosen, Need, Object};

// row!(U13)
#[test]
fn every_scope_is_used_by_an_endpoint_of_ours() {
    for scope in scopes::needed() {
        assert!(!scope.used_by.is_empty(), "{}", scope.name);
        assert!(!scope.enables.is_empty(), "{}", scope.name);
        for endpoint in scope.used_by {
            assert!(endpoints::all().contains(endpoint), "{}", scope.name);
        }
    }
    for name in scopes::not_needed() {
        assert!(scopes::needed().iter().all(|scope| scope.name != *name), "{name}");
    }
}

#[test]
fn every_endpoint_that_wants_the_accounts_token_has_its_scope() {
    // The others say in their body who asks, or carry the developer API key.
    let own = [
        endpoints::TOKEN,
        endpoints::INTROSPECT,
        endpoints::REVOKE,
        endpoints::PRIVATE_APP,
        endpoints::CALLING_SETTINGS,
    ];
    for endpoint in endpoints::all() {
        let scoped = scopes::needed().iter().any(|scope| scope.used_by.contains(endpoint));
        assert!(scoped != own.contains(endpoint), "{}", endpoint.name);
    }
}

// row!(U12)
#[test]
fn a_missing_scope_is_named_with_what_it_switches_off() {
    let all: Vec<&str> = scopes::needed().iter().map(|scope| scope.name).collect();
    assert!(scopes::missing(&all).is_empty());
    assert_eq!(scopes::missing(&[]).len(), all.len());
    let without: Vec<&str> = all.iter().copied().filter(|name| *name != "tickets").collect();
    let missing = scopes::missing(&without);
    assert_eq!(missing.iter().map(|scope| scope.name).collect::<Vec<_>>(), ["tickets"]);
    assert_eq!(missing[0].need, Need::Optional);
    let sentence = missing[0].disables();
    assert!(sentence.contains("tickets") && sentence.contains("linking calls"), "{sentence}");
}

#[test]
fn a_private_apps_token_is_not_blamed_for_what_only_oauth_has() {
    let names: Vec<&str> =
        scopes::missing_in_private_app(&[]).iter().map(|scope| scope.name).collect();
    assert!(!names.contains(&"oauth"));
    assert_eq!(names.len() + 1, scopes::needed().len());
}

#[test]
fn the_apps_description_asks_for_the_tables_scopes_and_shows_the_widget() {
    let file = scopes::hsmeta("Sidetone", "https://widget.example", &["https://a.example/back"]);
    assert_eq!((&file["uid"], &file["type"]), (&"app".into(), &"app".into()));
    let config = &file["config"];
    assert_eq!(config["name"], "Sidetone");
    assert_eq!(config["auth"]["type"], "oauth");
    assert_eq!(config["auth"]["redirectUrls"][0], "https://a.example/back");
    assert_eq!(config["permittedUrls"]["iframe"][0], "https://widget.example");
    let listed =
        |key: &str| -> Vec<String> { serde_json::from_value(config["auth"][key].clone()).unwrap() };
    // Who only signs in is asked for no more than this.
    assert_eq!(listed("requiredScopes"), ["oauth"]);
    let linking = [listed("requiredScopes"), listed("conditionallyRequiredScopes")].concat();
    assert_eq!(linking, scopes::names(Need::Required));
    assert_eq!(listed("optionalScopes"), scopes::names(Need::Optional));
}

// row!(I3) row!(U27)
#[test]
fn the_scopes_follow_the_chosen_kinds_of_records_and_a_missing_one_names_its_kind() {
    let names = |chosen: &Chosen| chosen.names(Need::Optional);
    let nothing = Chosen::default();
    assert!(!names(&nothing).contains(&"crm.objects.deals.write"));
    let deals = Chosen(vec![Object::Deals]);
    assert!(names(&deals).contains(&"crm.objects.deals.write"));
    assert_eq!(nothing.names(Need::Required), scopes::names(Need::Required));

    let granted: Vec<&str> = scopes::names(Need::Required);
    let lacks = |chosen: &Chosen| -> Vec<(&str, Option<Object>, bool)> {
        let missing = chosen.missing(&granted, false);
        missing.iter().map(|lack| (lack.scope.name, lack.object, lack.is_serious())).collect()
    };
    assert!(lacks(&nothing).iter().all(|(_, object, serious)| object.is_none() && !serious));
    let lacking = lacks(&deals);
    for scope in ["crm.objects.deals.read", "crm.objects.deals.write"] {
        assert!(lacking.contains(&(scope, Some(Object::Deals), true)), "{lacking:?}");
    }
    assert!(lacking.contains(&("tickets", None, false)));
    let both = Chosen(vec![Object::Tickets, Object::Companies]);
    assert!(lacks(&both).contains(&("tickets", Some(Object::Tickets), true)));
    let sentence = both.missing(&granted, false);
    let sentence = sentence.iter().find(|lack| lack.scope.name == "tickets").unwrap().disables();
    assert!(sentence.starts_with("Tickets are chosen"), "{sentence}");
    assert!(both.missing(&[], true).iter().all(|lack| lack.scope.name != "oauth"));
}
