//! What HubSpot's page is told, and who makes the record.

use contract::{Here, Phase};
use serde_json::json;

use crate::rig::Rig;
use crate::surface::{Surface, here};

// row!(U37)
#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_the_page_made_is_completed_and_none_is_made_beside_it() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    let view = surface.until_call(&call, |c| c.host.may_announce.is_some()).await;
    assert_eq!(view.host.may_announce, surface.epoch());
    rig.done(
        &surface,
        json!({ "told": { "call": call, "told": { "announced": { "instance": "h1" } } } }),
    )
    .await;
    let id = rig.hubspot.page_makes(json!({ "hs_call_title": "by the page" }));
    rig.done(&surface, json!({ "engagement": { "call": call, "id": id } })).await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    rig.done(&surface, json!({ "told": { "call": call, "told": "answered" } })).await;
    rig.far(&call, "hangup").await;
    rig.done(&surface, json!({ "told": { "call": call, "told": "ended" } })).await;
    let save = json!({ "call": call, "draft": { "outcome": "d-1", "notes": "n" } });
    rig.done(&surface, json!({ "save": save })).await;
    let view = surface.until_call(&call, |c| matches!(c.phase, Phase::Closed { .. })).await;
    assert_eq!(view.engagement.as_deref(), Some(id.as_str()));
    assert!(view.host.answered && view.host.ended && view.host.properties.is_some());
    rig.done(&surface, json!({ "told": { "call": call, "told": "completed" } })).await;
    surface.until(|s| s.call(&call).is_none()).await;
    rig.records_are_finished().await;
    let records = rig.hubspot.calls();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["properties"]["hs_call_external_id"], *call);
    assert_eq!(records[0]["properties"]["hs_call_disposition"], "d-1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_whose_id_nobody_reported_is_found_and_not_made_twice() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    let view = surface.until_call(&call, |c| c.host.may_announce.is_some()).await;
    rig.hubspot.page_makes(json!({
        "hs_call_from_number": "+442073238299",
        "hs_call_to_number": crate::rig::LINE,
        "hs_timestamp": view.started.to_string(),
    }));
    rig.done(&surface, json!({ "decline": { "call": call } })).await;
    let records = rig.records(|all| all[0]["properties"]["hs_call_external_id"] == *call).await;
    assert_eq!(records.len(), 1);
    rig.records_are_unchanged_at(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_surface_that_hubspot_does_not_hear_is_not_allowed_to_announce() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    let deaf = Here { hosted: false, ..here() };
    let mut surface = Surface::hello(rig.address, "s", token, deaf, None).await;
    surface.until(|s| s.snapshot.is_some()).await;
    let call = rig.ring("+442073238299").await;
    let view = surface.until_call(&call, |_| true).await;
    assert_eq!(view.host.may_announce, None);
    surface.say(&contract::ClientMessage::Here(here())).await;
    let view = surface.until_call(&call, |c| c.host.may_announce.is_some()).await;
    assert!(view.host.may_announce <= surface.epoch());
}
