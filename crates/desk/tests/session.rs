//! Signing in and out, and the screens before the work.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Desk, Input, Intent, Output, OwnerView, Stage};

fn stage(bench: &Bench) -> Stage {
    bench.desk.view().stage
}

#[test]
fn a_new_desk_asks_for_the_session() {
    let mut desk = Desk::new("s1".into(), 1);
    assert!(matches!(desk.poll(), Some(Output::Renew)));
    assert!(desk.poll().is_none());
}

#[test]
fn the_stages_follow_host_session_and_snapshot() {
    let mut bench = Bench::new();
    assert_eq!(stage(&bench), Stage::WaitingForHost);
    bench.host("h1");
    assert_eq!(stage(&bench), Stage::Loading);
    bench.give(Input::SignedOut);
    assert_eq!(stage(&bench), Stage::SignedOut);
    assert!(matches!(&bench.act(Intent::SignIn)[..], [Output::SignIn { .. }]));
    assert_eq!(stage(&bench), Stage::SigningIn);
    assert!(
        matches!(&bench.act(Intent::SignIn)[..], [Output::SignIn { .. }]),
        "it always tries again"
    );
    assert!(matches!(&bench.give(Input::SignedIn)[..], [Output::Connect]));
    assert_eq!(stage(&bench), Stage::Loading);
    bench.give(Input::StreamOpened);
    bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS });
    let all = snapshot(Some(owner_of("s1", 1)), vec![], bench.now);
    bench.stream(ServerMessage::Snapshot(Box::new(all)));
    assert_eq!(stage(&bench), Stage::Working);
    assert_eq!(bench.desk.view().owner, OwnerView::Here);
}

// row!(L16)
#[test]
fn one_sign_out_in_a_call_is_doubted_and_takes_nothing_away() {
    let mut bench = Bench::owner();
    bench.call(connected(&ringing(1)));
    assert_eq!(told(&bench.give(Input::SignedOut)), [] as [&str; 0]);
    assert_eq!(stage(&bench), Stage::Working);
    assert!(bench.pass(1_500).iter().any(|out| matches!(out, Output::Renew)));
    bench.give(Input::SignedIn);
    assert_eq!(stage(&bench), Stage::Working);
    bench.give(Input::SignedOut);
    bench.pass(1_500);
    bench.give(Input::SignedOut);
    assert_eq!(stage(&bench), Stage::SignedOut);
    assert_eq!(bench.desk.view().front, None);
}

// row!(L17)
#[test]
fn a_command_refused_for_the_session_is_sent_again_with_the_next_one() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    let first = key(&bench.act(Intent::Answer(id(1))));
    let out = bench.refused(&first, "signed-out");
    assert!(matches!(&out[..], [Output::Renew]));
    assert_eq!(bench.desk.view().notice, None);
    let out = bench.give(Input::SignedIn);
    assert!(asked(&out).iter().any(|(key, _, _)| *key == first));
}

#[test]
fn a_session_that_never_helps_is_not_renewed_for_ever() {
    let mut bench = Bench::owner();
    bench.event(Event::Call(Box::new(CallView { host: Host::default(), ..ringing(1) })));
    let first = key(&bench.act(Intent::Answer(id(1))));
    let mut renewals = 0;
    for _ in 0..10 {
        let out = bench.refused(&first, "signed-out");
        renewals += out.iter().filter(|out| matches!(out, Output::Renew)).count();
        bench.give(Input::SignedIn);
    }
    assert_eq!(renewals, 3);
    assert!(bench.desk.view().notice.is_some());
}

#[test]
fn a_stream_that_ends_for_the_session_renews_it_and_comes_back() {
    let mut bench = Bench::owner();
    let out = bench.stream(ServerMessage::Bye { code: "signed-out".into() });
    assert!(matches!(&out[..], [Output::Disconnect, Output::Renew]));
    assert_eq!(stage(&bench), Stage::Working);
    assert!(matches!(&bench.give(Input::SignedIn)[..], [Output::Connect]));
}

#[test]
fn drafts_outlive_a_sign_out() {
    let mut bench = Bench::owner();
    bench.call(wrap_up(&ringing(1)));
    bench.act(Intent::Notes(id(1), "words".into()));
    bench.give(Input::SignedOut);
    bench.pass(1_500);
    bench.give(Input::SignedOut);
    bench.give(Input::SignedIn);
    bench.give(Input::StreamOpened);
    bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS });
    let all = snapshot(None, vec![wrap_up(&ringing(1))], bench.now);
    let out = bench.stream(ServerMessage::Snapshot(Box::new(all)));
    assert!(wishes(&out).iter().any(|wish| matches!(wish, Wish::Draft { .. })));
}

#[test]
fn the_revision_changes_with_the_view_and_not_with_pings() {
    let mut bench = Bench::owner();
    let before = bench.desk.revision();
    bench.stream(ServerMessage::Ping(1));
    assert_eq!(bench.desk.revision(), before);
    bench.act(Intent::Digit('1'));
    assert_ne!(bench.desk.revision(), before);
}
