//! What keeps a tenant from working: asked live, and said with what to do about it.

use contract::console::Role;
use serde_json::{Value, json};

use crate::console_links::{Browser, linked};
use crate::people::Person;
use crate::rig::Rig;

/// All checks of the rig's tenant.
pub async fn checks(rig: &Rig, who: &Person) -> Vec<Value> {
    let path = format!("/tenants/{}/checks", rig.tenant().await.0);
    let answer = rig.console(who, "GET", &path).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let all: Value = answer.json().await.unwrap();
    let checks = all["checks"].as_array().unwrap().clone();
    for check in &checks {
        let well = check["state"] == "good";
        assert!(check["found"].as_str().unwrap().ends_with(['.', '…', '!']), "{check}");
        assert_eq!(well, check["remedy"] == "", "{check}");
        assert!(!well || check["place"].is_null(), "{check}");
    }
    checks
}

/// One check, by its id.
pub fn one<'a>(checks: &'a [Value], id: &str) -> &'a Value {
    checks.iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("no check {id}"))
}

fn states<'a>(checks: &'a [Value], ids: &[&str]) -> Vec<&'a str> {
    ids.iter().map(|id| one(checks, id)["state"].as_str().unwrap()).collect()
}

async fn register(rig: &Rig, browser: &Browser, connection: &Value) {
    let path = rig.at(connection, "/registration").await;
    assert_eq!(rig.console(&browser.who, "POST", &path).send().await.unwrap().status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_tenant_that_is_set_up_everything_but_the_test_call_is_good() {
    let (rig, browser, connection) = linked().await;
    rig.hubspot.oauth().super_admin = Some(true);
    register(&rig, &browser, &connection).await;
    let path = rig.at(&connection, "/default-user").await;
    let user = json!({ "owner": "77", "name": "", "creates": true, "updates": true });
    rig.console(&browser.who, "PUT", &path).json(&user).send().await.unwrap();
    let all = checks(&rig, &browser.who).await;
    let found: Vec<(&str, &str)> =
        all.iter().map(|c| (c["id"].as_str().unwrap(), c["state"].as_str().unwrap())).collect();
    let good = |id| (id, "good");
    let mut expected: Vec<(&str, &str)> = [
        "role",
        "portal-admin",
        "calling-right",
        "designated-admin",
        "service-hub",
        "saved",
        "linked",
        "account",
        "scopes",
        "end-dates",
        "registered",
        "record-link",
        "record-type",
    ]
    .map(good)
    .to_vec();
    expected.extend(["test-call", "test-record", "test-linked"].map(|id| (id, "unknown")));
    assert_eq!(found, expected);
}

// row!(U43)
#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_that_is_not_linked_is_told_where_to_link_it() {
    let rig = Rig::with(|config| config.hubspot.access_token = None).await;
    let owner = rig.owner().await;
    let all = checks(&rig, &owner).await;
    assert_eq!(states(&all, &["saved", "linked"]), ["bad", "bad"]);
    assert_eq!(one(&all, "linked")["place"]["href"], "#/crm");
    rig.connection(&owner).await;
    let all = checks(&rig, &owner).await;
    assert_eq!(states(&all, &["saved", "linked"]), ["good", "bad"]);
    let unasked = ["account", "scopes", "service-hub", "record-link", "record-type"];
    assert_eq!(states(&all, &unasked), ["unknown"; 5]);
    assert_eq!(rig.hubspot.asked(), Vec::<String>::new());
}

// row!(U1)
#[tokio::test(flavor = "multi_thread")]
async fn the_prerequisites_are_named_one_by_one_and_to_nobody_but_administrators() {
    let (rig, browser, _) = linked().await;
    let tenant = rig.tenant().await;
    let admin = rig.member(&tenant, "admin@example.com", Role::Administrator).await;
    let agent = rig.member(&tenant, "agent@example.com", Role::Agent).await;
    let ids = ["role", "portal-admin", "calling-right", "designated-admin"];
    for (right, expected) in [
        (None, ["good", "unknown", "unknown", "warning"]),
        (Some(false), ["good", "warning", "unknown", "warning"]),
        (Some(true), ["good", "good", "good", "warning"]),
    ] {
        rig.hubspot.oauth().super_admin = right;
        let all = checks(&rig, &admin).await;
        assert_eq!(states(&all, &ids), expected, "{right:?}");
    }
    let all = checks(&rig, &browser.who).await;
    assert!(one(&all, "role")["found"].as_str().unwrap().contains("owner"));
    // Saving and linking are refused in the same way.
    for (method, what) in [("GET", "checks"), ("POST", "connections")] {
        let path = format!("/tenants/{}/{what}", tenant.0);
        let form = crate::console_connections::form();
        let answer = rig.console(&agent, method, &path).json(&form).send().await.unwrap();
        assert_eq!(answer.status(), 403);
        assert!(answer.text().await.unwrap().contains("Ask an administrator"));
    }
}

// row!(U33)
#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_does_not_open_is_the_account_the_link_or_the_type() {
    let (rig, browser, _) = linked().await;
    let ids = ["account", "record-link", "record-type"];
    assert_eq!(states(&checks(&rig, &browser.who).await, &ids), ["good", "good", "good"]);
    rig.hubspot.oauth().chosen = 999;
    let all = checks(&rig, &browser.who).await;
    assert_eq!(states(&all, &ids), ["bad", "good", "good"]);
    assert!(one(&all, "account")["found"].as_str().unwrap().contains("999"));
    rig.hubspot.oauth().chosen = 0;
    rig.hubspot.oauth().ui_domain = Some("evil.example".into());
    assert_eq!(states(&checks(&rig, &browser.who).await, &ids), ["good", "warning", "good"]);
    rig.hubspot.oauth().ui_domain = None;
    rig.hubspot.fail_at("/deals", 403);
    let all = checks(&rig, &browser.who).await;
    assert_eq!(states(&all, &ids), ["good", "good", "warning"]);
    assert!(one(&all, "record-type")["found"].as_str().unwrap().contains("deals"));
    rig.hubspot.fail_at("2026-09/contacts", 403);
    assert_eq!(states(&checks(&rig, &browser.who).await, &ids), ["good", "good", "bad"]);
}

