//! Every call's ledger: numbered, complete, and enough to make the call again; and its end, by time or
//! on request.

use serde_json::json;
use sidetone_backend::store;

use crate::rig::Rig;

// row!(L20)
#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_made_again_from_what_the_store_has_of_it() {
    let mut rig = Rig::new().await;
    let surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    let told = json!({ "told": { "call": call, "told": { "announced": { "instance": "h" } } } });
    rig.done(&surface, told).await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    rig.done(&surface, json!({ "hold": { "call": call, "on": true } })).await;
    rig.kill().await;
    rig.start().await;
    let surface = rig.surface("s").await;
    rig.done(&surface, json!({ "hold": { "call": call, "on": false } })).await;
    rig.far(&call, "hangup").await;
    let save = json!({ "call": call, "draft": { "outcome": "d-1", "notes": "n" } });
    rig.done(&surface, json!({ "save": save })).await;
    rig.records(|all| all.len() == 1).await;
    let kept = store::calls::call(&rig.store, &call).await.unwrap().unwrap();
    let rebuilt = store::calls::rebuilt(&rig.store, &call).await.unwrap().unwrap();
    assert_eq!(rebuilt.stage(), kept.stage());
    assert_eq!(rebuilt.draft(), kept.draft());
    assert_eq!(rebuilt.host(), kept.host());
}

// row!(P16)
#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_was_left_gets_a_record_that_says_so() {
    let rig = Rig::new().await;
    let _surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    rig.far(&call, "message").await;
    let records = rig.records(|all| all.len() == 1).await;
    assert_eq!(records[0]["properties"]["hs_call_status"], "MISSED");
    let title = records[0]["properties"]["hs_call_title"].as_str().unwrap();
    assert!(title.starts_with("Message from"), "{title}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_long_enough_is_forgotten_and_what_is_open_is_not() {
    let rig = Rig::with(|config| config.ring_timeout_ms = 50).await;
    rig.ring("+442073238299").await;
    rig.records_are_finished().await;
    let tenant = rig.tenant().await;
    let later = u64::MAX / 4;
    rig.hubspot.fail_at("2026-09/calls", 400);
    rig.ring("+442073238290").await;
    rig.records_are_finished().await;
    assert_eq!(store::forget::older(&rig.store, &tenant, 1).await.unwrap(), 0, "none is that old");
    assert_eq!(store::forget::older(&rig.store, &tenant, later).await.unwrap(), 1);
    assert_eq!(rig.count_in_store("SELECT count(*) FROM calls").await, 1, "the refused one stays");
    assert_eq!(rig.count_in_store("SELECT count(DISTINCT call) FROM ledger").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_calls_are_erased_from_the_file_on_request() {
    let rig = Rig::with(|config| config.ring_timeout_ms = 50).await;
    rig.hubspot.contact("51", "Grace", "Hopperbach", "+442073238299");
    rig.ring("+442073238299").await;
    rig.ring("+442073238290").await;
    rig.records_are_finished().await;
    rig.hubspot.fail_at("2026-09/calls", 503);
    rig.ring("+442073238299").await;
    let done = store::forget::number(&rig.store, "+442073238299").await.unwrap();
    assert_eq!((done.calls, done.kept), (1, 1), "what HubSpot does not have yet is kept");
    rig.hubspot.fail_at("2026-09/calls", 200);
    rig.records_are_finished().await;
    let done = store::forget::number(&rig.store, "+442073238299").await.unwrap();
    assert_eq!((done.calls, done.kept), (1, 0));
    assert_eq!(rig.count_in_store("SELECT count(*) FROM calls").await, 1);
    let folder = rig.config.data_dir.clone();
    for file in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("442073238299") && !text.contains("Hopperbach"));
    }
}
