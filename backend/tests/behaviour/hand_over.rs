//! The owner closes, freezes or is left behind in a call: another surface carries it on, and the phone
//! side learns where the voice is.

use contract::{ClientMessage, Here, Location, Phase, ServerMessage};
use serde_json::json;
use std::time::Duration;

use crate::rig::{Rig, eventually};
use crate::surface::{Surface, here};

const ADA: &str = "+442073238299";

async fn place(rig: &Rig, name: &str, here: Here) -> Surface {
    let token = rig.token(&rig.agent).await;
    let mut surface = Surface::hello(rig.address, name, token, here, None).await;
    surface.until(|s| s.snapshot.is_some() && s.owner.is_some()).await;
    surface
}

fn own() -> Here {
    Here { location: Some(Location::Own), hosted: false, ..here() }
}

/// A call that is answered at this surface.
async fn talking(rig: &Rig, at: &mut Surface) -> String {
    let call = rig.ring(ADA).await;
    at.until_call(&call, |_| true).await;
    rig.done(at, json!({ "answer": { "call": call } })).await;
    at.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    call
}

/// The surface that carries the agent's end of a call, and its epoch, as the phone side knows it.
fn voice(rig: &Rig, call: &str) -> Option<(String, u64)> {
    rig.app().switchboard.phone.voice_of(call).map(|voice| (voice.surface, voice.epoch))
}

fn of(surface: &Surface) -> Option<(String, u64)> {
    surface.owner.as_ref().map(|owner| (owner.surface.clone(), owner.epoch))
}

// row!(L3) row!(L6)
#[tokio::test(flavor = "multi_thread")]
async fn when_the_owner_closes_in_a_call_another_carries_it_within_a_second() {
    let rig = Rig::new().await;
    let mut first = rig.surface("first").await;
    let mut second = rig.surface("second").await;
    let call = talking(&rig, &mut first).await;
    eventually("the voice is there", async || (voice(&rig, &call) == of(&first)).then_some(()))
        .await;
    drop(first);
    let owns = second.until(Surface::owns);
    tokio::time::timeout(Duration::from_secs(1), owns).await.expect("within a second");
    eventually("the voice moved", async || (voice(&rig, &call) == of(&second)).then_some(())).await;
    second.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    rig.far(&call, "hangup").await;
    second.until_call(&call, |c| matches!(c.phase, Phase::WrapUp { .. })).await;
    eventually("it is carried no more", async || voice(&rig, &call).is_none().then_some(())).await;
}

// row!(L6) row!(L7)
#[tokio::test(flavor = "multi_thread")]
async fn two_computers_are_one_agent_and_the_call_moves_between_them() {
    let rig = Rig::new().await;
    let mut office = rig.surface("office").await;
    // A session of its own: another browser, another computer.
    let mut home = rig.surface("home").await;
    assert_ne!(office.token, home.token);
    let call = talking(&rig, &mut office).await;
    home.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
    rig.done(&home, json!("takeOver")).await;
    home.until(Surface::owns).await;
    office.until(|s| !s.owns()).await;
    eventually("the voice moved", async || (voice(&rig, &call) == of(&home)).then_some(())).await;
    rig.done(&office, json!({ "hangUp": { "call": call } })).await;
    home.until_call(&call, |c| matches!(c.phase, Phase::WrapUp { .. })).await;
}

// row!(L11)
#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_owner_hands_over_after_two_pings_and_is_still_there_when_it_thaws() {
    let rig = Rig::with(|config| {
        config.stream.ping_ms = 60;
        config.tuning.unanswered_pings = 100;
    })
    .await;
    let mut frozen = rig.surface("frozen").await;
    let call = talking(&rig, &mut frozen).await;
    let mut other = tokio::select! {
        other = rig.surface("other") => other,
        // It answers until then.
        () = frozen.until(|_| false) => unreachable!("it waits for nothing"),
    };
    frozen.awake = false;
    other.until(Surface::owns).await;
    // The second ping had its time until the third was due.
    let missed = pings_before_it_heard_of(&mut frozen, "other").await;
    assert!((2..=4).contains(&missed), "{missed} pings");
    eventually("the voice moved", async || (voice(&rig, &call) == of(&other)).then_some(())).await;
    // Thawed, it answers what it has missed; the stream is the same, and so is the truth.
    frozen.awake = true;
    let epoch = frozen.epoch();
    rig.done(&other, json!({ "hold": { "call": call, "on": true } })).await;
    let held = |c: &contract::CallView| matches!(c.phase, Phase::Connected { held: true, .. });
    frozen.until_call(&call, held).await;
    assert_eq!(frozen.epoch(), epoch, "it takes nothing back");
    drop(other);
    frozen.until(Surface::owns).await;
}