// row!(O20)
#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_service_hub_is_told_so_and_works_less_its_tickets() {
    let (rig, browser, _) = linked().await;
    rig.hubspot.fail_at("/crm/pipelines", 403);
    let all = checks(&rig, &browser.who).await;
    assert_eq!(states(&all, &["service-hub", "linked"]), ["warning", "good"]);
    assert!(one(&all, "service-hub")["found"].as_str().unwrap().contains("Service Hub"));
}

// row!(C16) row!(C18)
#[tokio::test(flavor = "multi_thread")]
async fn each_trouble_with_the_link_has_a_name_and_a_remedy_of_its_own() {
    let (rig, browser, _) = linked().await;
    for (status, state, name) in [
        (503, "bad", "Connection failed"),
        (403, "bad", "Permission denied"),
        (400, "bad", "Refused"),
        (429, "warning", "Rate limit"),
    ] {
        rig.hubspot.fail_at("/account-info", status);
        let all = checks(&rig, &browser.who).await;
        let check = one(&all, "linked");
        assert_eq!(check["state"], state, "{status}");
        let found = check["found"].as_str().unwrap();
        assert!(found.starts_with(name), "{status}: {found}");
    }
    rig.hubspot.fail_at("/account-info", 200);
    // The app was deleted in HubSpot: neither of its tokens is good any more.
    rig.hubspot.oauth().access.clear();
    rig.hubspot.oauth().refresh.clear();
    let all = checks(&rig, &browser.who).await;
    let found = one(&all, "linked")["found"].as_str().unwrap().to_owned();
    assert!(found.starts_with("Revoked"), "{found}");
    let again = checks(&rig, &browser.who).await;
    let found = one(&again, "linked")["found"].as_str().unwrap();
    assert!(found.contains("Link the account again"), "the reason stays: {found}");
}

// row!(U44)
#[tokio::test(flavor = "multi_thread")]
async fn agents_who_do_not_see_the_widget_have_one_that_is_not_registered() {
    let (rig, browser, connection) = linked().await;
    let state = async || {
        let all = checks(&rig, &browser.who).await;
        one(&all, "registered").clone()
    };
    assert_eq!(state().await["state"], "bad");
    register(&rig, &browser, &connection).await;
    assert_eq!(state().await["state"], "good");
    rig.hubspot.oauth().settings["isReady"] = json!(false);
    let found = state().await;
    assert_eq!(found["state"], "bad");
    assert!(found["found"].as_str().unwrap().contains("isReady"));
    rig.hubspot.oauth().settings["isReady"] = json!(true);
    rig.hubspot.oauth().settings["width"] = json!(1);
    assert_eq!(state().await["state"], "warning");
}

// row!(U12)
#[tokio::test(flavor = "multi_thread")]
async fn a_scope_that_is_missing_is_bad_only_if_nothing_works_without_it() {
    for (scope, state) in [("tickets", "warning"), ("crm.objects.contacts.write", "bad")] {
        let rig = Rig::with(|config| config.hubspot.access_token = None).await;
        let browser = crate::console_links::browser(&rig).await;
        let connection = rig.connection(&browser.who).await;
        let url = crate::console_links::begin(&rig, &browser, &connection).await;
        rig.hubspot.oauth().withheld = vec![scope.into()];
        let query = rig.hubspot.consent(&url);
        crate::console_links::come_back(&rig, &browser.cookie, &query).await;
        let all = checks(&rig, &browser.who).await;
        assert_eq!(one(&all, "scopes")["state"], state);
        assert!(one(&all, "scopes")["remedy"].as_str().unwrap().contains(scope));
    }
}
