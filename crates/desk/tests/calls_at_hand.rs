//! Several calls, the buttons, and what is said about them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{CardPhase, Input, Intent, Waiting};

fn front(bench: &Bench) -> CallId {
    bench.desk.view().front.as_ref().unwrap().id.clone()
}

fn others(bench: &Bench) -> Vec<CallId> {
    bench.desk.view().others.iter().map(|card| card.id.clone()).collect()
}

// row!(U35)
#[test]
fn a_ring_is_on_the_screen_with_number_and_words() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    let view = bench.desk.view();
    let card = view.front.as_ref().unwrap();
    assert_eq!(card.shown, "+49 30 123 0001");
    assert_eq!(card.country, "Germany");
    assert!(card.simulated);
    assert_eq!(card.phase, CardPhase::Ringing { until_local: 31_000 });
    assert_eq!(view.announce, "Incoming call from +49 30 123 0001");
}

#[test]
fn a_call_that_rings_during_a_call_is_a_banner() {
    let mut bench = Bench::owner();
    bench.call(connected(&ringing(1)));
    bench.call(ringing(2));
    assert_eq!((front(&bench), others(&bench)), (id(1), vec![id(2)]));
    let held = Phase::Connected { since: EPOCH_MS, muted: false, held: true };
    bench.call(CallView { phase: held, ..ringing(1) });
    bench.call(connected(&ringing(2)));
    assert_eq!((front(&bench), others(&bench)), (id(2), vec![id(1)]));
}

#[test]
fn a_call_that_rings_during_a_wrap_up_comes_in_front_and_the_notes_stay() {
    let mut bench = Bench::owner();
    bench.call(wrap_up(&ringing(1)));
    bench.act(Intent::Notes(id(1), "half a sen".into()));
    bench.call(ringing(2));
    assert_eq!(front(&bench), id(2));
    assert_eq!(bench.desk.view().others[0].draft.notes, "half a sen");
}

#[test]
fn of_two_wrap_ups_the_one_that_ended_last_is_in_front_and_the_other_one_follows() {
    let mut bench = Bench::owner();
    bench.call(wrap_up(&ringing(1)));
    let mut later = wrap_up(&ringing(2));
    let Phase::WrapUp { ended, .. } = &mut later.phase else { panic!() };
    *ended += 60_000;
    bench.call(later.clone());
    assert_eq!((front(&bench), others(&bench)), (id(2), vec![id(1)]));
    bench.call(closed(&later, EndStatus::Completed));
    assert_eq!(front(&bench), id(1));
}

#[test]
fn calls_that_ring_together_stand_in_the_order_in_which_they_came() {
    let mut bench = Bench::owner();
    bench.call(ringing(2));
    bench.call(ringing(1));
    assert_eq!((front(&bench), others(&bench)), (id(1), vec![id(2)]));
}

// row!(U36)
#[test]
fn a_button_pressed_twice_asks_once_and_shows_that_it_waits() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    assert_eq!(wishes(&bench.act(Intent::Answer(id(1)))), [Wish::Answer { call: id(1) }]);
    assert_eq!(wishes(&bench.act(Intent::Answer(id(1)))), []);
    assert_eq!(bench.desk.view().front.as_ref().unwrap().waiting, Some(Waiting::Answer));
    bench.call(connected(&ringing(1)));
    assert_eq!(bench.desk.view().front.as_ref().unwrap().waiting, None);
}

#[test]
fn every_button_asks_for_its_wish_where_it_makes_sense() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    assert_eq!(wishes(&bench.act(Intent::Mute(id(1), true))), []);
    assert_eq!(wishes(&bench.act(Intent::Decline(id(1)))), [Wish::Decline { call: id(1) }]);
    bench.call(connected(&ringing(1)));
    assert_eq!(wishes(&bench.act(Intent::Answer(id(1)))), []);
    let mute = Wish::Mute { call: id(1), on: true };
    assert_eq!(wishes(&bench.act(Intent::Mute(id(1), true))), [mute]);
    let hold = Wish::Hold { call: id(1), on: true };
    assert_eq!(wishes(&bench.act(Intent::Hold(id(1), true))), [hold]);
    assert_eq!(wishes(&bench.act(Intent::HangUp(id(1)))), [Wish::HangUp { call: id(1) }]);
    assert_eq!(wishes(&bench.act(Intent::HangUp(id(9)))), []);
}

// row!(L8)
#[test]
fn an_answer_that_nobody_answers_is_given_up_and_told_and_can_be_pressed_again() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.act(Intent::Answer(id(1)));
    bench.idle(10_000);
    assert!(bench.desk.view().notice.as_ref().unwrap().text.contains("answer again"));
    assert_eq!(wishes(&bench.act(Intent::Answer(id(1)))).len(), 1);
}

#[test]
fn a_hang_up_without_answer_stays_wanted() {
    let mut bench = Bench::owner();
    bench.call(connected(&CallView { host: Host::default(), ..ringing(1) }));
    let first = key(&bench.act(Intent::HangUp(id(1))));
    bench.give(Input::StreamLost { jitter: 0.0 });
    bench.unanswered(&first);
    bench.pass(12_000);
    bench.give(Input::StreamOpened);
    let now = EPOCH_MS + bench.now;
    let out = bench.stream(ServerMessage::Welcome { stream: "st".into(), now });
    assert_eq!(key(&out), first);
}

#[test]
fn a_command_without_answer_on_a_living_stream_is_tried_again() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    let out = bench.act(Intent::Answer(id(1)));
    let first = key(&out);
    bench.unanswered(&first);
    assert_eq!(asked(&bench.pass(999)).len(), 0);
    assert_eq!(key(&bench.pass(1)), first);
}

#[test]
fn a_refusal_becomes_a_sentence() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    let first = key(&bench.act(Intent::Answer(id(1))));
    bench.refused(&first, "no-such-call");
    let text = bench.desk.view().notice.as_ref().unwrap().text.clone();
    assert!(text.contains("over"));
    assert_eq!(bench.desk.view().announce, text);
    bench.act(Intent::DismissNotice);
    assert_eq!(bench.desk.view().notice, None);
}

// row!(L9)
#[test]
fn a_ring_ends_with_the_state_and_with_nothing_else() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.give(Input::StreamLost { jitter: 0.0 });
    bench.pass(200);
    bench.give(Input::StreamOpened);
    let now = EPOCH_MS + bench.now;
    bench.stream(ServerMessage::Welcome { stream: "new".into(), now });
    let all = Snapshot { stream: "new".into(), ..snapshot(None, vec![], bench.now) };
    bench.stream(ServerMessage::Snapshot(Box::new(all)));
    assert_eq!(bench.desk.view().front, None);
}

#[test]
fn the_same_words_anew_are_still_a_change_of_the_live_region() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    let first = bench.desk.view().announce.clone();
    bench.event(Event::Gone(id(1)));
    bench.call(ringing(1));
    assert_ne!(bench.desk.view().announce, first);
}

#[test]
fn a_hang_up_that_is_late_on_a_living_stream_is_sent_again_and_told_once() {
    let mut bench = Bench::owner();
    bench.call(connected(&CallView { host: Host::default(), ..ringing(1) }));
    let first = key(&bench.act(Intent::HangUp(id(1))));
    assert_eq!(key(&bench.idle(10_000)), first);
    assert!(bench.desk.view().notice.is_some());
    bench.act(Intent::DismissNotice);
    assert_eq!(key(&bench.idle(10_000)), first);
    assert_eq!(bench.desk.view().notice, None);
}
