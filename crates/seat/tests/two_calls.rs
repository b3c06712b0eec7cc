//! Two calls of one agent: one is spoken, the other waits, and each has its own end.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use call::{Call, CallId, Dial, Draft, Limits, Offer, Peer, Stage, ThirdNews};
use seat::{Choice, Here, Input, Location, Presence, Reach, Refusal, Saved, Seat, Wish};

fn choose(presence: Presence) -> Wish {
    Wish::Status(Choice { presence, reason: None })
}

struct Bench {
    seat: Seat,
    now: u64,
}

fn id(n: u8) -> CallId {
    CallId(format!("call-{n}"))
}

impl Bench {
    /// An agent with one surface.
    fn new() -> Self {
        let seat = Seat::restore(Saved::default(), Limits::default());
        let mut bench = Self { seat, now: 1_000 };
        let location = Some(Location::Remote);
        let (hosted, visible) = (true, true);
        let here = Here { location, hosted, uses_calling_window: false, visible, asleep: false };
        bench.give(Input::Surface { surface: "a".into(), here }).unwrap();
        bench
    }

    fn give(&mut self, input: Input) -> Result<(), Refusal> {
        self.now += 1_000;
        let done = self.seat.handle(input, self.now);
        while self.seat.poll().is_some() {}
        done
    }

    fn rings(&mut self, n: u8) {
        let (from, to) = ("+1".to_owned(), "+2".to_owned());
        let offer = Offer { id: id(n), from, to, simulated: true, fork: None, via: None };
        self.give(Input::Offer(offer)).unwrap();
    }

    fn wish(&mut self, wish: Wish) -> Result<(), Refusal> {
        let epoch = self.seat.owner().map(|owner| owner.epoch);
        self.give(Input::Wish { surface: "a".into(), epoch, wish })
    }

    fn far_hangs_up(&mut self, n: u8) {
        self.give(Input::Phone(id(n), call::Input::FarHungUp)).unwrap();
    }

    fn call(&self, n: u8) -> &Call {
        self.seat.calls().iter().find(|call| *call.id() == id(n)).unwrap()
    }

    /// Whether a call is spoken (`false`) or held (`true`).
    fn held(&self, n: u8) -> bool {
        match self.call(n).stage() {
            Stage::Connected(connected) => connected.held,
            other => panic!("call {n} is {}", other.name()),
        }
    }

    fn in_wrap_up(&self, n: u8) -> bool {
        matches!(self.call(n).stage(), Stage::WrapUp(_))
    }

    /// Two calls: the second is spoken, the first is held.
    fn with_two() -> Self {
        let mut bench = Self::new();
        bench.rings(1);
        bench.wish(Wish::Answer(id(1))).unwrap();
        bench.rings(2);
        bench.wish(Wish::Answer(id(2))).unwrap();
        bench
    }
}

fn notes(text: &str) -> Draft {
    Draft { outcome: None, notes: text.into() }
}

// row!(U36)
#[test]
fn they_are_swapped_as_often_as_wanted_and_never_are_both_spoken() {
    let mut bench = Bench::with_two();
    for n in [1, 2, 1, 1, 2] {
        assert_eq!(bench.wish(Wish::Hold(id(n), false)), Ok(()));
        assert_eq!((bench.held(n), bench.held(3 - n)), (false, true));
    }
}

// row!(U37)
#[test]
fn the_second_ends_while_the_first_is_spoken_and_each_has_its_own_wrap_up() {
    let mut bench = Bench::with_two();
    bench.wish(Wish::Hold(id(1), false)).unwrap();
    bench.far_hangs_up(2);
    assert!(bench.in_wrap_up(2) && !bench.held(1), "the first goes on as it was");
    bench.wish(Wish::Save(id(2), notes("of the second"))).unwrap();
    assert!(!bench.held(1));
    bench.wish(Wish::HangUp(id(1))).unwrap();
    bench.wish(Wish::Draft(id(1), notes("of the first"))).unwrap();
    assert_eq!(bench.call(1).draft().notes, "of the first");
    assert_eq!(bench.call(2).draft().notes, "of the second");
    assert!(bench.in_wrap_up(1) && matches!(bench.call(2).stage(), Stage::Closed(_)));
}

