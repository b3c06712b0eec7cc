//! Outcome and notes: sent soon, newest only, never lost.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Input, Intent, Output, SaveState};

fn draft(notes: &str) -> Draft {
    Draft { outcome: None, notes: notes.into() }
}

fn drafts(out: &[Output]) -> Vec<String> {
    let notes = |wish| match wish {
        Wish::Draft { draft, .. } => Some(draft.notes),
        _ => None,
    };
    wishes(out).into_iter().filter_map(notes).collect()
}

fn in_wrap_up() -> Bench {
    let mut bench = Bench::owner();
    let mut call = wrap_up(&ringing(1));
    call.host = Host::default();
    bench.call(call);
    bench
}

fn state(bench: &Bench) -> SaveState {
    bench.desk.view().front.as_ref().unwrap().saved
}

#[test]
fn what_is_typed_is_kept_by_the_page_at_once_and_sent_after_the_last_key() {
    let mut bench = in_wrap_up();
    let mut all = Vec::new();
    for notes in ["h", "he", "hey"] {
        let out = bench.act(Intent::Notes(id(1), notes.into()));
        assert!(matches!(&out[..], [Output::Keep { draft, .. }] if draft.notes == notes));
        all.extend(bench.pass(200));
    }
    assert_eq!(state(&bench), SaveState::Typing);
    all.extend(bench.pass(300));
    assert_eq!(drafts(&all), ["hey"]);
    let out = bench.done(&key(&all));
    assert!(matches!(&out[..], [Output::Forget { .. }]));
    assert_eq!(state(&bench), SaveState::Kept);
    assert_eq!(bench.desk.view().front.as_ref().unwrap().draft.notes, "hey");
}

#[test]
fn one_draft_travels_at_a_time_and_the_newest_follows() {
    let mut bench = in_wrap_up();
    bench.act(Intent::Notes(id(1), "one".into()));
    let first = bench.pass(300);
    bench.act(Intent::Notes(id(1), "two".into()));
    assert_eq!(drafts(&bench.pass(300)), [] as [&str; 0]);
    bench.act(Intent::Notes(id(1), "three".into()));
    assert_eq!(drafts(&bench.pass(300)), [] as [&str; 0]);
    assert_eq!(drafts(&bench.done(&key(&first))), ["three"]);
}

#[test]
fn a_draft_goes_out_when_the_page_goes() {
    let mut bench = in_wrap_up();
    bench.act(Intent::Outcome(id(1), Some("guid".into())));
    let out = bench.give(Input::PageHide);
    let [Output::Command { keepalive: true, command, .. }, Output::Disconnect] = &out[..] else {
        panic!()
    };
    let Wish::Draft { draft, .. } = &command.wish else { panic!() };
    assert_eq!(draft.outcome.as_deref(), Some("guid"));
}

#[test]
fn a_draft_lost_on_the_way_is_sent_when_the_stream_is_back_newest_only() {
    let mut bench = in_wrap_up();
    bench.act(Intent::Notes(id(1), "one".into()));
    let first = key(&bench.pass(300));
    bench.give(Input::StreamLost { jitter: 0.0 });
    bench.unanswered(&first);
    bench.act(Intent::Notes(id(1), "two".into()));
    assert_eq!(drafts(&bench.resume()), ["two"]);
}

#[test]
fn what_the_page_kept_comes_back_after_a_reload() {
    let call = wrap_up(&ringing(1));
    let kept = vec![(id(1), draft("kept")), (id(2), draft("of a call that is gone"))];
    let mut bench = Bench::new();
    bench.host("h1");
    bench.give(Input::Kept(kept.clone()));
    bench.give(Input::SignedIn);
    bench.give(Input::StreamOpened);
    bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS });
    let all = snapshot(None, vec![call.clone()], bench.now);
    let out = bench.stream(ServerMessage::Snapshot(Box::new(all)));
    assert_eq!(drafts(&out), ["kept"]);
    assert!(out.iter().any(|out| matches!(out, Output::Forget { call } if *call == id(2))));

    let mut bench = Bench::working(None, vec![call]);
    assert_eq!(drafts(&bench.give(Input::Kept(kept))), ["kept"], "also when it is said later");
    assert_eq!(bench.desk.view().front.as_ref().unwrap().draft.notes, "kept");
}

