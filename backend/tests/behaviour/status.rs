//! The agent's status: chosen, kept for later, set by an unanswered ring; and what callers are told.

use contract::{Presence, Status};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::rig::{CONTROL, Rig};

const FAR: &str = "+442073238299";

/// Where the far end of a call stands, as the control route says.
pub async fn far_end(rig: &Rig, call: &str) -> Value {
    let asked = rig.ask(Method::GET, &format!("/api/simulated/calls/{call}")).bearer_auth(CONTROL);
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.unwrap()
}

pub fn choose(presence: &str, reason: Option<&str>) -> Value {
    json!({ "status": { "to": { "presence": presence, "reason": reason } } })
}

fn away(reason: &str) -> Status {
    let reason = Some(reason.to_owned());
    Status { presence: Presence::Unavailable, reason, ..Status::default() }
}

// row!(P2)
#[tokio::test(flavor = "multi_thread")]
async fn a_reason_is_one_of_the_tenants_and_outlives_the_service() {
    let mut rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    for wrong in [choose("unavailable", Some("yoga")), choose("available", Some("break"))] {
        let answer = rig.command(&surface, wrong).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    rig.done(&surface, choose("unavailable", Some("break"))).await;
    surface.until(|s| *s.status() == away("break")).await;
    rig.kill().await;
    rig.start().await;
    let surface = rig.surface("s").await;
    assert_eq!(*surface.status(), away("break"));
    let reasons = &surface.snapshot.as_ref().unwrap().reasons;
    assert_eq!(reasons.iter().map(|r| r.label.as_str()).collect::<Vec<_>>(), ["Break", "Meeting"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_from_before_there_were_reasons_is_still_read() {
    let mut rig = Rig::new().await;
    rig.kill().await;
    let old = r#"{"epoch":7,"presence":"Unavailable"}"#;
    let sql = "INSERT INTO seats (agent, state) VALUES (?, ?)";
    rig.change_store(sql, &[&rig.agent.0, old]).await;
    rig.start().await;
    let surface = rig.surface("s").await;
    assert_eq!(surface.status().presence, Presence::Unavailable);
    assert_eq!(surface.epoch(), Some(8));
}

// row!(P2)
#[tokio::test(flavor = "multi_thread")]
async fn a_choice_in_a_call_is_next_until_the_wrap_up_is_finished() {
    let mut rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring(FAR).await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    rig.done(&surface, choose("unavailable", Some("meeting"))).await;
    surface.until(|s| s.status().next.is_some()).await;
    assert_eq!(surface.status().presence, Presence::Available);
    rig.kill().await;
    rig.start().await;
    let mut surface = rig.surface("s").await;
    assert!(surface.status().next.is_some(), "the choice outlives the service");
    rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    rig.done(&surface, json!({ "save": { "call": call, "draft": { "notes": "" } } })).await;
    surface.until(|s| *s.status() == away("meeting")).await;
}

// row!(P2)
#[tokio::test(flavor = "multi_thread")]
async fn an_unanswered_ring_ends_with_480_and_the_next_call_goes_elsewhere() {
    let rig = Rig::with(|config| config.ring_timeout_ms = 200).await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring(FAR).await;
    assert_eq!(far_end(&rig, &call).await, json!({ "state": "calling" }));
    surface.until(|s| s.status().missed).await;
    let temporarily =
        json!({ "state": "refused", "code": 480, "reason": "Temporarily Unavailable" });
    assert_eq!(far_end(&rig, &call).await, temporarily);
    assert_eq!(surface.status().presence, Presence::Unavailable);
    let next = rig.ring(FAR).await;
    assert_eq!(far_end(&rig, &next).await, temporarily);
    rig.done(&surface, choose("available", None)).await;
    surface.until(|s| *s.status() == Status::default()).await;
    let again = rig.ring(FAR).await;
    assert_eq!(far_end(&rig, &again).await["state"], "calling");
}

// row!(P1)
#[tokio::test(flavor = "multi_thread")]
async fn callers_are_told_who_is_away_who_is_busy_and_who_declines() {
    let rig = Rig::new().await;
    let surface = rig.surface("s").await;
    let mut calls = Vec::new();
    for _ in 0..5 {
        calls.push(rig.ring(FAR).await);
    }
    let busy = json!({ "state": "refused", "code": 486, "reason": "Busy Here" });
    assert_eq!(far_end(&rig, &calls[4]).await, busy);
    let declined = json!({ "state": "refused", "code": 603, "reason": "Decline" });
    for call in &calls[..4] {
        rig.done(&surface, json!({ "decline": { "call": call } })).await;
        assert_eq!(far_end(&rig, call).await, declined);
    }
    rig.done(&surface, choose("unavailable", None)).await;
    let call = rig.ring(FAR).await;
    assert_eq!(far_end(&rig, &call).await["code"], 480);
}

// row!(P16)
#[tokio::test(flavor = "multi_thread")]
async fn who_was_refused_can_still_leave_a_message_and_its_record_says_so() {
    let rig = Rig::new().await;
    let surface = rig.surface("s").await;
    rig.done(&surface, choose("unavailable", None)).await;
    let call = rig.ring(FAR).await;
    rig.far(&call, "message").await;
    let title = |all: &[Value]| all[0]["properties"]["hs_call_title"].as_str().unwrap().to_owned();
    let records = rig.records(|all| all.len() == 1 && title(all).starts_with("Message from")).await;
    assert_eq!(records[0]["properties"]["hs_call_status"], "MISSED");
}

// row!(P2)
#[tokio::test(flavor = "multi_thread")]
async fn a_wrap_up_gets_more_time_and_a_call_on_the_line_does_not() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring(FAR).await;
    rig.done(&surface, json!({ "answer": { "call": call } })).await;
    let more = json!({ "extend": { "call": call } });
    assert_eq!(rig.command(&surface, more.clone()).await.status(), StatusCode::CONFLICT);
    rig.done(&surface, json!({ "hangUp": { "call": call } })).await;
    let closes = |view: &contract::CallView| match view.phase {
        contract::Phase::WrapUp { ended, closes, .. } => Some(closes - ended),
        _ => None,
    };
    surface.until_call(&call, |view| closes(view) == Some(300_000)).await;
    rig.done(&surface, more).await;
    surface.until_call(&call, |view| closes(view) == Some(600_000)).await;
}
