//! The service is killed in the middle of a call: the call goes on, and nothing that was entered
//! is lost.

use contract::Phase;
use serde_json::json;
use sidetone_backend::ids;

use crate::rig::Rig;

#[tokio::test(flavor = "multi_thread")]
async fn a_call_on_the_line_goes_on_after_a_restart() {
    let mut rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    rig.done(
        &surface,
        json!({ "told": { "call": call, "told": { "announced": { "instance": "h" } } } }),
    )
    .await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    rig.done(&surface, json!({ "draft": { "call": call, "draft": { "notes": "half a sen" } } }))
        .await;
    let before = surface.until_call(&call, |c| !c.draft.notes.is_empty()).await;
    let (old_stream, old_epoch) = (surface.stream.clone(), surface.epoch());

    rig.kill().await;
    rig.start().await;
    let mut surface = rig.surface("s").await;
    let after = surface.call(&call).unwrap().clone();
    assert_eq!(after.phase, before.phase);
    assert_eq!(after.draft.notes, "half a sen");
    assert_eq!(after.host.announced.as_deref(), Some("h"));
    assert_eq!(after.host.may_announce, before.host.may_announce, "it is not allowed twice");
    assert_ne!(surface.stream, old_stream);
    assert!(surface.epoch() > old_epoch);

    rig.far(&call, "hangup").await;
    surface.until_call(&call, |c| matches!(c.phase, Phase::WrapUp { .. })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrap_up_is_still_open_after_a_restart_with_what_was_typed() {
    let mut rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    let draft = json!({ "outcome": "d-1", "notes": "typed before" });
    rig.done(&surface, json!({ "draft": { "call": call, "draft": draft } })).await;
    surface.until_call(&call, |c| c.draft.outcome.is_some()).await;

    rig.kill().await;
    rig.start().await;
    let surface = rig.surface("s").await;
    let view = surface.call(&call).unwrap();
    assert!(matches!(view.phase, Phase::WrapUp { .. }));
    assert_eq!(view.draft.notes, "typed before");
    rig.done(&surface, json!({ "save": { "call": call, "draft": draft } })).await;
    let records =
        rig.records(|all| all.len() == 1 && all[0]["properties"]["hs_call_disposition"] == "d-1");
    assert_eq!(records.await[0]["properties"]["hs_call_body"], "typed before");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_rings_or_is_dialled_goes_on_too() {
    let mut rig = Rig::new().await;
    let surface = rig.surface("s").await;
    let dialled = ids::new_id();
    rig.done(&surface, json!({ "dial": { "call": dialled, "to": "+442073238299" } })).await;
    let ringing = rig.ring("+442073238298").await;
    rig.kill().await;
    rig.start().await;
    let mut surface = rig.surface("s").await;
    assert!(matches!(surface.call(&ringing).unwrap().phase, Phase::Ringing { .. }));
    surface.until_call(&dialled, |c| c.phase == Phase::Dialling { far_rings: true }).await;
    rig.far(&dialled, "answer").await;
    surface.until_call(&dialled, |c| matches!(c.phase, Phase::Connected { .. })).await;
    rig.far(&ringing, "hangup").await;
    surface.until_call(&ringing, |c| matches!(c.phase, Phase::Closed { .. })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_time_was_due_while_nobody_ran_happens_at_the_start() {
    let mut rig = Rig::with(|config| config.ring_timeout_ms = 60_000).await;
    rig.ring("+442073238299").await;
    rig.kill().await;
    // The store is all there is of it: the call has rung long enough by now.
    let sql = "UPDATE calls SET state = json_set(state, '$.stage.Ringing.until', 1)";
    rig.edit_store(sql).await;
    rig.start().await;
    let records = rig.records(|all| all.len() == 1).await;
    assert_eq!(records[0]["properties"]["hs_call_status"], "MISSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creation_that_was_under_way_is_looked_for_and_not_repeated() {
    let mut rig = Rig::with(|config| config.ring_timeout_ms = 30).await;
    rig.hubspot.swallow_next_creation();
    rig.ring("+442073238299").await;
    rig.records(|all| all.len() == 1).await;
    rig.kill().await;
    rig.start().await;
    rig.records_are_finished().await;
    assert_eq!(rig.hubspot.calls().len(), 1, "{:#?}", rig.hubspot.asked());
}
