//! The token of a private app: its form, its region, its replacement and its end.

use serde_json::{Value, json};

use crate::console_links::{Browser, browser, test};
use crate::fake_hubspot::TOKEN;
use crate::fake_oauth::PORTAL;
use crate::rig::Rig;

fn form(token: &str) -> Value {
    json!({ "name": "Pasted", "kind": "privateApp", "portal": PORTAL.to_string(),
            "privateToken": token })
}

async fn linked() -> (Rig, Browser, Value) {
    let rig = Rig::with(|config| config.hubspot.access_token = None).await;
    let browser = browser(&rig).await;
    let path = format!("/tenants/{}/connections", rig.tenant().await.0);
    let made = rig.console(&browser.who, "POST", &path).json(&form(TOKEN)).send().await.unwrap();
    let made: Value = made.json().await.unwrap();
    let link = rig.at(&made, "/link").await;
    assert_eq!(rig.console(&browser.who, "POST", &link).send().await.unwrap().status(), 200);
    (rig, browser, made)
}

async fn save(rig: &Rig, browser: &Browser, of: &Value, token: &str) -> (u16, Value) {
    let path = rig.at(of, "").await;
    let answer = rig.console(&browser.who, "PUT", &path).json(&form(token)).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

// row!(C2)
#[tokio::test(flavor = "multi_thread")]
async fn the_region_is_read_from_the_token_and_another_form_is_refused() {
    let rig = Rig::new().await;
    let browser = browser(&rig).await;
    let path = format!("/tenants/{}/connections", rig.tenant().await.0);
    for token in ["na1-1234", "pat-1234", "pat-na1-", "pat-NA1-1234", "pat-europe-1234"] {
        let request = rig.console(&browser.who, "POST", &path).json(&form(token));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 422, "{token}");
        let refused: Value = answer.json().await.unwrap();
        assert_eq!(refused["fields"][0]["field"], "privateToken");
        assert!(refused["fields"][0]["message"].as_str().unwrap().contains("pat-na1-"));
    }
    for (token, region) in [("pat-eu1-11-22", "eu1"), ("pat-na2-3", "na2")] {
        let mut form = form(token);
        form["name"] = json!(region);
        let made = rig.console(&browser.who, "POST", &path).json(&form).send().await.unwrap();
        let made: Value = made.json().await.unwrap();
        assert_eq!(made["region"], region);
        // Without a new token the region stays.
        form.as_object_mut().unwrap().remove("privateToken");
        let path = rig.at(&made, "").await;
        let saved = rig.console(&browser.who, "PUT", &path).json(&form).send().await.unwrap();
        assert_eq!(saved.json::<Value>().await.unwrap()["region"], region);
    }
}

// row!(C4) row!(C13)
#[tokio::test(flavor = "multi_thread")]
async fn a_new_token_replaces_the_old_one_only_when_it_works() {
    let (rig, browser, connection) = linked().await;
    let (status, refused) = save(&rig, &browser, &connection, "pat-na1-wrong").await;
    assert_eq!(status, 422);
    assert_eq!(refused["fields"][0]["field"], "privateToken");
    let tested = test(&rig, &browser, &connection).await;
    assert_eq!(tested["ok"], true, "the old one still stands: {tested}");
    assert!(tested["millis"].is_u64());
    rig.hubspot.oauth().private.push("pat-na1-new".into());
    assert_eq!(save(&rig, &browser, &connection, "pat-na1-new").await.0, 200);
    rig.hubspot.oauth().private_gone = true;
    assert_eq!(test(&rig, &browser, &connection).await["ok"], true, "the new one is used");
}

// row!(C13)
#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_six_months_is_due_for_a_new_one() {
    let (rig, browser, _) = linked().await;
    assert_eq!(rig.shown(&browser.who).await["privateToken"]["old"], false);
    // Two hundred days earlier.
    rig.edit_store("UPDATE secrets SET set_at = set_at - 17280000000").await;
    assert_eq!(rig.shown(&browser.who).await["privateToken"]["old"], true);
}

// row!(C18)
#[tokio::test(flavor = "multi_thread")]
async fn a_private_app_that_was_deleted_in_hubspot_is_noticed_at_its_next_use() {
    let (rig, browser, connection) = linked().await;
    rig.hubspot.oauth().private_gone = true;
    assert_eq!(test(&rig, &browser, &connection).await["ok"], false);
    let shown = rig.shown(&browser.who).await;
    let why = shown["link"]["notLinked"]["why"].as_str().unwrap();
    assert!(why.contains("the app was deleted"), "{why}");
    assert_eq!(shown["privateToken"]["set"], Value::Null, "nothing is kept of it");
}

// row!(C17)
#[tokio::test(flavor = "multi_thread")]
async fn unlinking_forgets_the_token_and_a_new_one_links_again() {
    let (rig, browser, connection) = linked().await;
    let unlink = rig.at(&connection, "/unlink").await;
    let request = rig.console(&browser.who, "POST", &unlink).json(&json!({ "word": "DELETE" }));
    assert_eq!(request.send().await.unwrap().status(), 204);
    assert_eq!(test(&rig, &browser, &connection).await["ok"], false);
    let link = rig.at(&connection, "/link").await;
    let again = rig.console(&browser.who, "POST", &link).send().await.unwrap();
    assert_eq!(again.status(), 409);
    assert!(again.text().await.unwrap().contains("There is no token to link with"));
    assert_eq!(save(&rig, &browser, &connection, TOKEN).await.0, 200);
    assert_eq!(rig.console(&browser.who, "POST", &link).send().await.unwrap().status(), 200);
    assert_eq!(test(&rig, &browser, &connection).await["ok"], true);
}
