//! An agent's last page goes in the middle of a call: the call waits for another one, and is ended when
//! none comes. Before the service stops, no call begins.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use call::{CallId, Cause, Dial, EndStatus, Limits, Ms, Offer, Stage};
use seat::{Here, Input, Location, Output, Reach, Refusal, Rules, Saved, Seat, Wish};

const LIMITS: Limits = Limits { ring: 120_000, wrap_up: 60_000 };

fn rules() -> Rules {
    Rules { limits: LIMITS, absent: 10_000, held: 30_000, ..Rules::default() }
}

fn there() -> Seat {
    let mut seat = Seat::restore(Saved::default(), LIMITS);
    seat.go_by(rules());
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

fn id() -> CallId {
    CallId("call".into())
}

fn offer(seat: &mut Seat, now: Ms) {
    let (from, to) = ("+442073238299".into(), "+18884827768".into());
    seat.handle(
        Input::Offer(Offer { id: id(), from, to, simulated: true, fork: None, via: None }),
        now,
    )
    .unwrap();
}

fn dial(seat: &mut Seat, now: Ms) -> Result<(), Refusal> {
    let (from, to) = ("+18884827768".into(), "+442073238299".into());
    let dial = Dial { id: id(), from, to, callee: None, on_screen: None, simulated: true };
    wish(seat, Wish::Dial(dial), now)
}

fn wish(seat: &mut Seat, wish: Wish, now: Ms) -> Result<(), Refusal> {
    let epoch = seat.owner().map(|owner| owner.epoch);
    seat.handle(Input::Wish { surface: "a".into(), epoch, wish }, now)
}

fn talking(seat: &mut Seat, now: Ms) {
    offer(seat, now);
    wish(seat, Wish::Answer(id()), now).unwrap();
}

/// Nothing happens but time, until this moment.
fn waits(seat: &mut Seat, until: Ms) {
    while let Some(due) = seat.deadline().filter(|due| *due <= until) {
        seat.handle(Input::Tick, due).unwrap();
    }
}

fn stage(seat: &Seat) -> &Stage {
    seat.calls()[0].stage()
}

fn orders(seat: &mut Seat) -> Vec<call::Output> {
    let ordered = std::iter::from_fn(|| seat.poll()).filter_map(|output| match output {
        Output::Phone(_, order) => Some(order),
        _ => None,
    });
    ordered.collect()
}

// row!(L4)
#[test]
fn a_call_on_the_line_is_held_for_an_agent_whose_browser_crashed_and_then_ended() {
    let mut seat = there();
    talking(&mut seat, 2_000);
    goes(&mut seat, 10_000);
    orders(&mut seat);
    assert_eq!(seat.deadline(), Some(40_000));
    waits(&mut seat, 39_999);
    assert!(matches!(stage(&seat), Stage::Connected(_)));
    waits(&mut seat, 40_000);
    let Stage::WrapUp(wrap_up) = stage(&seat) else { panic!("{:?}", stage(&seat)) };
    assert_eq!((wrap_up.end, wrap_up.ended), (EndStatus::Completed, 40_000));
    assert_eq!(orders(&mut seat), [call::Output::HangUp]);
    // Its wrap-up is as usual, and closes by itself.
    waits(&mut seat, 99_999);
    assert!(matches!(stage(&seat), Stage::WrapUp(_)));
    waits(&mut seat, 100_000);
    let closed = seat.calls().iter().all(|call| matches!(call.stage(), Stage::Closed(_)));
    assert!(closed, "{:?}", seat.calls());
}

#[test]
fn a_page_that_comes_back_in_time_goes_on_with_its_call() {
    let mut seat = there();
    talking(&mut seat, 2_000);
    goes(&mut seat, 10_000);
    waits(&mut seat, 39_999);
    comes(&mut seat, 39_999);
    assert_eq!(seat.deadline(), None, "a call on the line waits for nothing");
    waits(&mut seat, 1_000_000);
    assert!(matches!(stage(&seat), Stage::Connected(_)));
    // The next time it has as long again.
    goes(&mut seat, 2_000_000);
    assert_eq!(seat.deadline(), Some(2_030_000));
}

#[test]
fn one_page_of_several_that_goes_ends_nothing() {
    let mut seat = there();
    let here = Here {
        location: None,
        hosted: false,
        uses_calling_window: false,
        visible: false,
        asleep: true,
    };
    seat.handle(Input::Surface { surface: "b".into(), here }, 1_500).unwrap();
    talking(&mut seat, 2_000);
    goes(&mut seat, 10_000);
    assert_eq!(seat.deadline(), None);
}

#[test]
fn a_call_that_waits_on_hold_is_ended_the_same_way() {
    let mut seat = there();
    talking(&mut seat, 2_000);
    wish(&mut seat, Wish::Hold(id(), true), 3_000).unwrap();
    goes(&mut seat, 10_000);
    waits(&mut seat, 40_000);
    assert!(matches!(stage(&seat), Stage::WrapUp(_)));
}

#[test]
fn nobody_is_called_for_an_agent_who_is_gone() {
    let mut seat = there();
    dial(&mut seat, 2_000).unwrap();
    goes(&mut seat, 10_000);
    orders(&mut seat);
    waits(&mut seat, 19_999);
    assert!(matches!(stage(&seat), Stage::Dialling(_)));
    waits(&mut seat, 20_000);
    assert!(matches!(stage(&seat), Stage::Closed(c) if c.end == EndStatus::Canceled));
    assert_eq!(orders(&mut seat), [call::Output::HangUp]);
}

#[test]
fn a_callee_who_answers_meanwhile_is_held_from_the_moment_the_page_went() {
    let mut seat = there();
    dial(&mut seat, 2_000).unwrap();
    goes(&mut seat, 10_000);
    seat.handle(Input::Phone(id(), call::Input::FarAnswered), 15_000).unwrap();
    assert_eq!(seat.deadline(), Some(40_000));
}

#[test]
fn a_far_end_that_hangs_up_meanwhile_ends_it_itself() {
    let mut seat = there();
    talking(&mut seat, 2_000);
    goes(&mut seat, 10_000);
    seat.handle(Input::Phone(id(), call::Input::FarHungUp), 20_000).unwrap();
    orders(&mut seat);
    waits(&mut seat, 50_000);
    assert!(matches!(stage(&seat), Stage::WrapUp(w) if w.ended == 20_000));
    assert_eq!(orders(&mut seat), []);
}

#[test]
fn a_restarted_service_waits_for_the_pages_as_long() {
    let mut seat = there();
    talking(&mut seat, 2_000);
    let mut seat = Seat::restore(seat.saved().clone(), LIMITS);
    seat.go_by(rules());
    seat.empty_since(500_000);
    assert_eq!(seat.deadline(), Some(530_000));
    comes(&mut seat, 520_000);
    assert!(matches!(stage(&seat), Stage::Connected(_)));
    assert_eq!(seat.deadline(), None);
}

#[test]
fn a_ledger_with_a_deserted_call_makes_the_same_call_again() {
    let mut seat = there();
    talking(&mut seat, 2_000);
    goes(&mut seat, 10_000);
    waits(&mut seat, 40_000);
    let mut entries = Vec::new();
    while let Some(output) = seat.poll() {
        if let Output::Changed(mut call) = output {
            entries.extend(call.take_entries());
        }
    }
    let rebuilt = call::Call::rebuild(entries).unwrap();
    assert_eq!(rebuilt.stage(), stage(&seat));
}

#[test]
fn before_the_service_stops_no_call_begins_and_those_on_the_line_go_on() {
    let mut seat = there();
    talking(&mut seat, 2_000);
    orders(&mut seat);
    seat.go_by(Rules { closing: true, ..rules() });
    assert_eq!(seat.reach(), Reach::Away);
    let other = Offer {
        id: CallId("other".into()),
        from: "+44".into(),
        to: "+1".into(),
        simulated: true,
        fork: None,
        via: None,
    };
    seat.handle(Input::Offer(other), 3_000).unwrap();
    assert_eq!(orders(&mut seat), [call::Output::Refuse(Cause::Unavailable)]);
    assert!(matches!(stage(&seat), Stage::Connected(_)));
    wish(&mut seat, Wish::HangUp(id()), 4_000).unwrap();
    let mut idle = there();
    idle.go_by(Rules { closing: true, ..rules() });
    assert_eq!(dial(&mut idle, 5_000), Err(Refusal::Closing));
}

#[test]
fn what_rings_when_the_service_begins_to_stop_can_still_be_answered() {
    let mut seat = there();
    offer(&mut seat, 2_000);
    seat.go_by(Rules { closing: true, ..rules() });
    wish(&mut seat, Wish::Answer(id()), 3_000).unwrap();
    assert!(matches!(stage(&seat), Stage::Connected(_)));
}
