//! A call that nobody answers is one record, made by the backend, whoever was there.

use serde_json::json;

use crate::rig::Rig;

#[tokio::test(flavor = "multi_thread")]
async fn with_no_agent_connected_it_is_missed_and_recorded_once() {
    let rig = Rig::with(|config| config.ring_timeout_ms = 100).await;
    rig.hubspot.contact("51", "Grace", "Hopper", "+442073238299");
    let call = rig.ring("+442073238299").await;
    let records = rig.records(|all| all.len() == 1 && all[0]["contacts"] != json!([])).await;
    assert_eq!(records[0]["properties"]["hs_call_external_id"], *call);
    assert_eq!(records[0]["properties"]["hs_call_status"], "MISSED");
    assert_eq!(records[0]["properties"]["hs_call_title"], "Call from Grace Hopper");
    rig.records_are_finished().await;
    assert_eq!(rig.hubspot.calls().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_who_is_unavailable_is_not_offered_it() {
    let rig = Rig::new().await;
    let surface = rig.surface("s").await;
    rig.done(&surface, json!({ "status": { "to": { "presence": "unavailable" } } })).await;
    rig.ring("+442073238299").await;
    let records = rig.records(|all| all.len() == 1).await;
    assert_eq!(records[0]["properties"]["hs_call_status"], "MISSED");
    rig.records_are_finished().await;
}

// row!(C15)
#[tokio::test(flavor = "multi_thread")]
async fn trouble_at_hubspot_delays_the_record_and_never_doubles_it() {
    let rig = Rig::with(|config| config.ring_timeout_ms = 50).await;
    rig.hubspot.fail_next(&[503, 500, 502, 423]);
    rig.hubspot.swallow_next_creation();
    rig.ring("+442073238299").await;
    rig.records_are_finished().await;
    assert_eq!(rig.hubspot.calls().len(), 1, "{:#?}", rig.hubspot.asked());
}
