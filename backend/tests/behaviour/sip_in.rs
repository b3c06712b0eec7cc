//! Somebody calls an agent's line at a phone system: it rings, is answered, refused or given up, and
//! nobody there is a missed call.

use contract::{EndStatus, Phase};
use serde_json::json;

use crate::pbx::{EXTENSION, Pbx, closed, described, finished, port_in, rings};
use crate::rig::{LINE, eventually};
use crate::sip_support::both_ways;
use crate::sound::{carries, hears};
use crate::telephone::OnHook;

// row!(U35, U36)
#[tokio::test(flavor = "multi_thread")]
async fn a_call_rings_is_answered_and_both_ends_hear_each_other() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (id, mut far, telephone) = pbx.talking(&mut surface).await;
    let call = surface.call(&id).unwrap();
    assert_eq!((call.from.as_str(), call.to.as_str()), ("+4930123456", LINE));
    assert!(!call.simulated);
    let microphone = carries(&pbx.rig, &surface, &id, 600.0).await;
    hears(&microphone, 1_000.0).await;
    let page = async || (telephone.hears(600.0) > 0.8).then_some(());
    eventually("the telephone hears the page", page).await;
    pbx.rig.done(&surface, json!({ "mute": { "call": id, "on": true } })).await;
    let silent = async || (telephone.hears(600.0) < 0.1).then_some(());
    eventually("the telephone hears it no more", silent).await;
    pbx.peer.ask(&mut far, "BYE", "", "").await;
    assert_eq!(pbx.peer.answer("BYE").await.status(), 200);
    assert_eq!(finished(&pbx.rig, &mut surface, &id).await, EndStatus::Completed);
    assert_eq!(pbx.recorded(&id).await, "COMPLETED");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agent_ends_an_answered_call_with_bye() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (id, far, _telephone) = pbx.talking(&mut surface).await;
    pbx.rig.done(&surface, json!({ "hangUp": { "call": id } })).await;
    let bye = pbx.peer.request("BYE").await;
    assert_eq!(bye.header("Call-ID"), far.id);
    pbx.peer.reply(&bye, "200 OK", "", "").await;
    assert_eq!(finished(&pbx.rig, &mut surface, &id).await, EndStatus::Completed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_caller_hears_603_and_the_call_is_rejected() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    pbx.calls(EXTENSION).await;
    let id = pbx.rung(&mut surface).await;
    pbx.rig.done(&surface, json!({ "decline": { "call": id } })).await;
    assert_eq!(pbx.peer.answer("INVITE").await.status(), 603);
    assert_eq!(closed(&mut surface, &id).await, EndStatus::Rejected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_gives_up_is_a_missed_call() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (mut far, _) = pbx.calls(EXTENSION).await;
    let id = pbx.rung(&mut surface).await;
    pbx.peer.ask(&mut far, "CANCEL", "", "").await;
    assert_eq!(pbx.peer.answer("CANCEL").await.status(), 200);
    assert_eq!(pbx.peer.answer("INVITE").await.status(), 487);
    assert_eq!(closed(&mut surface, &id).await, EndStatus::Canceled);
    surface.until(|s| s.snapshot.as_ref().unwrap().missed == 1).await;
    assert_eq!(pbx.recorded(&id).await, "CANCELED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_nobody_answers_is_refused_in_time_and_missed() {
    let mut pbx = Pbx::new().await;
    pbx.rig.kill().await;
    pbx.rig.config.ring_timeout_ms = 300;
    pbx.rig.start().await;
    pbx.find_service();
    let mut surface = pbx.rig.surface("s").await;
    pbx.calls(EXTENSION).await;
    let id = rings(&mut surface).await;
    assert_eq!(pbx.peer.answer("INVITE").await.status(), 480);
    assert_eq!(closed(&mut surface, &id).await, EndStatus::Missed);
    assert_eq!(pbx.recorded(&id).await, "MISSED");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nobody_is_there_the_caller_hears_480_and_the_call_is_missed() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    pbx.rig.done(&surface, json!({ "status": { "to": { "presence": "unavailable" } } })).await;
    pbx.calls(EXTENSION).await;
    assert_eq!(pbx.peer.answer("INVITE").await.status(), 480);
    surface.until(|s| s.snapshot.as_ref().unwrap().missed == 1).await;
    let records = pbx.rig.records(|all| all.len() == 1).await;
    assert_eq!(records[0]["properties"]["hs_call_status"], "MISSED");
    pbx.rig.records_are_unchanged_at(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_an_offer_is_answered_with_ours() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let mut far = pbx.peer.call(EXTENSION, "", "").await;
    let id = pbx.rung(&mut surface).await;
    pbx.rig.done(&surface, json!({ "answer": { "call": id } })).await;
    let telephone = OnHook::new().await;
    let sdp = described(&telephone, "sendrecv");
    let answer = pbx.peer.acknowledge(&mut far, &sdp).await;
    let telephone = telephone.speaks(port_in(&answer.body), 1_000.0);
    surface.until_call(&id, |c| matches!(c.phase, Phase::Connected { .. })).await;
    let microphone = carries(&pbx.rig, &surface, &id, 600.0).await;
    hears(&microphone, 1_000.0).await;
    let page = async || (telephone.hears(600.0) > 0.8).then_some(());
    eventually("the telephone hears the page", page).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_audio_that_we_speak_rings_nobody() {
    let mut pbx = Pbx::new().await;
    let surface = pbx.rig.surface("s").await;
    let opus = both_ways(6_000).replace("RTP/AVP 0 8 101", "RTP/AVP 96");
    pbx.peer.call(EXTENSION, "", &opus).await;
    assert_eq!(pbx.peer.answer("INVITE").await.status(), 488);
    assert!(surface.calls.is_empty());
    assert_eq!(pbx.rig.count_in_store("SELECT count(*) FROM calls").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_caller_rings_too() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    pbx.peer.call(EXTENSION, "Privacy: id\r\n", &both_ways(6_000)).await;
    let id = pbx.rung(&mut surface).await;
    assert_eq!(surface.call(&id).unwrap().from, "anonymous");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_another_phone_has_answered_is_not_missed() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (mut far, _) = pbx.calls(EXTENSION).await;
    let id = pbx.rung(&mut surface).await;
    let reason = "Reason: SIP;cause=200;text=\"Call completed elsewhere\"\r\n";
    pbx.peer.ask(&mut far, "CANCEL", reason, "").await;
    assert_eq!(closed(&mut surface, &id).await, EndStatus::Canceled);
    assert_eq!(surface.call(&id).unwrap().elsewhere.as_deref(), Some("Another phone"));
    assert_eq!(surface.snapshot.as_ref().unwrap().missed, 0);
    assert_eq!(pbx.rig.count_in_store("SELECT count(*) FROM calls WHERE missed = 1").await, 0);
}
