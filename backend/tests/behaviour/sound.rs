//! The owner's page carries the agent's end of a call: it hears the far end ring and speak, is muted
//! and holds at the gateway, and another page takes the voice over.

use contract::{ClientMessage, Here, Phase};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::people::{self, NewAgent};

use crate::microphone::{Microphone, Offering};
use crate::rig::{Rig, eventually};
use crate::surface::{Surface, here};
use crate::telephone::Telephone;

const ADA: &str = "+442073238299";

async fn offers(rig: &Rig, by: &Surface, call: &str, name: &str, sdp: &str) -> (StatusCode, Value) {
    offers_under(rig, by, by.epoch(), call, name, sdp).await
}

/// The same, under an appointment that may be over.
async fn offers_under(
    rig: &Rig,
    by: &Surface,
    epoch: Option<u64>,
    call: &str,
    name: &str,
    sdp: &str,
) -> (StatusCode, Value) {
    let offer = json!({
        "surface": by.name, "epoch": epoch, "call": call, "connection": name, "sdp": sdp
    });
    let request = rig.ask(Method::POST, "/api/sound").bearer_auth(&by.token).json(&offer);
    let answer = request.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

/// The page's microphone, once sound runs.
pub async fn carries(rig: &Rig, by: &Surface, call: &str, pitch: f64) -> Microphone {
    let offering = Offering::new().await;
    let (status, answer) = offers(rig, by, call, "first", &offering.sdp).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let microphone = offering.answered(answer["sdp"].as_str().unwrap(), pitch);
    eventually("sound runs", async || microphone.is_connected().then_some(())).await;
    microphone
}

pub async fn hears(microphone: &Microphone, pitch: f64) {
    let hears = async || (microphone.hears(pitch) > 0.8).then_some(());
    eventually(&format!("{pitch} Hz are heard"), hears).await;
}

pub async fn hears_no(microphone: &Microphone, pitch: f64) {
    let hears = async || (microphone.hears(pitch) < 0.1).then_some(());
    eventually(&format!("{pitch} Hz are heard no more"), hears).await;
}

/// A call that this surface has answered.
pub async fn talking(rig: &Rig, at: &mut Surface) -> String {
    let call = rig.ring(ADA).await;
    at.until_call(&call, |_| true).await;
    rig.done(at, json!({ "answer": { "call": call } })).await;
    at.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    call
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dialled_far_end_rings_and_then_says_again_what_it_hears() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = sidetone_backend::ids::new_id();
    rig.done(&surface, json!({ "dial": { "call": call, "to": ADA } })).await;
    surface.until_call(&call, |c| matches!(c.phase, Phase::Dialling { .. })).await;
    let microphone = carries(&rig, &surface, &call, 600.0).await;
    hears(&microphone, 425.0).await;
    rig.far(&call, "answer").await;
    hears(&microphone, 600.0).await;
    rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    eventually("the page is told", async || microphone.is_closed().then_some(())).await;
    let (status, problem) = offers(&rig, &surface, &call, "late", "v=0").await;
    // That it ended meanwhile is no error: a browser would say so in its console.
    assert_eq!((status, problem), (StatusCode::OK, json!({ "sdp": null })));
}

#[tokio::test(flavor = "multi_thread")]
async fn mute_and_hold_are_enforced_at_the_gateway() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = talking(&rig, &mut surface).await;
    let microphone = carries(&rig, &surface, &call, 600.0).await;
    hears(&microphone, 600.0).await;
    for what in ["mute", "hold"] {
        // The page goes on speaking, as one would that somebody had tampered with.
        rig.done(&surface, json!({ what: { "call": call, "on": true } })).await;
        hears_no(&microphone, 600.0).await;
        rig.done(&surface, json!({ what: { "call": call, "on": false } })).await;
        hears(&microphone, 600.0).await;
    }
}

// row!(L6)
#[tokio::test(flavor = "multi_thread")]
async fn another_page_takes_the_voice_over_and_the_first_may_carry_it_no_more() {
    let rig = Rig::new().await;
    let mut first = rig.surface("first").await;
    let mut second = rig.surface("second").await;
    let call = talking(&rig, &mut first).await;
    let old = carries(&rig, &first, &call, 600.0).await;
    hears(&old, 600.0).await;
    rig.done(&second, json!("takeOver")).await;
    second.until(Surface::owns).await;
    first.until(|s| !s.owns()).await;
    let new = carries(&rig, &second, &call, 900.0).await;
    hears(&new, 900.0).await;
    eventually("the first is let go", async || old.is_closed().then_some(())).await;
    let (status, problem) = offers(&rig, &first, &call, "again", "v=0").await;
    assert_eq!((status, problem), (StatusCode::OK, json!({ "sdp": null })));
    hears(&new, 900.0).await;
}

