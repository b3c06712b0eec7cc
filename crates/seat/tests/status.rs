//! The agent's status: chosen, chosen for later, set by an unanswered ring, and absence.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use call::{CallId, Cause, Draft, EndStatus, Limits, Ms, Offer, Stage, Told};
use seat::{Choice, Here, Input, Location, Output, Presence, Rules, Saved, Seat, Status, Wish};

const LIMITS: Limits = Limits { ring: 30_000, wrap_up: 60_000 };

fn seat() -> Seat {
    Seat::restore(Saved::default(), LIMITS)
}

/// A seat with one surface that HubSpot hears.
fn there() -> Seat {
    let mut seat = seat();
    comes(&mut seat, 1_000);
    seat
}

fn comes(seat: &mut Seat, now: Ms) {
    let here = Here {
        location: Some(Location::Remote),
        hosted: true,
        uses_calling_window: true,
        visible: true,
        asleep: false,
    };
    seat.handle(Input::Surface { surface: "a".into(), here }, now).unwrap();
}

fn goes(seat: &mut Seat, now: Ms) {
    seat.handle(Input::SurfaceGone("a".into()), now).unwrap();
}

fn id(n: u8) -> CallId {
    CallId(format!("call-{n}"))
}

fn offer(seat: &mut Seat, n: u8, now: Ms) {
    let (from, to) = ("+442073238299".into(), "+18884827768".into());
    seat.handle(
        Input::Offer(Offer { id: id(n), from, to, simulated: true, fork: None, via: None }),
        now,
    )
    .unwrap();
}

fn wish(seat: &mut Seat, wish: Wish, now: Ms) {
    let epoch = seat.owner().map(|owner| owner.epoch);
    seat.handle(Input::Wish { surface: "a".into(), epoch, wish }, now).unwrap();
}

fn away(reason: &str) -> Choice {
    let reason = (!reason.is_empty()).then(|| reason.to_owned());
    Choice { presence: Presence::Unavailable, reason }
}

fn back() -> Choice {
    Choice::default()
}

fn outputs(seat: &mut Seat) -> Vec<Output> {
    std::iter::from_fn(|| seat.poll()).collect()
}

/// The status as it was told, and how often.
fn told(seat: &mut Seat) -> Vec<Status> {
    let told = outputs(seat).into_iter().filter_map(|output| match output {
        Output::Status(status) => Some(status),
        _ => None,
    });
    told.collect()
}

fn refusals(seat: &mut Seat) -> Vec<(CallId, Cause)> {
    let refused = outputs(seat).into_iter().filter_map(|output| match output {
        Output::Phone(call, call::Output::Refuse(cause)) => Some((call, cause)),
        _ => None,
    });
    refused.collect()
}

/// Ticks whenever the seat wants it, until then.
fn pass(seat: &mut Seat, until: Ms) {
    while let Some(due) = seat.deadline().filter(|due| *due <= until) {
        seat.handle(Input::Tick, due).unwrap();
    }
}

fn rings(seat: &Seat, n: u8) -> bool {
    let call = seat.calls().iter().find(|call| *call.id() == id(n));
    call.is_some_and(|call| matches!(call.stage(), Stage::Ringing(_)))
}

// row!(P1) row!(P2)
#[test]
fn a_choice_counts_at_once_between_calls_and_is_told_once() {
    let mut seat = there();
    wish(&mut seat, Wish::Status(away("break")), 2_000);
    wish(&mut seat, Wish::Status(away("break")), 2_100);
    let status = Status { now: away("break"), ..Status::default() };
    assert_eq!(told(&mut seat), [status]);
    offer(&mut seat, 1, 2_200);
    assert_eq!(refusals(&mut seat), [(id(1), Cause::Unavailable)]);
    wish(&mut seat, Wish::Status(back()), 2_300);
    offer(&mut seat, 2, 2_400);
    assert!(rings(&seat, 2));
}

