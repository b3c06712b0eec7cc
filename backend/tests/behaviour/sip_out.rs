//! An agent calls by a line at a phone system: it rings there, is answered or not, and the record says
//! what became of it.

use contract::{EndStatus, Phase};
use serde_json::json;

use sidetone_backend::store::phone_systems::{AgentLine, Codec, Kind, PhoneSystem};

use crate::pbx::{FAR, Pbx, by_address, closed, described, finished, line, port_in};
use crate::rig::{Rig, eventually};
use crate::sound::{carries, hears};
use crate::telephone::OnHook;

// row!(U34)
#[tokio::test(flavor = "multi_thread")]
async fn a_dialled_number_rings_is_answered_and_both_ends_hear_each_other() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (call, invite) = pbx.dialled(&mut surface, FAR).await;
    assert!(invite.uri().starts_with(&format!("sip:{FAR}@")), "{}", invite.uri());
    assert!(invite.header("From").contains("sip:1001@"), "{}", invite.header("From"));
    assert!(!surface.call(&call).unwrap().simulated);
    pbx.peer.reply(&invite, "180 Ringing", "", "").await;
    surface.until_call(&call, |c| c.phase == Phase::Dialling { far_rings: true }).await;
    let microphone = carries(&pbx.rig, &surface, &call, 600.0).await;
    hears(&microphone, 425.0).await;
    let (mut far, telephone) = pbx.picks_up(&invite, 1_000.0).await;
    surface.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    hears(&microphone, 1_000.0).await;
    let page = async || (telephone.hears(600.0) > 0.8).then_some(());
    eventually("the telephone hears the page", page).await;
    pbx.peer.ask(&mut far, "BYE", "", "").await;
    assert_eq!(pbx.peer.answer("BYE").await.status(), 200);
    assert_eq!(finished(&pbx.rig, &mut surface, &call).await, EndStatus::Completed);
    assert_eq!(pbx.recorded(&call).await, "COMPLETED");
    assert_eq!(pbx.rig.app().sound.as_ref().unwrap().sounds(&call), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_phone_system_says_before_the_answer_is_heard() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (call, invite) = pbx.dialled(&mut surface, FAR).await;
    let announcement = OnHook::new().await;
    let sdp = described(&announcement, "sendrecv");
    pbx.peer.reply(&invite, "183 Session Progress", "", &sdp).await;
    let _announcement = announcement.speaks(port_in(&invite.body), 800.0);
    surface.until_call(&call, |c| c.phase == Phase::Dialling { far_rings: true }).await;
    let microphone = carries(&pbx.rig, &surface, &call, 600.0).await;
    hears(&microphone, 800.0).await;
    pbx.rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    assert_eq!(pbx.peer.request("CANCEL").await.header("Call-ID"), invite.header("Call-ID"));
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Canceled);
    assert_eq!(pbx.recorded(&call).await, "CANCELED");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agent_hangs_up_and_the_far_end_hears_it() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (call, invite) = pbx.dialled(&mut surface, FAR).await;
    let (_, _telephone) = pbx.picks_up(&invite, 1_000.0).await;
    surface.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    pbx.rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    let bye = pbx.peer.request("BYE").await;
    pbx.peer.reply(&bye, "200 OK", "", "").await;
    assert_eq!(finished(&pbx.rig, &mut surface, &call).await, EndStatus::Completed);
    assert_eq!(pbx.recorded(&call).await, "COMPLETED");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_of_the_phone_system_has_its_end_status() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    for (answer, end, status) in [
        ("486 Busy Here", EndStatus::Busy, "BUSY"),
        // HubSpot's records have no word for a call that was declined.
        ("603 Decline", EndStatus::Rejected, "BUSY"),
        ("480 Temporarily Unavailable", EndStatus::NoAnswer, "NO_ANSWER"),
        ("404 Not Found", EndStatus::Failed, "FAILED"),
        ("503 Service Unavailable", EndStatus::Failed, "FAILED"),
    ] {
        let (call, invite) = pbx.dialled(&mut surface, FAR).await;
        pbx.peer.reply(&invite, answer, "", "").await;
        pbx.peer.request("ACK").await;
        assert_eq!(closed(&mut surface, &call).await, end, "{answer}");
        assert_eq!(pbx.recorded(&call).await, status, "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_nobody_answers_is_given_up_in_time() {
    let mut pbx = Pbx::without_lines(|config| config.ring_timeout_ms = 300).await;
    let tenant = pbx.rig.tenant().await;
    let system = by_address(&pbx.peer, Kind::Trunk);
    pbx.rig.save_phone_system(&tenant, &system).await;
    let mut surface = pbx.rig.surface("s").await;
    let (call, invite) = pbx.dialled(&mut surface, FAR).await;
    pbx.peer.reply(&invite, "180 Ringing", "", "").await;
    pbx.peer.request("CANCEL").await;
    assert_eq!(closed(&mut surface, &call).await, EndStatus::NoAnswer);
    assert_eq!(pbx.recorded(&call).await, "NO_ANSWER");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_line_a_call_fails_and_is_not_simulated() {
    let pbx = Pbx::without_lines(|_| {}).await;
    let tenant = pbx.rig.tenant().await;
    let system = by_address(&pbx.peer, Kind::Lines);
    pbx.rig.save_phone_system(&tenant, &system).await;
    let mut surface = pbx.rig.surface("s").await;
    assert_eq!(fails(&pbx.rig, &mut surface).await, EndStatus::Failed);
}

async fn fails(rig: &Rig, surface: &mut crate::surface::Surface) -> EndStatus {
    let call = sidetone_backend::ids::new_id();
    rig.done(surface, json!({ "dial": { "call": call, "to": FAR } })).await;
    closed(surface, &call).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_audio_that_we_speak_ends_the_call_at_both_ends() {
    let mut pbx = Pbx::new().await;
    let mut surface = pbx.rig.surface("s").await;
    let (call, invite) = pbx.dialled(&mut surface, FAR).await;
    let video = "v=0\r\no=- 7 7 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n\
                 m=audio 0 RTP/AVP 0\r\nm=video 9000 RTP/AVP 96\r\n";
    pbx.peer.reply(&invite, "200 OK", "", video).await;
    let bye = pbx.peer.request("BYE").await;
    pbx.peer.reply(&bye, "200 OK", "", "").await;
    assert_eq!(closed(&mut surface, &call).await, EndStatus::Failed);
    assert_eq!(pbx.recorded(&call).await, "FAILED");
}

#[tokio::test(flavor = "multi_thread")]
async fn codecs_and_caller_number_are_the_tenants_or_the_agents_own() {
    let mut pbx = Pbx::without_lines(|_| {}).await;
    let tenant = pbx.rig.tenant().await;
    let system = PhoneSystem {
        codecs: vec![Codec::Pcma],
        caller_number: Some("+442079460500".to_owned()),
        ..by_address(&pbx.peer, Kind::Trunk)
    };
    pbx.rig.save_phone_system(&tenant, &system).await;
    let mut surface = pbx.rig.surface("s").await;
    let (call, invite) = pbx.dialled(&mut surface, FAR).await;
    assert!(invite.body.contains(" RTP/AVP 8 101\r\n"), "{}", invite.body);
    assert!(invite.header("From").contains("sip:+442079460500@"), "{}", invite.header("From"));
    pbx.peer.reply(&invite, "486 Busy Here", "", "").await;
    pbx.peer.request("ACK").await;
    closed(&mut surface, &call).await;
    let own =
        AgentLine { caller_number: Some("+442079460501".to_owned()), ..line(&pbx.rig.agent, "") };
    pbx.rig.save_line(&tenant, &own, "none").await;
    let (_, invite) = pbx.dialled(&mut surface, FAR).await;
    assert!(invite.header("From").contains("sip:+442079460501@"), "{}", invite.header("From"));
}
