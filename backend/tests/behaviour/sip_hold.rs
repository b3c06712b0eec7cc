//! A call at a phone system that waits: held by the agent, held by the far end, and moved by it. It is
//! never lost by that.

use contract::{CallView, Phase};
use serde_json::json;
use std::net::SocketAddr;

use crate::pbx::{Pbx, described, described_at, direction_in, port_in};
use crate::rig::eventually;
use crate::sound::{carries, hears, hears_no};
use crate::telephone::{OnHook, Telephone};

async fn hears_page(telephone: &Telephone) {
    let page = async || (telephone.hears(600.0) > 0.8).then_some(());
    eventually("the telephone hears the page", page).await;
}

fn held(call: &CallView, wanted: bool) -> bool {
    matches!(call.phase, Phase::Connected { held, .. } if held == wanted)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agent_holds_and_the_phone_system_is_told() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (id, _, telephone) = pbx.talking(&mut surface).await;
    let microphone = carries(&pbx.rig, &surface, &id, 600.0).await;
    hears(&microphone, 1_000.0).await;
    hears_page(&telephone).await;
    let at = telephone.remote().address;

    pbx.rig.done(&surface, json!({ "hold": { "call": id, "on": true } })).await;
    let hold = pbx.peer.request("INVITE").await;
    assert_eq!(direction_in(&hold.body), "sendonly");
    pbx.peer.reply(&hold, "200 OK", "", &described_at(at, "recvonly")).await;
    pbx.peer.request("ACK").await;
    surface.until_call(&id, |c| held(c, true)).await;
    let silent = async || (telephone.hears(600.0) < 0.1).then_some(());
    eventually("the telephone hears the page no more", silent).await;
    hears_no(&microphone, 1_000.0).await;

    pbx.rig.done(&surface, json!({ "hold": { "call": id, "on": false } })).await;
    let resume = pbx.peer.request("INVITE").await;
    assert_eq!(direction_in(&resume.body), "sendrecv");
    pbx.peer.reply(&resume, "200 OK", "", &described_at(at, "sendrecv")).await;
    pbx.peer.request("ACK").await;
    surface.until_call(&id, |c| held(c, false)).await;
    hears_page(&telephone).await;
    hears(&microphone, 1_000.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_system_that_takes_no_hold_is_held_at_the_gateway() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (id, _, telephone) = pbx.talking(&mut surface).await;
    let _microphone = carries(&pbx.rig, &surface, &id, 600.0).await;
    hears_page(&telephone).await;
    pbx.rig.done(&surface, json!({ "hold": { "call": id, "on": true } })).await;
    let hold = pbx.peer.request("INVITE").await;
    pbx.peer.reply(&hold, "488 Not Acceptable Here", "", "").await;
    pbx.peer.request("ACK").await;
    let silent = async || (telephone.hears(600.0) < 0.1).then_some(());
    eventually("the telephone hears the page no more", silent).await;
    assert!(
        held(surface.call(&id).unwrap(), true) || {
            surface.until_call(&id, |c| held(c, true)).await;
            true
        }
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_far_end_that_holds_hears_nothing_and_comes_back() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (id, mut far, telephone) = pbx.talking(&mut surface).await;
    let microphone = carries(&pbx.rig, &surface, &id, 600.0).await;
    hears_page(&telephone).await;
    let at = telephone.remote().address;
    let nowhere = SocketAddr::from(([0, 0, 0, 0], at.port()));
    // With music, without, and in the way of old phones.
    for (sdp, answered) in [
        (described_at(at, "sendonly"), "recvonly"),
        (described_at(at, "inactive"), "inactive"),
        (described_at(nowhere, "sendrecv"), "sendrecv"),
    ] {
        pbx.peer.ask(&mut far, "INVITE", "", &sdp).await;
        let answer = pbx.peer.acknowledge(&mut far, "").await;
        assert_eq!(direction_in(&answer.body), answered);
        let mut heard = telephone.amount();
        // Nothing is sent any more: two looks a while apart see the same.
        eventually("nothing is sent to the telephone", async || {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            let before = std::mem::replace(&mut heard, telephone.amount());
            (before == heard).then_some(())
        })
        .await;
        // What it plays meanwhile is heard.
        hears(&microphone, 1_000.0).await;
        assert!(held(surface.call(&id).unwrap(), false), "the agent holds nobody");
        pbx.peer.ask(&mut far, "INVITE", "", &described_at(at, "sendrecv")).await;
        let answer = pbx.peer.acknowledge(&mut far, "").await;
        assert_eq!(direction_in(&answer.body), "sendrecv");
        hears_page(&telephone).await;
        hears(&microphone, 1_000.0).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_far_end_may_move_its_sound_to_another_telephone() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (id, mut far, first) = pbx.talking(&mut surface).await;
    let microphone = carries(&pbx.rig, &surface, &id, 600.0).await;
    hears(&microphone, 1_000.0).await;
    hears_page(&first).await;
    drop(first);
    let second = OnHook::new().await;
    pbx.peer.ask(&mut far, "INVITE", "", &described(&second, "sendrecv")).await;
    let answer = pbx.peer.acknowledge(&mut far, "").await;
    let second = second.speaks(port_in(&answer.body), 800.0);
    hears(&microphone, 800.0).await;
    hears_page(&second).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_without_audio_that_we_speak_is_refused_and_the_call_goes_on() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (id, mut far, telephone) = pbx.talking(&mut surface).await;
    let microphone = carries(&pbx.rig, &surface, &id, 600.0).await;
    hears(&microphone, 1_000.0).await;
    let sdp = described_at(telephone.remote().address, "sendrecv").replace("AVP 8 101", "AVP 96");
    pbx.peer.ask(&mut far, "INVITE", "", &sdp).await;
    assert_eq!(pbx.peer.status(488).await.seq_method(), "INVITE");
    hears_page(&telephone).await;
    hears(&microphone, 1_000.0).await;
}
