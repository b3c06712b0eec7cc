//! How a call sounds is told to the agent's pages while it goes on, in passing, and kept with the call.

use contract::Phase;
use contract::console::Role;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::microphone::{Microphone, Offering};
use crate::rig::{Rig, eventually};
use crate::surface::Surface;
use crate::telephone::Telephone;

/// A call that the page carries, with a telephone at its other end.
async fn carried(rig: &Rig, at: &mut Surface) -> (String, Microphone, Telephone) {
    let call = rig.ring("+442073238299").await;
    at.until_call(&call, |_| true).await;
    rig.done(at, json!({ "answer": { "call": call } })).await;
    at.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    let offering = Offering::new().await;
    let offer = json!({ "surface": at.name, "epoch": at.epoch(), "call": call,
                        "connection": "first", "sdp": offering.sdp });
    let request = rig.ask(reqwest::Method::POST, "/api/sound").bearer_auth(&at.token).json(&offer);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let answer: Value = answer.json().await.unwrap();
    let microphone = offering.answered(answer["sdp"].as_str().unwrap(), 600.0);
    eventually("sound runs", async || microphone.is_connected().then_some(())).await;
    let sound = rig.app().sound.clone().unwrap();
    let port = sound.far_opens(&call).unwrap();
    let telephone = Telephone::new(port, 1_000.0).await;
    sound.far(&call, port, telephone.remote());
    (call, microphone, telephone)
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_told_in_passing_and_the_call_keeps_how_it_sounded() {
    let rig = Rig::with(|config| config.wrap_up_ms = 100).await;
    let mut surface = rig.surface("s").await;
    let mut other = rig.surface("t").await;
    let (call, _microphone, _telephone) = carried(&rig, &mut surface).await;
    surface.until(|s| s.sounds.is_some()).await;
    other.until(|s| s.sounds.is_some()).await;
    let told = surface.sounds.clone().unwrap();
    assert_eq!(told.call.0, call);
    assert!(told.mos >= 40 && told.loss == 0 && told.rtt < 100, "{told:?}");
    // It has no number: who comes back gets only what happened.
    let resume = surface.resume();
    drop(surface);
    let here = crate::surface::here();
    let token = rig.token(&rig.agent).await;
    let mut back = Surface::hello(rig.address, "s", token, here, Some(resume)).await;
    rig.done(&other, json!({ "hangUp": { "call": call } })).await;
    back.until_call(&call, |c| matches!(c.phase, Phase::WrapUp { .. })).await;
    rig.records_are_finished().await;

    let tenant = rig.tenant().await;
    let admin = rig.member(&tenant, "admin@example.com", Role::Administrator).await;
    let path = format!("/tenants/{}/calls/{call}", tenant.0);
    let detail: Value =
        rig.console(&admin, "GET", &path).send().await.unwrap().json().await.unwrap();
    let sound = &detail["sound"];
    assert_eq!(sound["codec"], "PCMU", "{detail}");
    assert!(sound["mos"]["worst"].as_u64().unwrap() >= 40, "{sound}");
    assert!(sound["mos"]["mean"].as_u64() >= sound["mos"]["worst"].as_u64(), "{sound}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_nobody_carried_has_no_figures() {
    let rig = Rig::with(|config| config.ring_timeout_ms = 50).await;
    let call = rig.ring("+442073238299").await;
    rig.records_are_finished().await;
    let tenant = rig.tenant().await;
    let admin = rig.member(&tenant, "admin@example.com", Role::Administrator).await;
    let path = format!("/tenants/{}/calls/{call}", tenant.0);
    let detail: Value =
        rig.console(&admin, "GET", &path).send().await.unwrap().json().await.unwrap();
    assert!(detail["sound"].is_null(), "{detail}");
}