// row!(P2)
#[test]
fn a_choice_in_a_call_comes_true_after_the_last_wrap_up() {
    let mut seat = there();
    offer(&mut seat, 1, 2_000);
    offer(&mut seat, 2, 2_000);
    for n in [1, 2] {
        wish(&mut seat, Wish::Answer(id(n)), 3_000);
    }
    outputs(&mut seat);
    wish(&mut seat, Wish::Status(away("meeting")), 4_000);
    let waits = Status { next: Some(away("meeting")), ..Status::default() };
    assert_eq!(told(&mut seat), std::slice::from_ref(&waits));
    for n in [1, 2] {
        wish(&mut seat, Wish::HangUp(id(n)), 5_000);
    }
    wish(&mut seat, Wish::Save(id(1), Draft::default()), 6_000);
    assert_eq!(*seat.status(), waits, "one wrap-up is still open");
    pass(&mut seat, 70_000);
    assert_eq!(*seat.status(), Status { now: away("meeting"), ..Status::default() });
}

// row!(P2)
#[test]
fn choosing_the_present_status_takes_a_choice_for_later_back() {
    let mut seat = there();
    offer(&mut seat, 1, 2_000);
    wish(&mut seat, Wish::Answer(id(1)), 3_000);
    wish(&mut seat, Wish::Status(away("")), 4_000);
    wish(&mut seat, Wish::Status(back()), 4_100);
    assert_eq!(*seat.status(), Status::default());
    wish(&mut seat, Wish::HangUp(id(1)), 5_000);
    wish(&mut seat, Wish::Save(id(1), Draft::default()), 6_000);
    assert_eq!(*seat.status(), Status::default());
}

// row!(P2)
#[test]
fn who_lets_a_call_ring_to_the_end_is_unavailable_until_they_choose() {
    let mut seat = there();
    offer(&mut seat, 1, 2_000);
    outputs(&mut seat);
    pass(&mut seat, 32_000);
    let missed = Status { now: away(""), missed: true, next: None };
    let all = outputs(&mut seat);
    let refused = Output::Phone(id(1), call::Output::Refuse(Cause::NoAnswer));
    assert!(all.contains(&refused) && all.contains(&Output::Status(missed)), "{all:?}");
    offer(&mut seat, 2, 40_000);
    assert_eq!(refusals(&mut seat), [(id(2), Cause::Unavailable)], "it goes elsewhere");
    wish(&mut seat, Wish::Status(back()), 41_000);
    assert_eq!(*seat.status(), Status::default());
}

// row!(P2)
#[test]
fn declining_a_caller_who_gives_up_and_another_setting_change_nothing() {
    let mut seat = there();
    offer(&mut seat, 1, 2_000);
    wish(&mut seat, Wish::HangUp(id(1)), 3_000);
    assert_eq!(refusals(&mut seat), [(id(1), Cause::Declined)]);
    offer(&mut seat, 2, 4_000);
    seat.handle(Input::Phone(id(2), call::Input::FarHungUp), 5_000).unwrap();
    offer(&mut seat, 3, 6_000);
    seat.handle(Input::Phone(id(3), call::Input::Voicemail), 7_000).unwrap();
    assert_eq!(*seat.status(), Status::default());
    seat.go_by(Rules { limits: LIMITS, away_when_unanswered: false, ..Rules::default() });
    offer(&mut seat, 4, 8_000);
    pass(&mut seat, 40_000);
    assert!(!rings(&seat, 4));
    assert_eq!(*seat.status(), Status::default());
}

#[test]
fn who_speaks_with_somebody_is_not_to_blame_for_a_second_call() {
    let mut seat = there();
    offer(&mut seat, 1, 2_000);
    wish(&mut seat, Wish::Answer(id(1)), 3_000);
    offer(&mut seat, 2, 4_000);
    pass(&mut seat, 40_000);
    assert!(!rings(&seat, 2));
    assert_eq!(*seat.status(), Status::default());
}

#[test]
fn a_call_beyond_all_places_finds_the_agent_busy() {
    let mut seat = there();
    for n in 0..5 {
        offer(&mut seat, n, 2_000);
    }
    assert_eq!(refusals(&mut seat), [(id(4), Cause::Busy)]);
}

