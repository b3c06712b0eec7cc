//! An agent whose every surface is gone is offered nothing, but a page that reloads loses no call.

use contract::Phase;
use serde_json::json;

use crate::rig::{Rig, eventually};
use crate::status::far_end;

const FAR: &str = "+442073238299";

// row!(P1)
#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_page_for_longer_than_the_grace_is_not_rung() {
    let rig = Rig::with(|config| config.tuning.absent_ms = 200).await;
    let surface = rig.surface("s").await;
    drop(surface);
    // Rings within the grace, and waits no longer than it.
    let call = rig.ring(FAR).await;
    eventually("the caller is refused", async || {
        (far_end(&rig, &call).await["code"] == json!(480)).then_some(())
    })
    .await;
    let next = rig.ring(FAR).await;
    assert_eq!(far_end(&rig, &next).await["code"], 480, "at once");
    let records = rig.records(|all| all.len() == 2).await;
    assert!(records.iter().all(|record| record["properties"]["hs_call_status"] == "MISSED"));
    let mut back = rig.surface("t").await;
    assert!(!back.status().missed, "nobody was there to answer");
    let call = rig.ring(FAR).await;
    back.until_call(&call, |call| matches!(call.phase, Phase::Ringing { .. })).await;
}

// row!(P1)
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_reloads_finds_its_call_ringing() {
    let rig = Rig::new().await;
    let surface = rig.surface("s").await;
    let call = rig.ring(FAR).await;
    drop(surface);
    eventually("the service has seen it go", async || {
        let owner = rig.ask(reqwest::Method::GET, "/api/snapshot");
        let token = rig.token(&rig.agent).await;
        let all: serde_json::Value =
            owner.bearer_auth(token).send().await.unwrap().json().await.unwrap();
        all["owner"].is_null().then_some(())
    })
    .await;
    let mut again = rig.surface("after the reload").await;
    again.until_call(&call, |call| matches!(call.phase, Phase::Ringing { .. })).await;
    rig.done(&again, json!({ "answer": { "call": call } })).await;
    assert_eq!(far_end(&rig, &call).await, json!({ "state": "connected" }));
}

// row!(P1)
#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_there_is_a_grace_and_then_none_for_strangers_either() {
    let mut rig = Rig::with(|config| config.tuning.absent_ms = 2_000).await;
    let surface = rig.surface("s").await;
    let call = rig.ring(FAR).await;
    rig.kill().await;
    drop(surface);
    rig.start().await;
    let mut back = rig.surface("s").await;
    back.until_call(&call, |call| matches!(call.phase, Phase::Ringing { .. })).await;

    let rig = Rig::with(|config| config.tuning.absent_ms = 0).await;
    let call = rig.ring(FAR).await;
    assert_eq!(far_end(&rig, &call).await["code"], 480, "they have never been here");
}
