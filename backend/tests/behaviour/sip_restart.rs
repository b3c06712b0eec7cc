//! A restart takes the dialogs of calls at phone systems with it: such a call ends, and has its record.

use contract::{EndStatus, Phase};
use serde_json::json;

use crate::pbx::{EXTENSION, FAR, Pbx, closed, finished, rings};

#[tokio::test(flavor = "multi_thread")]
async fn a_call_on_the_line_ends_as_completed_and_one_that_rang_was_missed() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (talked, _, _telephone) = pbx.talking(&mut surface).await;
    pbx.calls(EXTENSION).await;
    let rang = rings(&mut surface).await;
    pbx.rig.kill().await;
    pbx.rig.start().await;
    let mut surface = pbx.rig.surface("s, again").await;
    assert_eq!(pbx.recorded(&rang).await, "MISSED");
    assert_eq!(finished(&pbx.rig, &mut surface, &talked).await, EndStatus::Completed);
    assert_eq!(pbx.recorded(&talked).await, "COMPLETED");
    // The service works on: the line rings as before.
    pbx.find_service();
    pbx.calls(EXTENSION).await;
    let id = rings(&mut surface).await;
    pbx.rig.done(&surface, json!({ "decline": { "call": id } })).await;
    assert_eq!(closed(&mut surface, &id).await, EndStatus::Rejected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_was_being_dialled_has_failed() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (call, invite) = pbx.dialled(&mut surface, FAR).await;
    pbx.peer.reply(&invite, "180 Ringing", "", "").await;
    surface.until_call(&call, |c| c.phase == Phase::Dialling { far_rings: true }).await;
    pbx.rig.kill().await;
    pbx.rig.start().await;
    assert_eq!(pbx.recorded(&call).await, "FAILED");
}
