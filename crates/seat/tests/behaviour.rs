//! What a seat does, behaviour by behaviour.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use call::{CallId, Cause, Dial, EndStatus, Limits, Offer, Party, PartySource, Stage, Told};
use seat::{Choice, Here, Input, Location, Output, Presence, Refusal, Saved, Seat, Wish};

fn seat() -> Seat {
    Seat::restore(Saved::default(), Limits::default())
}

fn here(hosted: bool) -> Here {
    Here {
        location: Some(Location::Remote),
        hosted,
        uses_calling_window: true,
        visible: true,
        asleep: false,
    }
}

fn connect(seat: &mut Seat, surface: &str, hosted: bool) {
    let input = Input::Surface { surface: surface.into(), here: here(hosted) };
    seat.handle(input, 1_000).unwrap();
}

fn id(n: u8) -> CallId {
    CallId(format!("call-{n}"))
}

fn offer(n: u8) -> Input {
    Input::Offer(Offer {
        id: id(n),
        from: "+442073238299".into(),
        to: "+18884827768".into(),
        simulated: true,
        fork: None,
        via: None,
    })
}

fn wish(seat: &Seat, wish: Wish) -> Input {
    let owner = seat.owner().cloned();
    let surface = owner.as_ref().map_or("a".into(), |o| o.surface.clone());
    Input::Wish { surface, epoch: owner.map(|o| o.epoch), wish }
}

fn ada() -> Party {
    Party {
        name: "Ada Byron".into(),
        detail: String::new(),
        fields: Vec::new(),
        record: None,
        source: PartySource::Host,
    }
}

fn outputs(seat: &mut Seat) -> Vec<Output> {
    std::iter::from_fn(|| seat.poll()).collect()
}

fn stage(seat: &Seat, n: u8) -> &Stage {
    seat.calls().iter().find(|c| *c.id() == id(n)).unwrap().stage()
}

// row!(U35)
#[test]
fn an_offered_call_is_shown_once_with_the_permission_to_announce_it() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    outputs(&mut seat);
    seat.handle(offer(1), 2_000).unwrap();
    let shown = outputs(&mut seat);
    assert_eq!(shown.len(), 1, "one change, one message: {shown:?}");
    assert!(matches!(&shown[0], Output::Changed(call) if call.host().may_announce == Some(1)));
}

// row!(L7)
#[test]
fn the_next_owner_gets_no_second_permission() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    seat.handle(offer(1), 2_000).unwrap();
    seat.handle(Input::SurfaceGone("a".into()), 2_100).unwrap();
    connect(&mut seat, "b", true);
    assert_eq!(seat.owner().unwrap().epoch, 2);
    assert_eq!(seat.calls()[0].host().may_announce, Some(1));
}

#[test]
fn a_surface_that_comes_while_it_rings_is_offered_the_call_and_may_announce_it() {
    let mut seat = seat();
    seat.handle(offer(1), 2_000).unwrap();
    assert_eq!(seat.calls()[0].host().may_announce, None);
    connect(&mut seat, "a", false);
    assert_eq!(seat.calls()[0].host().may_announce, None, "HubSpot does not hear it yet");
    connect(&mut seat, "a", true);
    assert_eq!(seat.calls()[0].host().may_announce, Some(2), "an ear is a new appointment");
}

#[test]
fn a_call_with_no_surface_at_all_is_missed_and_put_away() {
    let mut seat = seat();
    seat.handle(offer(1), 2_000).unwrap();
    outputs(&mut seat);
    seat.handle(Input::Tick, seat.deadline().unwrap()).unwrap();
    let outputs = outputs(&mut seat);
    assert!(matches!(&outputs[0], Output::Changed(c)
        if matches!(c.stage(), Stage::Closed(c) if c.end == EndStatus::Missed)));
    assert!(matches!(outputs.last(), Some(Output::Gone(_))));
}

// row!(L6)
#[test]
fn an_owner_of_the_past_may_open_nothing_any_more_and_nobody_speaks_for_it() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    seat.handle(offer(1), 2_000).unwrap();
    let stale = wish(&seat, Wish::Told(id(1), Told::Popped));
    let epoch = seat.owner().map(|owner| owner.epoch);
    seat.handle(Input::SurfaceGone("a".into()), 2_100).unwrap();
    connect(&mut seat, "b", true);
    assert_eq!(seat.handle(stale, 2_200), Err(Refusal::StaleEpoch));
    let other = Wish::Told(id(1), Told::Ended);
    let other = Input::Wish { surface: "b".into(), epoch, wish: other };
    assert_eq!(seat.handle(other, 2_200), Err(Refusal::StaleEpoch));
}