// row!(P2)
#[test]
fn the_status_outlives_the_service_and_every_surface() {
    let mut seat = there();
    wish(&mut seat, Wish::Status(away("break")), 2_000);
    goes(&mut seat, 3_000);
    pass(&mut seat, 900_000);
    let text = serde_json::to_string(seat.saved()).unwrap();
    let saved: Saved = serde_json::from_str(&text).unwrap();
    let mut again = Seat::restore(saved, LIMITS);
    comes(&mut again, 1_000_000);
    assert_eq!(again.status().now, away("break"));
}

// row!(P1)
#[test]
fn an_agent_whose_every_surface_is_gone_is_offered_nothing_after_the_grace() {
    let mut seat = there();
    goes(&mut seat, 2_000);
    offer(&mut seat, 1, 5_000);
    assert!(rings(&seat, 1), "the page may only be reloading");
    pass(&mut seat, 11_999);
    assert!(rings(&seat, 1));
    pass(&mut seat, 12_000);
    assert_eq!(refusals(&mut seat), [(id(1), Cause::Unavailable)]);
    offer(&mut seat, 2, 12_001);
    assert_eq!(refusals(&mut seat), [(id(2), Cause::Unavailable)]);
    assert_eq!(*seat.status(), Status::default(), "absence is no choice");
    comes(&mut seat, 20_000);
    offer(&mut seat, 3, 20_001);
    assert!(rings(&seat, 3));
}

#[test]
fn a_page_that_reloads_within_the_grace_finds_its_call_ringing() {
    let mut seat = there();
    offer(&mut seat, 1, 2_000);
    goes(&mut seat, 3_000);
    comes(&mut seat, 12_000);
    pass(&mut seat, 31_000);
    assert!(rings(&seat, 1));
}

#[test]
fn a_call_on_the_line_outlives_absence_for_as_long_as_it_is_held() {
    let mut seat = there();
    offer(&mut seat, 1, 2_000);
    wish(&mut seat, Wish::Answer(id(1)), 3_000);
    goes(&mut seat, 4_000);
    pass(&mut seat, 33_999);
    assert!(matches!(seat.calls()[0].stage(), Stage::Connected(_)));
}

#[test]
fn after_a_restart_the_grace_begins_anew() {
    let mut seat = there();
    offer(&mut seat, 1, 2_000);
    let mut again = Seat::restore(seat.saved().clone(), LIMITS);
    again.empty_since(9_000);
    pass(&mut again, 18_999);
    assert!(rings(&again, 1));
    pass(&mut again, 19_000);
    assert!(!rings(&again, 1));
    let mut stranger = Seat::restore(Saved::default(), LIMITS);
    stranger.empty_since(9_000);
    offer(&mut stranger, 2, 20_000);
    assert_eq!(refusals(&mut stranger), [(id(2), Cause::Unavailable)]);
}

// row!(P2)
#[test]
fn a_wrap_up_gets_as_much_time_again_whenever_it_is_asked_for() {
    let mut seat = there();
    offer(&mut seat, 1, 2_000);
    wish(&mut seat, Wish::Answer(id(1)), 3_000);
    wish(&mut seat, Wish::HangUp(id(1)), 10_000);
    let closes = |seat: &Seat| match seat.calls()[0].stage() {
        Stage::WrapUp(wrap_up) => wrap_up.closes,
        other => panic!("{}", other.name()),
    };
    assert_eq!(closes(&seat), 70_000);
    wish(&mut seat, Wish::Extend(id(1)), 20_000);
    assert_eq!(closes(&seat), 130_000);
    wish(&mut seat, Wish::Draft(id(1), Draft::default()), 30_000);
    assert_eq!(closes(&seat), 130_000, "typing takes nothing away");
    pass(&mut seat, 130_000);
    assert!(matches!(seat.calls()[0].stage(), Stage::Closed(c) if c.end == EndStatus::Completed));
    wish(&mut seat, Wish::Told(id(1), Told::Completed), 131_000);
    assert!(seat.calls().is_empty());
}