#[test]
fn the_spoken_one_ends_and_the_held_one_waits_to_be_taken_back() {
    let mut bench = Bench::with_two();
    bench.far_hangs_up(2);
    assert!(bench.in_wrap_up(2) && bench.held(1), "nobody is heard unawares");
    bench.wish(Wish::Hold(id(1), false)).unwrap();
    assert!(!bench.held(1));
}

#[test]
fn a_second_call_is_declined_and_the_first_does_not_notice() {
    let mut bench = Bench::new();
    bench.rings(1);
    bench.wish(Wish::Answer(id(1))).unwrap();
    bench.rings(2);
    bench.wish(Wish::HangUp(id(2))).unwrap();
    assert!(!bench.held(1));
}

#[test]
fn an_agent_is_free_in_one_call_or_away() {
    let mut bench = Bench::new();
    assert_eq!(bench.seat.reach(), Reach::Free);
    bench.rings(1);
    assert_eq!(bench.seat.reach(), Reach::Away, "it rings there");
    bench.wish(Wish::Answer(id(1))).unwrap();
    assert_eq!(bench.seat.reach(), Reach::InOneCall);
    bench.rings(2);
    bench.wish(Wish::Answer(id(2))).unwrap();
    assert_eq!(bench.seat.reach(), Reach::Away, "two are enough");
    bench.far_hangs_up(1);
    assert_eq!(bench.seat.reach(), Reach::InOneCall);
    bench.far_hangs_up(2);
    assert_eq!(bench.seat.reach(), Reach::Free, "a wrap-up can wait");
    bench.wish(choose(Presence::Unavailable)).unwrap();
    assert_eq!(bench.seat.reach(), Reach::Away);
    bench.wish(choose(Presence::Available)).unwrap();
    let (to, from) = ("+1".to_owned(), "+2".to_owned());
    let dial = Dial { id: id(3), from, to, callee: None, on_screen: None, simulated: true };
    bench.wish(Wish::Dial(dial)).unwrap();
    assert_eq!(bench.seat.reach(), Reach::Away, "somebody is being called");
    bench.wish(Wish::HangUp(id(3))).unwrap();
    bench.give(Input::SurfaceGone("a".into())).unwrap();
    assert_eq!(bench.seat.reach(), Reach::Away, "nobody is there");
}

// row!(L20)
#[test]
fn calls_that_only_wait_for_hubspot_to_hear_of_them_make_room_for_the_next_one() {
    let mut bench = Bench::new();
    for n in 0..40 {
        bench.rings(n);
        assert!(matches!(bench.call(n).stage(), Stage::Ringing(_)), "call {n}");
        bench.far_hangs_up(n);
    }
    assert_eq!(bench.seat.calls().len(), 20, "the newest ones still wait");
    assert_eq!(*bench.seat.calls()[0].id(), id(20));
}

#[test]
fn open_wrap_ups_make_no_room() {
    let mut bench = Bench::new();
    for n in 0..20 {
        bench.rings(n);
        bench.wish(Wish::Answer(id(n))).unwrap();
        bench.far_hangs_up(n);
    }
    assert!(bench.in_wrap_up(0) && bench.in_wrap_up(19));
    bench.rings(20);
    let open = |call: &Call| matches!(call.stage(), Stage::WrapUp(_));
    assert!(bench.seat.calls().iter().all(open), "the caller hears that it is busy");
    assert_eq!(bench.seat.calls().len(), 20);
}

#[test]
fn who_turns_to_a_third_of_one_call_holds_the_other_and_the_third_waits_for_an_answered_one() {
    let mut bench = Bench::with_two();
    let dana = Peer { number: "+3".into(), name: "Dana".into() };
    bench.wish(Wish::Consult(id(1), dana)).unwrap();
    assert_eq!((bench.held(1), bench.held(2)), (false, true));
    bench.wish(Wish::Hold(id(2), false)).unwrap();
    bench.give(Input::Phone(id(1), call::Input::Third(ThirdNews::Answered))).unwrap();
    let Stage::Connected(connected) = bench.call(1).stage() else { panic!() };
    assert_eq!(connected.waiting(), (true, true), "the agent speaks in the other call");
    bench.wish(Wish::Merge(id(1))).unwrap();
    assert_eq!((bench.held(1), bench.held(2)), (false, true));
}