// row!(L7)
#[test]
fn a_page_that_is_left_reports_what_it_has_said_also_when_another_speaks_already() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    seat.handle(offer(1), 2_000).unwrap();
    let announced = wish(&seat, Wish::Told(id(1), Told::Announced("page".into())));
    let record = wish(&seat, Wish::Engagement(id(1), "9001".into()));
    seat.handle(Input::SurfaceGone("a".into()), 2_100).unwrap();
    connect(&mut seat, "b", true);
    seat.handle(announced, 2_200).unwrap();
    seat.handle(record, 2_200).unwrap();
    assert_eq!(seat.calls()[0].host().announced.as_deref(), Some("page"));
    assert_eq!(seat.calls()[0].engagement(), Some("9001"));
}

#[test]
fn epochs_go_on_rising_after_a_restart() {
    let mut first = seat();
    connect(&mut first, "a", true);
    let mut second = Seat::restore(first.saved().clone(), Limits::default());
    connect(&mut second, "a", true);
    assert_eq!(second.owner().unwrap().epoch, 2);
}

#[test]
fn answering_a_second_call_holds_the_first_and_loses_neither() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    for n in [1, 2] {
        seat.handle(offer(n), 2_000).unwrap();
        let answer = wish(&seat, Wish::Answer(id(n)));
        seat.handle(answer, 3_000).unwrap();
    }
    assert!(matches!(stage(&seat, 1), Stage::Connected(c) if c.held));
    assert!(matches!(stage(&seat, 2), Stage::Connected(c) if !c.held));
    let swap = wish(&seat, Wish::Hold(id(1), false));
    seat.handle(swap, 4_000).unwrap();
    assert!(matches!(stage(&seat, 1), Stage::Connected(c) if !c.held));
    assert!(matches!(stage(&seat, 2), Stage::Connected(c) if c.held));
}

#[test]
fn a_call_rings_during_a_wrap_up_and_the_draft_stays() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    seat.handle(offer(1), 2_000).unwrap();
    for w in [Wish::Answer(id(1)), Wish::HangUp(id(1))] {
        let input = wish(&seat, w);
        seat.handle(input, 3_000).unwrap();
    }
    let draft = call::Draft { outcome: None, notes: "half".into() };
    let typed = wish(&seat, Wish::Draft(id(1), draft));
    seat.handle(typed, 3_500).unwrap();
    seat.handle(offer(2), 4_000).unwrap();
    assert!(matches!(stage(&seat, 2), Stage::Ringing(_)));
    assert_eq!(seat.calls()[0].draft().notes, "half");
}

#[test]
fn an_unavailable_agent_is_offered_nothing() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    let away = Choice { presence: Presence::Unavailable, reason: None };
    let away = wish(&seat, Wish::Status(away));
    seat.handle(away, 1_500).unwrap();
    outputs(&mut seat);
    seat.handle(offer(1), 2_000).unwrap();
    let outputs = outputs(&mut seat);
    let refused = call::Output::Refuse(Cause::Unavailable);
    assert!(outputs.contains(&Output::Phone(id(1), refused)));
    assert!(seat.calls().is_empty());
}

#[test]
fn the_same_dial_twice_dials_once_and_another_waits_for_the_line() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    outputs(&mut seat);
    let dial = |n| Dial {
        id: id(n),
        from: "+1".into(),
        to: "+2".into(),
        callee: None,
        on_screen: None,
        simulated: true,
    };
    for _ in 0..2 {
        let input = wish(&seat, Wish::Dial(dial(1)));
        seat.handle(input, 2_000).unwrap();
    }
    let orders = outputs(&mut seat);
    let dials = orders.iter().filter(|o| matches!(o, Output::Phone(_, call::Output::Dial { .. })));
    assert_eq!(dials.count(), 1);
    let other = wish(&seat, Wish::Dial(dial(2)));
    assert_eq!(seat.handle(other, 2_100), Err(Refusal::Busy));
}

