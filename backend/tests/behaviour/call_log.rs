//! What administrators see of calls: what HubSpot has of each, and sending again what it refused.

use contract::console::Role;
use serde_json::{Value, json};

use crate::console_links::{Browser, linked_with};
use crate::rig::{Rig, eventually};

async fn get(rig: &Rig, browser: &Browser, path: &str) -> Value {
    let path = format!("/tenants/{}{path}", rig.tenant().await.0);
    let answer = rig.console(&browser.who, "GET", &path).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer.json().await.unwrap()
}

async fn post(rig: &Rig, browser: &Browser, path: &str) -> u16 {
    let path = format!("/tenants/{}{path}", rig.tenant().await.0);
    let request = rig.console(&browser.who, "POST", &path).json(&json!({}));
    request.send().await.unwrap().status().as_u16()
}

async fn calls() -> (Rig, Browser) {
    let (rig, browser, _) = linked_with(|config| config.ring_timeout_ms = 50).await;
    rig.hubspot.contact("51", "Grace", "Hopper", "+442073238299");
    (rig, browser)
}

// row!(U45) row!(K12)
#[tokio::test(flavor = "multi_thread")]
async fn a_call_shows_what_was_written_and_when() {
    let (rig, browser) = calls().await;
    let call = rig.ring("+442073238299").await;
    rig.records_are_finished().await;
    let log = get(&rig, &browser, "/calls").await;
    let row = &log["rows"][0];
    assert_eq!((row["id"].as_str(), row["end"].as_str()), (Some(call.as_str()), Some("MISSED")));
    assert!(row["state"]["saved"]["at"].as_u64().unwrap() > 1_700_000_000_000, "{row}");
    assert!(row["url"].as_str().unwrap().ends_with("/record/0-1/51"), "{row}");
    assert_eq!((log["waiting"].as_u64(), log["refused"].as_u64()), (Some(0), Some(0)));
    let detail = get(&rig, &browser, &format!("/calls/{call}")).await;
    let written: Vec<&str> =
        detail["written"].as_array().unwrap().iter().map(|p| p[0].as_str().unwrap()).collect();
    assert!(written.contains(&"hs_call_status") && written.contains(&"hs_call_external_id"));
    assert_eq!(detail["creator"], "Sidetone");
    assert_eq!(detail["links"][0][0], "Contact 51");
    let events: Vec<&str> =
        detail["events"].as_array().unwrap().iter().map(|e| e["what"].as_str().unwrap()).collect();
    assert_eq!(events.first(), Some(&"offer"));
    assert!(events.contains(&"call record made"), "{events:?}");
    assert_eq!(
        get(&rig, &browser, "/calls?number=3238299").await["rows"].as_array().unwrap().len(),
        1
    );
    assert_eq!(get(&rig, &browser, "/calls?number=555").await["rows"], json!([]));
}

// row!(U45)
#[tokio::test(flavor = "multi_thread")]
async fn what_hubspot_refused_is_listed_with_its_words_and_sent_again() {
    let (rig, browser) = calls().await;
    rig.hubspot.fail_at("2026-09/calls", 400);
    let call = rig.ring("+442073238299").await;
    rig.records_are_finished().await;
    let log = get(&rig, &browser, "/calls?only=troubles").await;
    assert_eq!(log["refused"], 1);
    let refused = &log["rows"][0]["state"]["refused"];
    assert!(refused["why"].as_str().unwrap().contains("on demand"), "{refused}");
    assert!(!refused["trace"].as_str().unwrap().is_empty());
    assert!(rig.hubspot.calls().is_empty());

    rig.hubspot.fail_at("2026-09/calls", 200);
    assert_eq!(post(&rig, &browser, &format!("/calls/{call}/again")).await, 204);
    rig.records(|all| all.len() == 1).await;
    rig.records_are_finished().await;
    assert_eq!(get(&rig, &browser, "/calls?only=troubles").await["rows"], json!([]));
    assert_eq!(post(&rig, &browser, "/calls/z/again").await, 404);
}

// row!(U45)
#[tokio::test(flavor = "multi_thread")]
async fn all_that_was_refused_is_sent_again_together() {
    let (rig, browser) = calls().await;
    rig.hubspot.fail_at("2026-09/calls", 400);
    for _ in 0..3 {
        rig.ring("+442073238299").await;
    }
    rig.records_are_finished().await;
    assert_eq!(get(&rig, &browser, "/calls").await["refused"], 3);
    rig.hubspot.fail_at("2026-09/calls", 200);
    assert_eq!(post(&rig, &browser, "/calls/again").await, 200);
    rig.records(|all| all.len() == 3).await;
    eventually("nothing is refused any more", async || {
        (get(&rig, &browser, "/calls").await["refused"] == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calls_of_another_tenant_are_nobodys_business() {
    let (rig, browser) = calls().await;
    let call = rig.ring("+442073238299").await;
    rig.records_are_finished().await;
    let request = rig.console(&browser.who, "POST", "/tenants");
    let made = request.json(&json!({ "name": "Other" })).send().await.unwrap();
    assert!(made.status().is_success());
    let other: Value = made.json().await.unwrap();
    let id = other["tenant"].as_str().unwrap();
    let path = format!("/tenants/{id}/calls");
    let empty: Value =
        rig.console(&browser.who, "GET", &path).send().await.unwrap().json().await.unwrap();
    assert_eq!(empty["rows"], json!([]));
    let path = format!("/tenants/{id}/calls/{call}");
    assert_eq!(rig.console(&browser.who, "GET", &path).send().await.unwrap().status(), 404);
    let tenant = rig.tenant().await;
    let agent = rig.member(&tenant, "agent@example.com", Role::Agent).await;
    let path = format!("/tenants/{}/calls", tenant.0);
    assert_eq!(rig.console(&agent, "GET", &path).send().await.unwrap().status(), 403);
}

// row!(U45)
#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_the_page_that_refuses_its_end_is_told_to_be_refused() {
    let (rig, browser, _) = linked_with(|config| config.ring_timeout_ms = 30_000).await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    surface.until_call(&call, |c| c.host.may_announce.is_some()).await;
    let told = json!({ "announced": { "instance": "h1" } });
    rig.done(&surface, json!({ "told": { "call": call, "told": told } })).await;
    let id = rig.hubspot.page_makes(json!({ "hs_call_title": "by the page" }));
    rig.done(&surface, json!({ "engagement": { "call": call, "id": id } })).await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    rig.hubspot.fail_at("/calls", 400);
    let save = json!({ "call": call, "draft": { "outcome": "d-1", "notes": "n" } });
    rig.done(&surface, json!({ "save": save })).await;
    rig.done(&surface, json!({ "told": { "call": call, "told": "completed" } })).await;
    let refused = async || {
        let log = get(&rig, &browser, "/calls").await;
        (log["refused"] == 1 && log["rows"][0]["state"]["refused"].is_object()).then_some(())
    };
    eventually("it is refused", refused).await;
}
