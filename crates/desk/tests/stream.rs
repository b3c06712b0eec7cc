//! The event stream: order, gaps, silence, and coming back.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{CardPhase, Input, Link, Output};

fn welcome(bench: &Bench, stream: &str) -> ServerMessage {
    ServerMessage::Welcome { stream: stream.into(), now: EPOCH_MS + bench.now }
}

fn connects(out: &[Output]) -> usize {
    out.iter().filter(|out| matches!(out, Output::Connect)).count()
}

#[test]
fn a_ping_is_answered_from_the_message_itself() {
    let mut bench = Bench::owner();
    let out = bench.stream(ServerMessage::Ping(9));
    assert!(matches!(&out[..], [Output::Send(ClientMessage::Pong(9))]));
}

#[test]
fn who_comes_back_says_what_was_seen_last() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.call(ringing(2));
    bench.give(Input::StreamLost { jitter: 1.0 });
    assert!(matches!(bench.desk.view().link, Link::Reconnecting { .. }));
    assert_eq!(connects(&bench.pass(249)), 0);
    assert_eq!(connects(&bench.pass(1)), 1);
    let out = bench.give(Input::StreamOpened);
    let [Output::Hello { resume: Some(resume), here }] = &out[..] else { panic!() };
    assert_eq!((resume.stream.as_str(), resume.seq), ("st", 2));
    assert!(here.hosted && here.uses_calling_window);
    assert_eq!(here.location, Some(Location::Window));
    bench.stream(welcome(&bench, "st"));
    assert_eq!(bench.desk.view().link, Link::Up);
}

#[test]
fn the_pause_doubles_up_to_five_seconds_and_starts_anew_after_a_welcome() {
    let mut bench = Bench::owner();
    for most in [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000] {
        bench.give(Input::StreamLost { jitter: 1.0 });
        assert_eq!(bench.desk.deadline(), Some(bench.now + most));
        assert_eq!(connects(&bench.pass(most)), 1);
    }
    bench.give(Input::StreamOpened);
    bench.stream(welcome(&bench, "st"));
    bench.give(Input::StreamLost { jitter: 0.0 });
    assert_eq!(bench.desk.deadline(), Some(bench.now + 125), "half of it at the least");
}

#[test]
fn a_number_twice_is_ignored_and_a_gap_asks_for_what_was_missed() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.seq = 0;
    bench.event(Event::Gone(id(1))); // number 1 again
    assert!(bench.desk.view().front.is_some());
    bench.seq = 2;
    let out = bench.event(Event::Gone(id(1))); // number 3
    assert!(out.iter().any(|out| matches!(out, Output::Disconnect)));
    assert!(bench.desk.view().front.is_some());
    bench.pass(250);
    let out = bench.give(Input::StreamOpened);
    let [Output::Hello { resume: Some(resume), .. }] = &out[..] else { panic!() };
    assert_eq!(resume.seq, 1);
    bench.stream(welcome(&bench, "st"));
    bench.seq = 2;
    bench.event(Event::Gone(id(1))); // the same gap again: then all of it
    bench.pass(500);
    let out = bench.give(Input::StreamOpened);
    assert!(matches!(&out[..], [Output::Hello { resume: None, .. }]));
}

#[test]
fn a_stream_with_another_name_means_nothing_without_a_snapshot() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.give(Input::StreamLost { jitter: 0.0 });
    bench.pass(250);
    bench.give(Input::StreamOpened);
    bench.stream(welcome(&bench, "another"));
    assert!(matches!(bench.desk.view().link, Link::Reconnecting { .. }));
    let all = Snapshot { stream: "another".into(), ..snapshot(None, vec![], bench.now) };
    bench.stream(ServerMessage::Snapshot(Box::new(all)));
    assert_eq!(bench.desk.view().link, Link::Up);
    assert_eq!(bench.desk.view().front, None);
}

#[test]
fn silence_is_a_loss() {
    let mut bench = Bench::owner();
    let out = bench.pass(14_999);
    assert!(out.is_empty());
    let out = bench.pass(1);
    assert!(matches!(&out[..], [Output::Disconnect]));
    bench.give(Input::StreamLost { jitter: 0.0 }); // a late word of the old socket
    assert_eq!(connects(&bench.pass(250)), 1);
    assert!(bench.stream(ServerMessage::Ping(1)).is_empty(), "not greeted yet");
}

#[test]
fn a_visible_page_does_not_wait_out_the_pause() {
    let mut bench = Bench::owner();
    bench.give(Input::Visible(false));
    bench.give(Input::StreamLost { jitter: 1.0 });
    assert_eq!(connects(&bench.give(Input::Visible(true))), 1);
    bench.give(Input::StreamLost { jitter: 1.0 });
    assert_eq!(connects(&bench.give(Input::PageShow)), 1);
}

#[test]
fn where_the_surface_is_is_told_when_it_changes() {
    let mut bench = Bench::owner();
    let out = bench.give(Input::Visible(false));
    let [Output::Send(ClientMessage::Here(here))] = &out[..] else { panic!() };
    assert!(!here.visible && here.hosted);
    assert!(bench.give(Input::Visible(false)).is_empty());
}

#[test]
fn a_farewell_brings_it_back_and_a_replaced_one_does_not_wrestle() {
    let mut bench = Bench::owner();
    let bye = |code: &str| ServerMessage::Bye { code: code.into() };
    bench.stream(bye("going-away"));
    assert_eq!(connects(&bench.pass(4_000)), 1);
    let mut bench = Bench::owner();
    bench.stream(bye("replaced"));
    assert_eq!(connects(&bench.pass(2_499)), 0);
    assert_eq!(connects(&bench.pass(2_501)), 1);
}

#[test]
fn moments_are_shown_on_the_pages_clock_and_do_not_depend_on_slow_messages() {
    let mut bench = Bench::owner();
    bench.call(connected(&ringing(1))); // answered at EPOCH_MS + 2,000
    let since = |bench: &Bench| match bench.desk.view().front.as_ref().unwrap().phase {
        CardPhase::Connected { since_local, .. } => since_local,
        _ => panic!(),
    };
    assert_eq!(since(&bench), 2_000);
    bench.now += 400; // an event that took 400 ms
    bench.seq += 1;
    let slow = ServerMessage::Event {
        seq: bench.seq,
        now: EPOCH_MS + bench.now - 400,
        event: is(Presence::Available),
    };
    bench.stream(slow);
    assert_eq!(since(&bench), 2_000);
    bench.call(CallView { started: 0, ..connected(&ringing(2)) });
    assert!(bench.desk.view().others.len() == 1, "a call from before the page was opened");
}