// row!(L20)
#[test]
fn a_closed_call_waits_for_a_page_that_tells_hubspot_and_then_goes() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    seat.handle(offer(1), 2_000).unwrap();
    let decline = wish(&seat, Wish::HangUp(id(1)));
    seat.handle(decline, 3_000).unwrap();
    assert_eq!(seat.calls().len(), 1);
    outputs(&mut seat);
    let told = wish(&seat, Wish::Told(id(1), Told::Completed));
    seat.handle(told, 3_100).unwrap();
    assert!(matches!(outputs(&mut seat).last(), Some(Output::Gone(_))));
}

// row!(L20)
#[test]
fn what_hubspots_page_says_of_a_call_that_is_put_away_changes_nothing_and_is_no_mistake() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    seat.handle(offer(1), 2_000).unwrap();
    let decline = wish(&seat, Wish::HangUp(id(1)));
    seat.handle(decline, 3_000).unwrap();
    seat.handle(wish(&seat, Wish::Told(id(1), Told::Completed)), 3_100).unwrap();
    outputs(&mut seat);
    for late in [
        Wish::Matched(id(1), ada()),
        Wish::Engagement(id(1), "9001".into()),
        Wish::Told(id(1), Told::Completed),
    ] {
        let late = wish(&seat, late);
        assert_eq!(seat.handle(late, 3_200), Ok(()));
        assert_eq!(outputs(&mut seat), []);
    }
    // What a person wants of it is refused with a sentence.
    let late = wish(&seat, Wish::HangUp(id(1)));
    assert_eq!(seat.handle(late, 3_300), Err(Refusal::NoSuchCall));
}

#[test]
fn a_closed_call_whose_page_never_returns_is_put_away_in_the_end() {
    let mut seat = seat();
    connect(&mut seat, "a", true);
    seat.handle(offer(1), 2_000).unwrap();
    let decline = wish(&seat, Wish::HangUp(id(1)));
    seat.handle(decline, 3_000).unwrap();
    seat.handle(Input::Tick, seat.deadline().unwrap()).unwrap();
    assert!(seat.calls().is_empty());
}

fn asks(seat: &mut Seat, surface: &str) {
    let wish = Input::Wish { surface: surface.into(), epoch: None, wish: Wish::TakeOver };
    seat.handle(wish, 3_000).unwrap();
}

fn owner(seat: &Seat) -> &str {
    seat.owner().map_or("", |owner| owner.surface.as_str())
}

// row!(L16)
#[test]
fn another_surface_takes_a_call_over_only_when_it_is_asked_to() {
    let mut seat = seat();
    connect(&mut seat, "here", true);
    seat.handle(offer(1), 2_000).unwrap();
    let answer = wish(&seat, Wish::Answer(id(1)));
    seat.handle(answer, 2_500).unwrap();
    connect(&mut seat, "second computer", true);
    assert_eq!(owner(&seat), "here", "signing in elsewhere takes nothing over");
    let before = seat.owner().unwrap().epoch;
    asks(&mut seat, "second computer");
    assert_eq!(owner(&seat), "second computer");
    assert!(seat.owner().unwrap().epoch > before);
    assert!(matches!(stage(&seat, 1), Stage::Connected(_)), "the call goes on");
    // It keeps the call, also when the first says anew where it is.
    connect(&mut seat, "here", true);
    assert_eq!(owner(&seat), "second computer");
    seat.handle(Input::SurfaceGone("second computer".into()), 4_000).unwrap();
    assert_eq!(owner(&seat), "here");
    assert!(matches!(stage(&seat, 1), Stage::Connected(_)));
}

#[test]
fn what_was_asked_for_is_over_when_the_page_is_left() {
    let mut seat = seat();
    let window = Here { location: Some(Location::Window), ..here(true) };
    seat.handle(Input::Surface { surface: "window".into(), here: window }, 1_000).unwrap();
    connect(&mut seat, "frame", true);
    asks(&mut seat, "frame");
    assert_eq!(owner(&seat), "frame", "even from a calling window, when asked to");
    let hidden = Here { visible: false, ..here(true) };
    seat.handle(Input::Surface { surface: "frame".into(), here: hidden }, 2_000).unwrap();
    assert_eq!(owner(&seat), "window");
    asks(&mut seat, "nobody");
    assert_eq!(owner(&seat), "window", "who is not there cannot take anything over");
}
