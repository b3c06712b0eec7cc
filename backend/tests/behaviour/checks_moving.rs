//! Leaving another calling app.

use serde_json::{Value, json};

use crate::checks::{checks, one};
use crate::console_links::{Browser, linked_with};
use crate::rig::Rig;

/// A rig whose account is moving away from the app 815.
async fn moving() -> (Rig, Browser, Value) {
    let (rig, browser, connection) = linked_with(|config| config.ring_timeout_ms = 50).await;
    let mut form = crate::console_connections::form();
    form["oldApp"] = json!("815");
    let path = rig.at(&connection, "").await;
    let answer = rig.console(&browser.who, "PUT", &path).json(&form).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    (rig, browser, connection)
}

/// A call record of the old app's, made at this moment (milliseconds since 1970).
fn old_call(rig: &Rig, made: u64) {
    let made = made.to_string();
    rig.hubspot.page_makes(json!({ "hs_object_source_id": "815", "hs_createdate": made }));
}

async fn states(rig: &Rig, browser: &Browser) -> [String; 3] {
    let all = checks(rig, &browser.who).await;
    ["old-app-use", "decommission", "two-apps"]
        .map(|id| one(&all, id)["state"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_old_app_nothing_is_said_of_moving() {
    let (rig, browser, _) = linked_with(|_| {}).await;
    let all = checks(&rig, &browser.who).await;
    assert!(all.iter().all(|check| check["group"] != "moving"));
}

// row!(U26)
#[tokio::test(flavor = "multi_thread")]
async fn the_old_app_can_go_when_it_is_quiet_and_ours_is_ready() {
    let (rig, browser, connection) = moving().await;
    let now = sidetone_backend::clock::now();
    assert_eq!(states(&rig, &browser).await, ["good", "bad", "unknown"], "ours is not registered");
    let path = rig.at(&connection, "/registration").await;
    rig.console(&browser.who, "POST", &path).send().await.unwrap();
    assert_eq!(states(&rig, &browser).await[..2], ["good", "good"], "it never made a call");
    let day = 24 * 60 * 60_000;
    old_call(&rig, now - 20 * day);
    assert_eq!(states(&rig, &browser).await[..2], ["good", "good"], "it is quiet");
    old_call(&rig, now - 2 * day);
    assert_eq!(states(&rig, &browser).await[..2], ["warning", "warning"], "it is used");
    let all = checks(&rig, &browser.who).await;
    let found = one(&all, "decommission")["found"].as_str().unwrap();
    assert!(found.contains("Not yet"), "{found}");
}

// row!(U25)
#[tokio::test(flavor = "multi_thread")]
async fn two_apps_side_by_side_leave_one_record_of_a_call_and_a_second_is_noticed() {
    let (rig, browser, _) = moving().await;
    rig.ring("+442073238299").await;
    rig.records_are_finished().await;
    assert_eq!(rig.hubspot.calls().len(), 1);
    assert_eq!(states(&rig, &browser).await[2], "good");
    // The old app has logged the same call once more.
    let mut again = rig.hubspot.calls()[0]["properties"].clone();
    again["hs_call_external_id"] = json!("of the old app");
    again["hs_object_source_id"] = json!("815");
    rig.hubspot.page_makes(again);
    assert_eq!(states(&rig, &browser).await[2], "bad");
}