/// Reads until this surface hears that another owns; how many pings came before that.
async fn pings_before_it_heard_of(surface: &mut Surface, other: &str) -> usize {
    let mut pings = 0;
    while surface.owner.as_ref().is_some_and(|owner| owner.surface != other) {
        let message = surface.read().await.expect("it is still connected");
        pings += usize::from(matches!(message, ServerMessage::Ping(_)));
    }
    pings
}

// row!(L11)
#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_frozen_alone_goes_on_owning_when_it_thaws() {
    let rig = Rig::with(|config| {
        config.stream.ping_ms = 30;
        config.tuning.unanswered_pings = 100;
    })
    .await;
    let mut alone = rig.surface("alone").await;
    let epoch = alone.epoch();
    alone.awake = false;
    let mut pings = 0;
    while pings < 6 {
        let message = alone.read().await.unwrap();
        pings += usize::from(matches!(message, ServerMessage::Ping(_)));
    }
    alone.awake = true;
    let call = talking(&rig, &mut alone).await;
    assert_eq!(alone.epoch(), epoch);
    eventually("the voice is there", async || (voice(&rig, &call) == of(&alone)).then_some(()))
        .await;
}

// row!(U40)
#[tokio::test(flavor = "multi_thread")]
async fn beside_an_unused_window_the_frame_reports_and_the_window_may_not() {
    let rig = Rig::new().await;
    let unused = Here { location: Some(Location::Window), uses_calling_window: false, ..here() };
    let mut window = place(&rig, "window", unused).await;
    let mut bar = rig.surface("bar").await;
    window.until(|s| s.owner.as_ref().is_some_and(|o| o.ear.as_deref() == Some("bar"))).await;
    let owner = window.owner.clone().unwrap();
    assert_eq!((&*owner.surface, owner.location), ("window", Some(Location::Window)));
    let call = rig.ring(ADA).await;
    let view = window.until_call(&call, |c| c.host.may_announce.is_some()).await;
    assert_eq!(view.host.may_announce, Some(owner.epoch));
    let told = json!({ "told": { "call": call, "told": { "announced": { "instance": "h1" } } } });
    let refused = rig.command(&window, told.clone()).await;
    let problem: serde_json::Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "stale-epoch");
    bar.until(|s| s.epoch() == Some(owner.epoch)).await;
    rig.done(&bar, told).await;
}

// row!(U37)
#[tokio::test(flavor = "multi_thread")]
async fn a_softphone_of_its_own_takes_a_call_and_the_service_makes_its_one_record() {
    let rig = Rig::new().await;
    let mut phone = place(&rig, "phone", own()).await;
    assert_eq!(phone.owner.as_ref().unwrap().ear, None);
    assert_eq!(phone.owner.as_ref().unwrap().location, Some(Location::Own));
    let call = talking(&rig, &mut phone).await;
    rig.done(&phone, json!({ "hangUp": { "call": call } })).await;
    let save = json!({ "call": call, "draft": { "outcome": "d-1", "notes": "by phone" } });
    rig.done(&phone, json!({ "save": save })).await;
    phone.until(|s| s.call(&call).is_none()).await;
    let records = rig.records(|all| all.len() == 1).await;
    assert_eq!(records[0]["properties"]["hs_call_external_id"], *call);
    assert_eq!(records[0]["properties"]["hs_call_disposition"], "d-1");
    rig.records_are_unchanged_at(1).await;
}

// row!(U40)
#[tokio::test(flavor = "multi_thread")]
async fn a_softphone_owns_beside_a_frame_that_hubspot_hears() {
    let rig = Rig::new().await;
    let mut bar = rig.surface("bar").await;
    let mut phone = place(&rig, "phone", own()).await;
    phone.until(|s| s.owns() && s.owner.as_ref().is_some_and(|o| o.ear.is_some())).await;
    bar.until(|s| s.epoch() == phone.epoch()).await;
    assert_eq!(bar.owner.as_ref().unwrap().ear.as_deref(), Some("bar"));
    bar.say(&ClientMessage::Here(Here { visible: false, ..here() })).await;
    drop(bar);
    phone.until(|s| s.owner.as_ref().is_some_and(|o| o.ear.is_none())).await;
    assert!(phone.owns());
}

// row!(L1) row!(L4)
#[tokio::test(flavor = "multi_thread")]
async fn ten_reloads_of_the_owners_page_leave_the_call_alone() {
    let rig = Rig::new().await;
    let mut page = rig.surface("page 0").await;
    let call = talking(&rig, &mut page).await;
    let since = |c: &contract::CallView| match c.phase {
        Phase::Connected { since, .. } => Some(since),
        _ => None,
    };
    let began = since(page.call(&call).unwrap());
    for n in 1..=10 {
        drop(page);
        page = rig.surface(&format!("page {n}")).await;
        page.until(Surface::owns).await;
        assert_eq!(since(page.call(&call).unwrap()), began, "the same call, in the first snapshot");
    }
    eventually("the voice is there", async || (voice(&rig, &call) == of(&page)).then_some(()))
        .await;
}