#[test]
fn what_was_typed_meanwhile_is_newer_than_what_was_kept() {
    let mut bench = in_wrap_up();
    bench.act(Intent::Notes(id(1), "typed".into()));
    bench.give(Input::Kept(vec![(id(1), draft("kept"))]));
    assert_eq!(drafts(&bench.pass(300)), ["typed"]);
}

#[test]
fn another_surfaces_draft_shows_unless_something_is_typed_here() {
    let mut bench = in_wrap_up();
    let theirs = CallView { draft: draft("theirs"), ..wrap_up(&ringing(1)) };
    bench.call(theirs.clone());
    assert_eq!(bench.desk.view().front.as_ref().unwrap().draft.notes, "theirs");
    bench.act(Intent::Notes(id(1), "mine".into()));
    bench.call(theirs);
    assert_eq!(bench.desk.view().front.as_ref().unwrap().draft.notes, "mine");
}

// row!(U38)
#[test]
fn saving_carries_outcome_and_notes() {
    let mut bench = in_wrap_up();
    bench.act(Intent::Outcome(id(1), Some("guid".into())));
    bench.act(Intent::Notes(id(1), "all well".into()));
    let out = bench.act(Intent::Save(id(1)));
    let saved = Draft { outcome: Some("guid".into()), notes: "all well".into() };
    assert_eq!(wishes(&out), [Wish::Save { call: id(1), draft: saved }]);
    assert_eq!(state(&bench), SaveState::Saving);
    assert_eq!(wishes(&bench.act(Intent::Save(id(1)))), [], "once");
    assert_eq!(wishes(&bench.pass(1_000)), [], "no draft beside it");
    assert!(matches!(&bench.done(&key(&out))[..], [Output::Forget { .. }]));
}

#[test]
fn saving_overtakes_a_draft_on_its_way() {
    let mut bench = in_wrap_up();
    bench.act(Intent::Notes(id(1), "all".into()));
    let first = key(&bench.pass(300));
    bench.act(Intent::Save(id(1)));
    bench.refused(&first, "not-now"); // it arrived after the save: no alarm
    assert_eq!(bench.desk.view().notice, None);
}

#[test]
fn a_refused_save_can_be_pressed_again_and_loses_nothing() {
    let mut bench = in_wrap_up();
    bench.act(Intent::Notes(id(1), "all".into()));
    let first = key(&bench.act(Intent::Save(id(1))));
    let out = bench.refused(&first, "invalid");
    assert_eq!(drafts(&out), ["all"], "at least as a draft");
    assert_eq!(state(&bench), SaveState::Failed);
    let out = bench.act(Intent::Save(id(1)));
    assert_ne!(key(&out), first);
    assert_eq!(state(&bench), SaveState::Saving);
}

#[test]
fn a_save_without_answer_fails_visibly_and_is_still_sent() {
    let mut bench = in_wrap_up();
    let first = key(&bench.act(Intent::Save(id(1))));
    bench.give(Input::StreamLost { jitter: 0.0 });
    bench.unanswered(&first);
    bench.pass(10_000);
    assert_eq!(state(&bench), SaveState::Failed);
    assert!(bench.desk.view().notice.is_some());
    bench.give(Input::StreamOpened);
    let now = EPOCH_MS + bench.now;
    let out = bench.stream(ServerMessage::Welcome { stream: "st".into(), now });
    assert_eq!(key(&out), first);
}

#[test]
fn pressing_save_again_when_it_is_late_sends_it_again() {
    let mut bench = in_wrap_up();
    let first = key(&bench.act(Intent::Save(id(1))));
    bench.idle(10_000);
    assert_eq!(key(&bench.act(Intent::Save(id(1)))), first);
    assert_eq!(state(&bench), SaveState::Saving);
}

#[test]
fn words_that_came_too_late_are_told() {
    let mut bench = in_wrap_up();
    bench.act(Intent::Notes(id(1), "too late".into()));
    bench.event(Event::Gone(id(1)));
    assert!(bench.desk.view().notice.is_some());
}

#[test]
fn notes_end_at_ten_thousand_characters() {
    let mut bench = in_wrap_up();
    bench.act(Intent::Notes(id(1), "ü".repeat(10_001)));
    let notes = &bench.desk.view().front.as_ref().unwrap().draft.notes;
    assert_eq!(notes.chars().count(), 10_000);
}
