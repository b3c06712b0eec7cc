//! What HubSpot's page is told of calls, of sign-in and of presence, and by whom.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Input, Output};
use hubspot_calling::{HostMessage, Id, Reply, WidgetMessage};

fn created(engagement: u64) -> HostMessage {
    HostMessage::CreateEngagementSucceeded(Reply {
        engagement_id: Some(Id::from(engagement)),
        external_call_id: None,
    })
}

fn says(out: &[Output]) -> Vec<Told> {
    let told = |wish| match wish {
        Wish::Told { told, .. } => Some(told),
        _ => None,
    };
    wishes(out).into_iter().filter_map(told).collect()
}

// row!(U35)
#[test]
fn a_ring_is_announced_with_numbers_and_id_and_reported_at_once() {
    let mut bench = Bench::owner();
    let out = bench.call(ringing(1));
    assert_eq!(told(&out), ["INCOMING_CALL", "RESIZE_WIDGET"]);
    let WidgetMessage::IncomingCall(said) = &hosts(&out)[0] else { panic!() };
    assert_eq!(said.external_call_id, id(1).0);
    assert_eq!(said.from_number, "+49301230001");
    assert_eq!(said.to_number, "+442073238299");
    assert_eq!(said.create_engagement, Some(true));
    assert_eq!(says(&out), [Told::Announced { instance: "h1".into() }]);
    assert_eq!(asked(&out)[0].1, Some(1), "with the epoch");
    let Output::Command { keepalive: true, .. } = &out[2] else { panic!("outlives the page") };
    assert_eq!(told(&bench.call(ringing(1))), [] as [&str; 0], "said once");
}

// row!(U36)
#[test]
fn a_whole_call_is_told_in_order_and_once() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.host_says(created(77));
    let mut all = Vec::new();
    let call = ringing(1);
    for call in [connected(&call), connected(&call), wrap_up(&call), wrap_up(&call)] {
        all.extend(bench.call(call));
    }
    all.extend(bench.call(closed(&wrap_up(&call), EndStatus::Completed)));
    assert_eq!(told(&all), ["CALL_ANSWERED", "CALL_ENDED", "CALL_COMPLETED"]);
    let said = hosts(&all);
    let WidgetMessage::CallEnded(ended) = &said[1] else { panic!() };
    assert_eq!(ended.engagement_id, Some(Id::from(77)));
    let WidgetMessage::CallCompleted(done) = &said[2] else { panic!() };
    assert_eq!(done.engagement_id, Some(Id::from(77)));
    assert_eq!(done.hide_widget, Some(false));
    assert!(done.engagement_properties.as_ref().is_some_and(|all| !all.is_empty()));
    assert_eq!(told(&bench.idle(60_000)), [] as [&str; 0]);
}

#[test]
fn reports_of_one_call_arrive_one_after_the_other() {
    let mut bench = Bench::owner();
    let key = key(&bench.call(ringing(1)));
    let out = bench.call(wrap_up(&ringing(1)));
    assert_eq!(says(&out), [], "the announcement is not acknowledged yet");
    let out = bench.done(&key);
    assert_eq!(says(&out), [Told::Answered]);
    let out = bench.done(&asked(&out)[0].0);
    assert_eq!(says(&out), [Told::Ended]);
}

// row!(U37)
#[test]
fn the_record_is_reported_before_the_backend_forgets_the_call() {
    let mut bench = Bench::owner();
    let announced = key(&bench.call(ringing(1)));
    bench.call(closed(&ringing(1), EndStatus::Missed));
    let ended = key(&bench.done(&announced));
    bench.done(&ended);
    let out = bench.host_says(created(77));
    assert_eq!(told(&out), ["CALL_COMPLETED"]);
    assert_eq!(says(&out), [], "the record's id is on its way");
    assert_eq!(says(&bench.done(&key(&out))), [Told::Completed]);
}

#[test]
fn reports_go_at_once_when_the_page_goes() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.call(wrap_up(&ringing(1)));
    assert_eq!(says(&bench.give(Input::PageHide)), [Told::Answered, Told::Ended]);
}

