//! Calling settings are created once, changed where they differ, and shown side by side.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::calling_settings::{self, Plan, Settings};
use hubspot::{Auth, Error, Method, Reply};
use serde_json::json;

fn wanted() -> Settings {
    Settings::new("Sidetone", "https://widget.example/")
}

fn reply(status: u16, body: &str) -> Reply<'_> {
    Reply { status, retry_after: None, body: body.as_bytes() }
}

// row!(U29)
#[test]
fn a_widget_that_hubspot_does_not_know_is_registered_whole_and_ready() {
    let plan = calling_settings::plan(None, &wanted());
    assert_eq!(plan, Plan::Create);
    let request = plan.request(7, &wanted(), Auth::DeveloperKey).unwrap();
    assert_eq!((request.method, request.auth), (Method::Post, Auth::DeveloperKey));
    assert!(request.creates);
    let expected = json!({
        "name": "Sidetone", "url": "https://widget.example/", "height": 650, "width": 400,
        "isReady": true, "supportsCustomObjects": true, "supportsInboundCalling": true,
        "usesCallingWindow": true, "usesRemote": true,
    });
    assert_eq!(request.body.json(), Some(&expected));
}

// row!(U4)
#[test]
fn the_app_id_is_in_the_path() {
    for auth in [Auth::DeveloperKey, Auth::Bearer] {
        let (get, delete) = (calling_settings::get(7, auth), calling_settings::delete(7, auth));
        assert_eq!(get.path, "/crm/extensions/calling/2026-09/7/settings");
        assert_eq!((get.method, delete.method), (Method::Get, Method::Delete));
        assert_eq!((delete.path, delete.auth), (get.path, auth));
    }
}

#[test]
fn equal_settings_send_nothing() {
    let plan = calling_settings::plan(Some(&wanted()), &wanted());
    assert_eq!(plan, Plan::Nothing);
    assert_eq!(plan.request(7, &wanted(), Auth::Bearer), None);
}

#[test]
fn only_the_fields_that_differ_are_sent_and_shown_with_both_values() {
    let existing = Settings { is_ready: Some(false), uses_remote: None, ..wanted() };
    let plan = calling_settings::plan(Some(&existing), &wanted());
    let Plan::Patch(differences) = &plan else { panic!("{plan:?}") };
    let shown: Vec<_> =
        differences.iter().map(|d| (d.field, d.now.clone(), d.wanted.clone())).collect();
    let expected =
        [("isReady", Some(json!(false)), json!(true)), ("usesRemote", None, json!(true))];
    assert_eq!(shown, expected);
    let request = plan.request(7, &wanted(), Auth::Bearer).unwrap();
    assert_eq!((request.method, request.creates), (Method::Patch, false));
    assert_eq!(request.body.json(), Some(&json!({ "isReady": true, "usesRemote": true })));
}

#[test]
fn what_is_not_wanted_is_left_as_it_is() {
    let modest = Settings { width: None, ..wanted() };
    let existing = Settings { width: Some(123), ..wanted() };
    assert_eq!(calling_settings::plan(Some(&existing), &modest), Plan::Nothing);
}

#[test]
fn no_settings_yet_is_an_answer_and_no_error() {
    let asked = calling_settings::get(7, Auth::Bearer);
    assert_eq!(calling_settings::read(&asked, &reply(404, "{}")), Ok(None));
    let old =
        r#"{"name":"Sidetone","url":"https://widget.example/","createdAt":"x","width":"400"}"#;
    let found = calling_settings::read(&asked, &reply(200, old)).unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.width, found.is_ready), ("Sidetone", Some(400), None));
    let refused = calling_settings::read(&asked, &reply(403, "{}"));
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
}

#[test]
fn a_refusal_because_there_are_some_is_recognised() {
    let body = r#"{"subCategory":"CallingSettingError.SETTINGS_ALREADY_EXISTS"}"#;
    assert!(calling_settings::exist_already(&reply(400, body)));
    assert!(!calling_settings::exist_already(&reply(400, r#"{"subCategory":"Other"}"#)));
    assert!(!calling_settings::exist_already(&reply(500, body)));
}

#[test]
fn the_console_line_cannot_be_ended_by_a_name() {
    let settings = Settings { name: r#"a"'); alert(1)//\"#.to_owned(), ..wanted() };
    let line = calling_settings::override_line(&settings);
    let start = r#"localStorage.setItem("LocalSettings:Calling:CallingExtensions", "#;
    let literal = line.strip_prefix(start).unwrap().strip_suffix(')').unwrap();
    // What a JavaScript parser makes of the literal, and HubSpot of what is stored.
    let stored: String = serde_json::from_str(literal).unwrap();
    let stored: Settings = serde_json::from_str(&stored).unwrap();
    assert_eq!(stored, settings);
    let off = calling_settings::override_off_line();
    assert_eq!(off, r#"localStorage.removeItem("LocalSettings:Calling:CallingExtensions")"#);
}
