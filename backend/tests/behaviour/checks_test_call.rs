//! What a test call leaves behind, looked at in HubSpot.

use serde_json::{Value, json};

use crate::checks::{checks, one};
use crate::console_links::linked_with;
use crate::rig::{Rig, eventually};

fn states(all: &[Value]) -> [&str; 3] {
    ["test-call", "test-record", "test-linked"].map(|id| one(all, id)["state"].as_str().unwrap())
}

async fn call(rig: &Rig, from: &str) {
    rig.ring(from).await;
    rig.records_are_finished().await;
}

// row!(U30)
#[tokio::test(flavor = "multi_thread")]
async fn the_last_call_is_looked_up_in_hubspot_with_its_contact() {
    let (rig, browser, _) = linked_with(|config| config.ring_timeout_ms = 50).await;
    rig.hubspot.contact("51", "Grace", "Hopper", "+442073238299");
    let none = checks(&rig, &browser.who).await;
    assert_eq!(states(&none), ["unknown"; 3]);
    assert!(one(&none, "test-call")["remedy"].as_str().unwrap().contains("click the number"));
    call(&rig, "+442073238299").await;
    let linked = async || (rig.hubspot.calls()[0]["contacts"] != json!([])).then_some(());
    eventually("the record is linked", linked).await;
    let all = checks(&rig, &browser.who).await;
    assert_eq!(states(&all), ["good"; 3]);
    assert!(one(&all, "test-linked")["found"].as_str().unwrap().contains("51"));
    // It is asked, not remembered.
    rig.hubspot.unlink_contacts();
    assert_eq!(states(&checks(&rig, &browser.who).await), ["good", "good", "bad"]);
    rig.hubspot.forget_calls();
    assert_eq!(states(&checks(&rig, &browser.who).await), ["good", "bad", "unknown"]);
}

// row!(U30)
#[tokio::test(flavor = "multi_thread")]
async fn a_call_of_nobody_and_one_that_hubspot_refused_say_so() {
    let (rig, browser, _) = linked_with(|config| config.ring_timeout_ms = 50).await;
    call(&rig, "+442073238299").await;
    assert_eq!(states(&checks(&rig, &browser.who).await), ["good", "good", "warning"]);
    rig.hubspot.fail_at("2026-09/calls", 400);
    call(&rig, "+442073238290").await;
    let all = checks(&rig, &browser.who).await;
    assert_eq!(states(&all), ["good", "bad", "unknown"]);
    let found = one(&all, "test-record")["found"].as_str().unwrap();
    assert!(found.contains("on demand"), "HubSpot's own words: {found}");
}