#[test]
fn a_second_owner_never_announces_but_ends_and_completes() {
    let mut call = connected(&ringing(1));
    call.host.announced = Some("h0".into());
    call.engagement = Some("77".into());
    let owner = owner_of("s1", 2);
    let mut bench = Bench::working(Some(owner), vec![call.clone()]);
    assert_eq!(told(&bench.pass(5_000)), [] as [&str; 0]);
    let mut all = bench.call(wrap_up(&call));
    all.extend(bench.call(closed(&wrap_up(&call), EndStatus::Completed)));
    assert_eq!(told(&all), ["CALL_ENDED", "CALL_COMPLETED"]);
    let WidgetMessage::CallCompleted(done) = &hosts(&all)[1] else { panic!() };
    assert_eq!(done.engagement_id, Some(Id::from(77)));
}

#[test]
fn a_reloaded_frame_on_the_same_page_says_answered_of_a_call_that_was_announced_there() {
    let mut call = ringing(1);
    call.host.announced = Some("h1".into());
    let owner = owner_of("s1", 2);
    let mut bench = Bench::working(Some(owner), vec![call.clone()]);
    assert_eq!(told(&bench.call(connected(&call))), ["CALL_ANSWERED"]);
}

// row!(L7)
#[test]
fn who_is_not_the_owner_says_initialized_and_nothing_else() {
    let owner = owner_of("other", 1);
    let mut bench = Bench::new();
    let mut all = bench.host("h1");
    all.extend(bench.give(Input::SignedIn));
    all.extend(bench.give(Input::StreamOpened));
    all.extend(bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS }));
    let snapshot = snapshot(Some(owner), vec![ringing(1)], bench.now);
    all.extend(bench.stream(ServerMessage::Snapshot(Box::new(snapshot))));
    all.extend(bench.call(connected(&ringing(1))));
    all.extend(bench.call(wrap_up(&ringing(1))));
    all.extend(bench.call(closed(&wrap_up(&ringing(1)), EndStatus::Completed)));
    all.extend(bench.event(is(Presence::Unavailable)));
    all.extend(bench.pass(10_000));
    assert_eq!(told(&all), ["INITIALIZED"]);
    assert_eq!(wishes(&all), []);
}

#[test]
fn a_call_that_is_over_is_not_announced_any_more() {
    let mut bench = Bench::owner();
    let all = bench.call(closed(&ringing(1), EndStatus::Missed));
    assert_eq!(told(&all), ["CALL_ENDED", "CALL_COMPLETED"]);
}

#[test]
fn a_call_that_was_never_granted_is_not_mentioned() {
    let mut bench = Bench::owner();
    let mut call = ringing(1);
    call.host.may_announce = None;
    let mut all = bench.call(call.clone());
    all.extend(bench.call(closed(&call, EndStatus::Missed)));
    all.extend(bench.pass(5_000));
    assert_eq!(told(&all), ["RESIZE_WIDGET"]);
}

#[test]
fn completed_waits_two_seconds_for_the_record_and_no_longer() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    let out = bench.call(closed(&ringing(1), EndStatus::Missed));
    assert_eq!(told(&out), ["CALL_ENDED"]);
    assert_eq!(told(&bench.pass(1_999)), [] as [&str; 0]);
    assert_eq!(told(&bench.pass(1)), ["CALL_COMPLETED"]);
}

#[test]
fn completed_follows_the_record_at_once() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.call(closed(&ringing(1), EndStatus::Missed));
    assert_eq!(told(&bench.host_says(created(77))), ["CALL_COMPLETED"]);
}

#[test]
fn unavailable_is_not_said_during_a_call() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.host_says(created(77));
    let mut all = bench.event(is(Presence::Unavailable));
    all.extend(bench.call(connected(&ringing(1))));
    all.extend(bench.call(wrap_up(&ringing(1))));
    all.extend(bench.call(closed(&wrap_up(&ringing(1)), EndStatus::Completed)));
    let order = ["CALL_ANSWERED", "CALL_ENDED", "CALL_COMPLETED", "USER_UNAVAILABLE"];
    assert_eq!(told(&all), order);
    assert_eq!(told(&bench.event(is(Presence::Unavailable))), [] as [&str; 0]);
    assert_eq!(told(&bench.event(is(Presence::Available))), ["USER_AVAILABLE"]);
}