// row!(L4)
#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_was_on_its_way_while_its_page_said_where_it_is_is_taken() {
    let rig = Rig::new().await;
    let nowhere = Here { location: None, hosted: false, ..here() };
    let token = rig.token(&rig.agent).await;
    let mut surface = Surface::hello(rig.address, "s", token, nowhere, None).await;
    surface.until(Surface::owns).await;
    let call = talking(&rig, &mut surface).await;
    let before = surface.epoch();
    // HubSpot has told the page where it stands: it is appointed anew.
    surface.say(&ClientMessage::Here(here())).await;
    surface.until(|s| s.owns() && s.epoch() > before).await;
    let offering = Offering::new().await;
    let (status, answer) =
        offers_under(&rig, &surface, before, &call, "first", &offering.sdp).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    // Once another has had its turn, that is over.
    let mut other = rig.surface("other").await;
    rig.done(&other, json!("takeOver")).await;
    other.until(Surface::owns).await;
    rig.done(&surface, json!("takeOver")).await;
    surface.until(Surface::owns).await;
    let (status, problem) = offers_under(&rig, &surface, before, &call, "late", "v=0").await;
    assert_eq!((status, problem), (StatusCode::OK, json!({ "sdp": null })));
}

// row!(L4)
#[tokio::test(flavor = "multi_thread")]
async fn a_reloaded_page_carries_the_call_again() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = talking(&rig, &mut surface).await;
    let before = carries(&rig, &surface, &call, 600.0).await;
    hears(&before, 600.0).await;
    drop((before, surface));
    let surface = rig.surface("s, reloaded").await;
    let offering = Offering::new().await;
    let answer = eventually("the reloaded page may speak", async || {
        let (status, answer) = offers(&rig, &surface, &call, "new", &offering.sdp).await;
        (status == StatusCode::OK).then_some(answer)
    });
    let answer = answer.await;
    let after = offering.answered(answer["sdp"].as_str().unwrap(), 750.0);
    hears(&after, 750.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_telephone_and_the_page_hear_each_other_until_the_call_is_over() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = talking(&rig, &mut surface).await;
    let microphone = carries(&rig, &surface, &call, 600.0).await;
    let sound = rig.app().sound.clone().unwrap();
    let port = sound.far_opens(&call).unwrap();
    let telephone = Telephone::new(port, 1_000.0).await;
    sound.far(&call, port, telephone.remote());
    hears(&microphone, 1_000.0).await;
    eventually("the telephone hears the page", async || {
        (telephone.hears(600.0) > 0.8).then_some(())
    })
    .await;
    rig.done(&surface, json!({ "mute": { "call": call, "on": true } })).await;
    eventually("the telephone hears it no more", async || {
        (telephone.hears(600.0) < 0.1).then_some(())
    })
    .await;
    let sounds = sound.sounds(&call).unwrap();
    assert!(sounds.far.packets > 0 && sounds.levels.1.is_speech(), "{sounds:?}");
    rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    eventually("the port is free again", async || {
        tokio::net::UdpSocket::bind(("127.0.0.1", port)).await.ok()
    })
    .await;
    assert_eq!(sound.sounds(&call), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_offer_is_refused_and_one_for_a_call_of_somebody_else_has_no_answer() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = talking(&rig, &mut surface).await;
    let good = Offering::new().await;
    for (name, sdp, status, code) in [
        ("n", "rubbish", StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        ("", good.sdp.as_str(), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        (&"n".repeat(65), &good.sdp, StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        ("n", &"x".repeat(30_000), StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
    ] {
        let (got, problem) = offers(&rig, &surface, &call, name, sdp).await;
        assert_eq!((got, &problem["code"]), (status, &json!(code)), "{problem}");
    }
    let (status, answer) = offers(&rig, &surface, "no call", "n", &good.sdp).await;
    assert_eq!((status, answer), (StatusCode::OK, json!({ "sdp": null })));
    // Somebody else, in another tenant.
    let tenant = people::add_tenant(&rig.store, "Second").await.unwrap();
    let bo = NewAgent { login: "bo", name: "Bo", number: "+442079460001", country: "GB" };
    let bo = people::add_agent(&rig.store, &tenant, bo).await.unwrap();
    let other = Surface::connect(rig.address, "s", rig.token(&bo).await).await;
    let (status, answer) = offers(&rig, &other, &call, "n", &good.sdp).await;
    assert_eq!((status, answer), (StatusCode::OK, json!({ "sdp": null })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_rings_has_no_sound_yet() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring(ADA).await;
    surface.until_call(&call, |_| true).await;
    let (status, problem) = offers(&rig, &surface, &call, "n", &Offering::new().await.sdp).await;
    assert_eq!((status, problem), (StatusCode::OK, json!({ "sdp": null })));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_that_browsers_reach_there_is_no_sound() {
    // As one gets it who listens on all addresses and says nothing of sound.
    let rig = Rig::with(|config| config.voice.listen = Some(([0, 0, 0, 0], 0).into())).await;
    let mut surface = rig.surface("s").await;
    let call = talking(&rig, &mut surface).await;
    let (status, problem) = offers(&rig, &surface, &call, "n", &Offering::new().await.sdp).await;
    assert_eq!((status, &problem["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("no-sound")));
    assert!(problem["message"].as_str().unwrap().contains("voice.public_address"));
}
