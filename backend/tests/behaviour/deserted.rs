//! The last page of an agent is gone in the middle of a call: the far end waits for another one, on a
//! line that hisses, and no longer than is configured.

use contract::Phase;
use reqwest::Method;
use serde_json::{Value, json};

use crate::rig::{Rig, eventually};
use crate::status::far_end;
use crate::surface::Surface;
use crate::telephone::Telephone;

const FAR: &str = "+442073238299";

async fn talking(rig: &Rig, at: &mut Surface) -> String {
    let call = rig.ring(FAR).await;
    at.until_call(&call, |_| true).await;
    rig.done(at, json!({ "answer": { "call": call } })).await;
    at.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    call
}

/// The service knows that nobody is there.
async fn nobody_is_there(rig: &Rig) {
    let token = rig.token(&rig.agent).await;
    eventually("the service has seen it go", async || {
        let snapshot = rig.ask(Method::GET, "/api/snapshot").bearer_auth(&token);
        let all: Value = snapshot.send().await.unwrap().json().await.unwrap();
        all["owner"].is_null().then_some(())
    })
    .await;
}

// row!(L4)
#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_held_for_a_crashed_browser_and_then_ended_and_recorded() {
    let rig = Rig::with(|config| {
        config.calls.held_for_s = 1;
        config.wrap_up_ms = 100;
    })
    .await;
    let mut surface = rig.surface("s").await;
    let call = talking(&rig, &mut surface).await;
    let sound = rig.app().sound.clone().unwrap();
    let port = sound.far_opens(&call).unwrap();
    let telephone = Telephone::new(port, 1_000.0).await;
    sound.far(&call, port, telephone.remote());
    drop(surface);
    nobody_is_there(&rig).await;
    let before = telephone.samples();
    eventually("the far end hears a line", async || {
        (telephone.samples() > before + 20 * 160).then_some(())
    })
    .await;
    assert_eq!(far_end(&rig, &call).await["state"], "connected");
    let records = rig.records(|all| all.len() == 1).await;
    assert_eq!(records[0]["properties"]["hs_call_status"], "COMPLETED");
    rig.records_are_finished().await;
    // The far end is rung off, and its ports are free.
    let gone = rig.ask(Method::GET, &format!("/api/simulated/calls/{call}"));
    assert_eq!(gone.bearer_auth(crate::rig::CONTROL).send().await.unwrap().status(), 404);
    assert_eq!(sound.sounds(&call), None);
    let mut back = rig.surface("t").await;
    back.until(|s| s.call(&call).is_none_or(|c| matches!(c.phase, Phase::Closed { .. }))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_back_in_time_goes_on_with_the_call() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = talking(&rig, &mut surface).await;
    drop(surface);
    nobody_is_there(&rig).await;
    let mut back = rig.surface("another browser").await;
    back.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    assert_eq!(far_end(&rig, &call).await["state"], "connected");
    rig.done(&back, json!({ "hangUp": { "call": call } })).await;
    back.until_call(&call, |c| matches!(c.phase, Phase::WrapUp { .. })).await;
}
