//! Removing the app from the account at HubSpot, and whom that cuts off.

use contract::console::Role;
use serde_json::{Value, json};
use sidetone_backend::people::{self, TenantId};

use crate::console_links::{Browser, come_back, linked};
use crate::people::Person;
use crate::rig::Rig;

/// Links another tenant to the same account, by the same app.
async fn also(rig: &Rig, browser: &Browser, name: &str) -> (TenantId, String) {
    let tenant = people::add_tenant(&rig.store, name).await.unwrap();
    let path = format!("/tenants/{}/connections", tenant.0);
    let form = crate::console_connections::form();
    let made = rig.console(&browser.who, "POST", &path).json(&form).send().await.unwrap();
    let made: Value = made.json().await.unwrap();
    let path = format!("{path}/{}", made["id"].as_str().unwrap());
    let request = rig.console(&browser.who, "POST", &format!("{path}/link"));
    let started = request.header("cookie", &browser.cookie).send().await.unwrap();
    let started: Value = started.json().await.unwrap();
    let query = rig.hubspot.consent(started["url"].as_str().unwrap());
    assert_eq!(come_back(rig, &browser.cookie, &query).await.status(), 200);
    (tenant, path)
}

async fn would(rig: &Rig, who: &Person, connection: &Value) -> Value {
    let path = rig.at(connection, "/uninstall").await;
    rig.console(who, "GET", &path).send().await.unwrap().json().await.unwrap()
}

async fn remove(rig: &Rig, who: &Person, connection: &Value, word: &str) -> u16 {
    let path = rig.at(connection, "/uninstall").await;
    let request = rig.console(who, "POST", &path).json(&json!({ "word": word }));
    request.send().await.unwrap().status().as_u16()
}

// row!(O19)
#[tokio::test(flavor = "multi_thread")]
async fn the_app_is_removed_by_the_typed_word_and_every_tenant_of_it_hears_why() {
    let (rig, browser, connection) = linked().await;
    let (west, path) = also(&rig, &browser, "West").await;
    let told = would(&rig, &browser.who, &connection).await;
    assert_eq!(told, json!({ "cutsOff": ["West"], "allowed": true }));
    assert_eq!(remove(&rig, &browser.who, &connection, "DELETE").await, 422);
    assert!(!rig.hubspot.oauth().asked.contains(&"uninstall".to_owned()));
    assert_eq!(remove(&rig, &browser.who, &connection, "UNINSTALL").await, 204);
    assert!(rig.hubspot.oauth().asked.contains(&"uninstall".to_owned()));
    let list = format!("/tenants/{}/connections", west.0);
    let theirs: Value =
        rig.console(&browser.who, "GET", &list).send().await.unwrap().json().await.unwrap();
    let ours = rig.shown(&browser.who).await;
    for shown in [&ours, &theirs[0]] {
        let why = shown["link"]["notLinked"]["why"].as_str().unwrap();
        assert!(why.contains("was removed from the HubSpot account"), "{why}");
        let kept = sidetone_backend::store::secrets::all(&rig.store).await.unwrap();
        assert!(
            kept.iter().all(|(.., kept)| !kept.field.ends_with("s_token")
                && !kept.field.ends_with("refresh_token"))
        );
    }
    // Nothing is left to be removed.
    assert_eq!(remove(&rig, &browser.who, &connection, "UNINSTALL").await, 409);
    let gone = rig.console(&browser.who, "GET", &format!("{path}/uninstall"));
    assert_eq!(gone.send().await.unwrap().status(), 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_cuts_off_no_tenant_of_somebody_elses() {
    let (rig, browser, connection) = linked().await;
    let tenant = rig.tenant().await;
    let admin = rig.member(&tenant, "admin@example.com", Role::Administrator).await;
    assert_eq!(
        would(&rig, &admin, &connection).await,
        json!({ "cutsOff": [], "allowed": true }),
        "it is theirs alone"
    );
    let (west, _) = also(&rig, &browser, "West").await;
    let (east, _) = also(&rig, &browser, "East").await;
    rig.member(&west, "admin@example.com", Role::Administrator).await;
    let told = would(&rig, &admin, &connection).await;
    assert_eq!(
        told,
        json!({ "cutsOff": ["West"], "allowed": false }),
        "East is not their business"
    );
    assert_eq!(remove(&rig, &admin, &connection, "UNINSTALL").await, 403);
    rig.member(&east, "admin@example.com", Role::Administrator).await;
    assert_eq!(would(&rig, &admin, &connection).await["allowed"], true);
    assert_eq!(remove(&rig, &admin, &connection, "UNINSTALL").await, 204);
}

#[tokio::test(flavor = "multi_thread")]
async fn when_hubspot_does_not_do_it_nothing_is_changed() {
    let (rig, browser, connection) = linked().await;
    rig.hubspot.fail_next(&[503]);
    assert_eq!(remove(&rig, &browser.who, &connection, "UNINSTALL").await, 409);
    assert!(rig.shown(&browser.who).await["link"]["linked"].is_object());
}