#[test]
fn a_frame_that_comes_back_in_a_call_does_not_say_unavailable() {
    let mut call = connected(&ringing(1));
    call.host.announced = Some("h1".into());
    let mut bench = Bench::new();
    bench.give(Input::SignedIn);
    bench.give(Input::StreamOpened);
    bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS });
    let owner = owner_of("s1", 2);
    let mut all_of_it = snapshot(Some(owner), vec![call], bench.now);
    all_of_it.status.presence = Presence::Unavailable;
    bench.stream(ServerMessage::Snapshot(Box::new(all_of_it)));
    let WidgetMessage::Initialized(said) = &hosts(&bench.host("h1"))[0] else { panic!() };
    assert_eq!(said.is_available, Some(true));
}

#[test]
fn initialized_is_said_after_a_second_when_nobody_knows_who_is_signed_in() {
    let mut bench = Bench::new();
    assert_eq!(told(&bench.host("h1")), [] as [&str; 0]);
    let out = bench.pass(1_000);
    let WidgetMessage::Initialized(said) = &hosts(&out)[0] else { panic!() };
    assert_eq!(said.is_logged_in, Some(false));
    bench.give(Input::SignedIn);
    bench.give(Input::StreamOpened);
    bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS });
    let owner = owner_of("s1", 1);
    let snapshot = snapshot(Some(owner), vec![ringing(1)], bench.now);
    let out = bench.stream(ServerMessage::Snapshot(Box::new(snapshot)));
    assert_eq!(told(&out), ["LOGGED_IN", "USER_AVAILABLE", "INCOMING_CALL", "RESIZE_WIDGET"]);
}

#[test]
fn initialized_is_said_at_once_when_nobody_is_signed_in() {
    let mut bench = Bench::new();
    bench.host("h1");
    assert_eq!(told(&bench.give(Input::SignedOut)), ["INITIALIZED"]);
}

#[test]
fn a_host_page_that_starts_anew_is_greeted_anew_and_hears_no_second_announcement() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    assert_eq!(told(&bench.host("h2")), ["INITIALIZED"]);
    assert_eq!(told(&bench.call(connected(&ringing(1)))), [] as [&str; 0]);
    assert_eq!(told(&bench.call(wrap_up(&ringing(1)))), ["CALL_ENDED"]);
}

#[test]
fn signing_out_is_told_by_the_owner() {
    let mut bench = Bench::owner();
    bench.give(Input::SignedOut);
    bench.pass(1_500);
    assert_eq!(told(&bench.give(Input::SignedOut)), ["LOGGED_OUT"]);
}

#[test]
fn nothing_is_said_on_stale_knowledge_while_missed_events_are_on_their_way() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.call(closed(&ringing(1), EndStatus::Missed)); // waits for the record
    bench.give(Input::StreamLost { jitter: 0.0 });
    let mut all = bench.pass(3_000); // another owner says CALL_COMPLETED meanwhile
    all.extend(bench.resume());
    all.extend(bench.event(Event::Owner(Some(owner_of("s2", 2)))));
    all.extend(bench.event(Event::Gone(id(1))));
    all.extend(bench.pass(3_000));
    assert_eq!(told(&all), [] as [&str; 0]);
}

#[test]
fn a_report_refused_as_stale_is_made_again_under_the_next_epoch() {
    let mut bench = Bench::owner();
    let first = key(&bench.call(ringing(1)));
    assert_eq!(wishes(&bench.refused(&first, "stale-epoch")), []);
    let out = bench.event(Event::Owner(Some(owner_of("s1", 3))));
    assert_eq!(says(&out), [Told::Announced { instance: "h1".into() }]);
    assert_eq!(asked(&out)[0].1, Some(3));
    assert_ne!(asked(&out)[0].0, first, "a new command has a new key");
}

#[test]
fn a_ring_asks_for_a_readable_frame() {
    let mut bench = Bench::owner();
    let out = bench.call(ringing(1));
    let WidgetMessage::ResizeWidget(size) = hosts(&out)[1] else { panic!() };
    assert_eq!((size.width, size.height), (400, 650));
}
