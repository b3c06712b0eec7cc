//! The agent's status on one surface: chosen, asked for once, shown, told to HubSpot once.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Intent, Spot};

fn away(reason: &str) -> Choice {
    Choice { presence: Presence::Unavailable, reason: Some(reason.into()) }
}

fn wish(to: Choice) -> Wish {
    Wish::Status { to }
}

// row!(P1)
#[test]
fn a_status_is_asked_for_once_and_the_newest_wish_wins() {
    let mut bench = Bench::owner();
    let (on, off) = (choice(Presence::Available), choice(Presence::Unavailable));
    assert_eq!(wishes(&bench.act(Intent::Status(on.clone()))), []);
    assert_eq!(wishes(&bench.act(Intent::Status(off.clone()))), [wish(off.clone())]);
    assert_eq!(bench.desk.view().status_asked, Some(off.clone()));
    assert_eq!(wishes(&bench.act(Intent::Status(off))), []);
    assert_eq!(wishes(&bench.act(Intent::Status(on.clone()))), [wish(on)]);
}

// row!(P2)
#[test]
fn the_present_status_takes_a_choice_for_later_back_and_the_same_choice_asks_nothing() {
    let mut bench = Bench::owner();
    bench.event(Event::Status(Status { next: Some(away("break")), ..Status::default() }));
    assert_eq!(wishes(&bench.act(Intent::Status(away("break")))), []);
    let on = choice(Presence::Available);
    assert_eq!(wishes(&bench.act(Intent::Status(on.clone()))), [wish(on)]);
}

// row!(P2)
#[test]
fn after_an_unanswered_ring_available_again_is_asked_for_and_the_ring_is_announced() {
    let mut bench = Bench::owner();
    let missed = Status { presence: Presence::Unavailable, missed: true, ..Status::default() };
    let out = bench.event(Event::Status(missed));
    assert_eq!(told(&out), ["USER_UNAVAILABLE"]);
    assert!(bench.desk.view().announce.starts_with("A call rang and nobody answered."));
    let off = choice(Presence::Unavailable);
    assert_eq!(
        wishes(&bench.act(Intent::Status(off.clone()))),
        [wish(off)],
        "a choice of their own"
    );
    let on = choice(Presence::Available);
    assert_eq!(wishes(&bench.act(Intent::Status(on.clone()))), [wish(on)]);
    assert_eq!(told(&bench.event(is(Presence::Available))), ["USER_AVAILABLE"]);
}

// row!(P1)
#[test]
fn hubspot_hears_of_presence_and_nothing_of_reasons_and_plans() {
    let mut bench = Bench::owner();
    let mut all =
        bench.event(Event::Status(Status { next: Some(away("break")), ..Status::default() }));
    for reason in ["break", "meeting"] {
        let (presence, reason) = (Presence::Unavailable, Some(reason.to_owned()));
        let status = Status { presence, reason, ..Status::default() };
        all.extend(bench.event(Event::Status(status)));
    }
    all.extend(bench.event(is(Presence::Available)));
    assert_eq!(told(&all), ["USER_UNAVAILABLE", "USER_AVAILABLE"]);
}

#[test]
fn the_list_closes_when_one_is_chosen_and_the_keyboard_returns_to_its_button() {
    let mut bench = Bench::owner();
    bench.act(Intent::Menu);
    bench.act(Intent::Statuses);
    assert!(bench.desk.view().choosing && bench.desk.view().menu.is_none());
    bench.act(Intent::Status(away("break")));
    assert!(!bench.desk.view().choosing);
    assert_eq!(bench.desk.view().focus.map(|(spot, _)| spot), Some(Spot::Status));
    bench.act(Intent::Statuses);
    bench.act(Intent::Menu);
    assert!(!bench.desk.view().choosing, "one list at a time");
}

#[test]
fn nothing_lies_over_a_call_that_comes() {
    let mut bench = Bench::owner();
    bench.act(Intent::Statuses);
    bench.call(ringing(1));
    assert!(!bench.desk.view().choosing);
}

#[test]
fn what_was_chosen_for_later_is_announced_when_it_comes_true() {
    let mut bench = Bench::owner();
    bench.event(Event::Status(Status { next: Some(away("break")), ..Status::default() }));
    bench.event(is(Presence::Unavailable));
    assert_eq!(bench.desk.view().announce, "You are unavailable");
}

// row!(P2)
#[test]
fn more_time_is_for_wrap_ups() {
    let mut bench = Bench::owner();
    bench.call(connected(&ringing(1)));
    assert_eq!(wishes(&bench.act(Intent::MoreTime(id(1)))), []);
    bench.call(wrap_up(&ringing(1)));
    let more = Wish::Extend { call: id(1) };
    assert_eq!(wishes(&bench.act(Intent::MoreTime(id(1)))), [more]);
    assert_eq!(wishes(&bench.act(Intent::MoreTime(id(1)))), [], "it is under way");
}
