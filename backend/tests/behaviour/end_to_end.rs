//! A call from the phone system to the record and back, over HTTP and the stream.

use contract::{EndStatus, PartySource, Phase};
use serde_json::{Value, json};
use sidetone_backend::ids;

use crate::rig::{Rig, eventually};

// row!(U37)
// row!(U38)
#[tokio::test(flavor = "multi_thread")]
async fn an_inbound_call_is_answered_and_leaves_one_record_with_its_outcome() {
    let rig = Rig::new().await;
    rig.hubspot.contact("51", "Grace", "Hopper", "020 7323 8299");
    rig.hubspot.contact("52", "Somebody", "Else", "020 7323 8290");
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    let view = surface.until_call(&call, |c| matches!(c.phase, Phase::Ringing { .. })).await;
    assert!(view.simulated);
    assert_eq!(view.shown, "+44 20 7323 8299");
    assert_eq!(view.country, "United Kingdom");
    assert_eq!(view.to, crate::rig::LINE);
    let view = surface.until_call(&call, |c| c.party.is_some()).await;
    let party = view.party.unwrap();
    assert_eq!((party.name.as_str(), party.source), ("Grace Hopper", PartySource::Lookup));

    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    rig.done(&surface, json!({ "mute": { "call": call, "on": true } })).await;
    rig.done(&surface, json!({ "hold": { "call": call, "on": true } })).await;
    surface
        .until_call(&call, |c| matches!(c.phase, Phase::Connected { muted: true, held: true, .. }))
        .await;
    rig.far(&call, "hangup").await;
    let view = surface.until_call(&call, |c| matches!(c.phase, Phase::WrapUp { .. })).await;
    assert!(view.host.properties.is_none());
    let draft = json!({ "outcome": "d-1", "notes": "Likes <b>COBOL</b>\nCall back" });
    rig.done(&surface, json!({ "save": { "call": call, "draft": draft } })).await;
    let view = surface.until_call(&call, |c| matches!(c.phase, Phase::Closed { .. })).await;
    assert_eq!(view.host.properties.unwrap().get("hs_call_disposition"), Some("d-1"));

    // The owner was allowed to announce it and never did: the backend makes the record itself.
    let records =
        rig.records(|all| all.iter().any(|r| !r["contacts"].as_array().unwrap().is_empty())).await;
    rig.records_are_unchanged_at(1).await;
    let properties = &records[0]["properties"];
    assert_eq!(properties["hs_call_external_id"], *call);
    assert_eq!(properties["hs_call_direction"], "INBOUND");
    assert_eq!(properties["hs_call_status"], "COMPLETED");
    assert_eq!(properties["hs_call_disposition"], "d-1");
    assert_eq!(properties["hs_call_body"], "Likes &lt;b&gt;COBOL&lt;/b&gt;<br>Call back");
    assert_eq!(records[0]["contacts"], json!(["51"]));
    surface.until_call(&call, |c| c.engagement.is_some()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outbound_call_rings_is_answered_and_ends() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = ids::new_id();
    let callee = json!({ "objectType": "0-1", "id": "51" });
    let dial = json!({ "dial": { "call": call, "to": "020 7323 8299", "callee": callee } });
    rig.done(&surface, dial).await;
    let view = surface.until_call(&call, |c| c.phase == Phase::Dialling { far_rings: true }).await;
    assert_eq!(view.to, "+442073238299");
    assert_eq!(view.from, crate::rig::LINE);
    rig.far(&call, "answer").await;
    surface.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    surface.until_call(&call, |c| matches!(c.phase, Phase::WrapUp { .. })).await;
    rig.done(&surface, json!({ "save": { "call": call, "draft": { "notes": "" } } })).await;
    let records = rig.records(|all| all.len() == 1 && all[0]["contacts"] != json!([])).await;
    assert_eq!(records[0]["contacts"], json!(["51"]));
    assert_eq!(records[0]["properties"]["hs_call_direction"], "OUTBOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_not_to_be_answered_has_its_word() {
    let rig = Rig::with(|config| {
        config.ring_timeout_ms = 150;
        config.simulated_phone.answer_after_ms = 10;
    })
    .await;
    let mut surface = rig.surface("s").await;
    for (to, word, status) in [
        ("+442073238201", EndStatus::Busy, "BUSY"),
        ("+442073238202", EndStatus::NoAnswer, "NO_ANSWER"),
        ("+442073238203", EndStatus::Rejected, "BUSY"),
        ("+442073238204", EndStatus::Failed, "FAILED"),
    ] {
        let call = ids::new_id();
        rig.done(&surface, json!({ "dial": { "call": call, "to": to } })).await;
        let view = surface.until_call(&call, |c| matches!(c.phase, Phase::Closed { .. })).await;
        assert!(
            matches!(view.phase, Phase::Closed { end, since: None, .. } if end == word),
            "{to}"
        );
        let of_call = |r: &&Value| r["properties"]["hs_call_external_id"] == *call;
        let records = rig.records(|all| all.iter().any(|r| of_call(&r))).await;
        let record = records.iter().find(of_call).unwrap();
        assert_eq!(record["properties"]["hs_call_status"], status, "{to}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_call_and_one_whose_caller_gives_up() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let declined = rig.ring("+442073238299").await;
    rig.done(&surface, json!({ "decline": { "call": declined } })).await;
    let view = surface.until_call(&declined, |c| matches!(c.phase, Phase::Closed { .. })).await;
    assert!(matches!(view.phase, Phase::Closed { end: EndStatus::Rejected, .. }));

    let given_up = rig.ring("+442073238299").await;
    rig.far(&given_up, "hangup").await;
    let view = surface.until_call(&given_up, |c| matches!(c.phase, Phase::Closed { .. })).await;
    assert!(matches!(view.phase, Phase::Closed { end: EndStatus::Canceled, .. }));
    rig.records(|all| all.len() == 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_caller_rings_beside_the_call_and_answering_holds_the_first() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let first = rig.ring("+442073238299").await;
    rig.done(&surface, json!({ "answer": { "call": first } })).await;
    let second = rig.ring("+442073238298").await;
    surface.until_call(&second, |c| matches!(c.phase, Phase::Ringing { .. })).await;
    rig.done(&surface, json!({ "answer": { "call": second } })).await;
    surface.until_call(&first, |c| matches!(c.phase, Phase::Connected { held: true, .. })).await;
    surface.until_call(&second, |c| matches!(c.phase, Phase::Connected { held: false, .. })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outcomes_are_hubspots_own() {
    let rig = Rig::new().await;
    let sold =
        contract::Outcome { id: "d-1".to_owned(), label: "Sold".to_owned(), children: vec![] };
    // They are asked for when the service starts, and nothing waits for them.
    eventually("HubSpot's outcomes are known", async || {
        let surface = rig.surface("s").await;
        let known = &surface.snapshot.as_ref().unwrap().outcomes.inbound.nodes;
        (*known == [sold.clone()]).then_some(())
    })
    .await;
}
