//! Many surfaces of one agent: who owns, whom HubSpot hears, and where the voice goes when one closes,
//! falls asleep or wakes up.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use call::{CallId, Limits, Offer, Stage, Told};
use seat::{Here, Input, Location, Output, Refusal, Saved, Seat, Voice, Wish};

/// A frame in the navigation bar of a tab that is looked at.
const FRAME: Here = Here {
    location: Some(Location::Remote),
    hosted: true,
    uses_calling_window: false,
    visible: true,
    asleep: false,
};
const HIDDEN: Here = Here { visible: false, ..FRAME };
/// A calling window that the account uses, and one that it does not.
const WINDOW: Here = Here { location: Some(Location::Window), uses_calling_window: true, ..FRAME };
const UNUSED: Here = Here { uses_calling_window: false, ..WINDOW };
/// A page of ours that nobody frames.
const OWN: Here = Here { location: Some(Location::Own), hosted: false, ..FRAME };

struct Room {
    seat: Seat,
    now: u64,
    /// What the phone side was told of voices, in order.
    voices: Vec<(CallId, Option<Voice>)>,
    /// Every epoch that surfaces were told, in order.
    epochs: Vec<u64>,
}

impl Room {
    fn new(surfaces: &[(&str, Here)]) -> Room {
        let seat = Seat::restore(Saved::default(), Limits::default());
        let mut room = Room { seat, now: 1_000, voices: Vec::new(), epochs: Vec::new() };
        for (surface, here) in surfaces {
            room.is(surface, *here);
        }
        room
    }

    fn give(&mut self, input: Input) -> Result<(), Refusal> {
        self.now += 10;
        let done = self.seat.handle(input, self.now);
        while let Some(output) = self.seat.poll() {
            match output {
                Output::Voice(call, to) => self.voices.push((call, to)),
                Output::Owner(Some(owner)) => self.epochs.push(owner.epoch),
                _ => {}
            }
        }
        done
    }

    fn is(&mut self, surface: &str, here: Here) {
        self.give(Input::Surface { surface: surface.into(), here }).unwrap();
    }

    fn leaves(&mut self, surface: &str) {
        self.give(Input::SurfaceGone(surface.into())).unwrap();
    }

    fn asks(&mut self, surface: &str, wish: Wish) -> Result<(), Refusal> {
        let epoch = self.seat.owner().map(|owner| owner.epoch);
        self.give(Input::Wish { surface: surface.into(), epoch, wish })
    }

    fn rings(&mut self) -> CallId {
        let id = CallId("call".into());
        let (from, to) = ("+442073238299".into(), "+18884827768".into());
        self.give(Input::Offer(Offer {
            id: id.clone(),
            from,
            to,
            simulated: true,
            fork: None,
            via: None,
        }))
        .unwrap();
        id
    }

    fn talks(&mut self, through: &str) -> CallId {
        let id = self.rings();
        self.asks(through, Wish::Answer(id.clone())).unwrap();
        id
    }

    /// Who owns, and who is heard.
    fn who(&self) -> (&str, &str) {
        let owner = self.seat.owner().unwrap();
        (&owner.surface, owner.ear.as_deref().unwrap_or_default())
    }

    fn voice(&self) -> Option<&Voice> {
        self.voices.last().and_then(|(_, to)| to.as_ref())
    }

    fn is_talking(&self) -> bool {
        matches!(self.seat.calls()[0].stage(), Stage::Connected(_))
    }
}

// row!(U39) row!(L6)
#[test]
fn every_surface_answers_and_hangs_up_whoever_owns() {
    let mut room = Room::new(&[("window", WINDOW), ("frame", FRAME), ("own", OWN)]);
    let call = room.talks("frame");
    assert!(room.is_talking());
    room.asks("own", Wish::Mute(call.clone(), true)).unwrap();
    room.asks("frame", Wish::Hold(call.clone(), true)).unwrap();
    let Stage::Connected(connected) = room.seat.calls()[0].stage() else { panic!() };
    assert!(connected.muted && connected.held);
    room.asks("own", Wish::HangUp(call.clone())).unwrap();
    room.asks("frame", Wish::Save(call, call::Draft::default())).unwrap();
    assert_eq!(room.who(), ("window", "window"), "the owner has not changed");
}

// row!(L3) row!(L6)
#[test]
fn the_owner_closes_in_a_call_and_the_next_carries_it_at_once() {
    let mut room = Room::new(&[("here", FRAME), ("there", HIDDEN)]);
    let call = room.talks("here");
    let first = Voice { surface: "here".into(), epoch: 1 };
    assert_eq!(room.voices, [(call.clone(), Some(first.clone()))]);
    room.leaves("here");
    assert!(room.is_talking(), "the call goes on");
    let second = Voice { surface: "there".into(), epoch: 2 };
    assert_eq!(room.voices[1..], [(call.clone(), Some(second.clone()))]);
    room.leaves("there");
    assert!(room.is_talking(), "nobody carries it, and it waits");
    assert_eq!(room.voice(), None);
    room.is("back", FRAME);
    assert_eq!(room.voice(), Some(&Voice { surface: "back".into(), epoch: 3 }));
    room.asks("back", Wish::HangUp(call.clone())).unwrap();
    assert_eq!(room.voices.last(), Some(&(call, None)), "nothing is left to be carried");
}

// row!(L1) row!(L2) row!(L3)
#[test]
fn a_calling_window_that_opens_in_a_call_takes_the_voice_over_and_keeps_it_while_tabs_come_and_go()
{
    let mut room = Room::new(&[("tab", FRAME)]);
    let call = room.talks("tab");
    room.is("window", WINDOW);
    assert_eq!(room.who(), ("window", "window"));
    let moves = room.voices.len();
    for n in 0..10 {
        room.leaves("tab");
        room.is("tab", if n % 2 == 0 { HIDDEN } else { FRAME });
    }
    assert_eq!(room.voices.len(), moves, "no gap in the audio");
    assert!(room.is_talking());
    assert_eq!(room.voice().map(|voice| &*voice.surface), Some("window"));
    room.asks("tab", Wish::HangUp(call)).unwrap();
}

// row!(L11)
#[test]
fn a_frozen_owner_hands_over_and_does_not_take_back_when_it_thaws() {
    for here in [FRAME, WINDOW, OWN] {
        let mut room = Room::new(&[("one", here), ("two", HIDDEN)]);
        room.talks("one");
        room.is("one", Here { asleep: true, ..here });
        assert_eq!(room.who(), ("two", "two"));
        assert_eq!(room.voice().map(|voice| &*voice.surface), Some("two"));
        assert!(room.is_talking());
        room.is("one", here);
        let window = here.location != FRAME.location;
        assert_eq!(room.who().0, if window { "one" } else { "two" }, "only a window is worth it");
    }
}

// row!(L11)
#[test]
fn who_is_alone_keeps_its_place_asleep() {
    let mut room = Room::new(&[("one", FRAME)]);
    room.talks("one");
    let epochs = room.epochs.clone();
    room.is("one", Here { asleep: true, ..FRAME });
    room.is("one", FRAME);
    assert_eq!(room.epochs, epochs);
}

// row!(L7) row!(L11)
#[test]
fn nobody_who_sleeps_is_told_to_announce_a_call() {
    let mut room = Room::new(&[("one", Here { asleep: true, ..FRAME })]);
    room.rings();
    assert_eq!(room.seat.calls()[0].host().may_announce, None);
    room.is("one", FRAME);
    let permitted = room.seat.calls()[0].host().may_announce;
    assert_eq!(permitted, room.seat.owner().map(|owner| owner.epoch));
}

// row!(U40)
#[test]
fn an_unused_window_speaks_and_a_frame_beside_it_is_heard() {
    let mut room = Room::new(&[("window", UNUSED), ("frame", FRAME)]);
    assert_eq!(room.who(), ("window", "frame"));
    let call = room.talks("window");
    assert_eq!(room.voice().map(|voice| &*voice.surface), Some("window"));
    let told = || Wish::Told(call.clone(), Told::Announced("page".into()));
    assert_eq!(room.asks("window", told()), Err(Refusal::StaleEpoch), "HubSpot does not hear it");
    room.asks("frame", told()).unwrap();
    let epoch = room.seat.owner().unwrap().epoch;
    room.leaves("frame");
    assert_eq!(room.who(), ("window", ""));
    assert!(room.seat.owner().unwrap().epoch > epoch, "another ear is another appointment");
    let pop = Wish::Told(call.clone(), Told::Popped);
    let late = Input::Wish { surface: "frame".into(), epoch: Some(epoch), wish: pop };
    assert_eq!(room.give(late), Err(Refusal::StaleEpoch));
    room.is("next page", FRAME);
    room.asks("next page", Wish::Told(call, Told::Answered)).unwrap();
}

#[test]
fn a_softphone_alone_is_a_phone_and_leaves_the_record_to_the_backend() {
    let mut room = Room::new(&[("own", OWN)]);
    let call = room.talks("own");
    assert_eq!(room.who(), ("own", ""));
    assert_eq!(room.seat.owner().unwrap().location, Some(Location::Own));
    room.asks("own", Wish::HangUp(call.clone())).unwrap();
    room.asks("own", Wish::Save(call, call::Draft::default())).unwrap();
    assert!(room.seat.calls().is_empty(), "no page is waited for");
}

#[test]
fn a_page_that_learns_where_it_is_is_no_new_owner() {
    let nowhere = Here { location: None, hosted: false, ..FRAME };
    let mut room = Room::new(&[("page", nowhere)]);
    assert_eq!(room.seat.owner().unwrap().location, None);
    let own = Here { location: Some(Location::Own), ..nowhere };
    room.is("page", own);
    let owner = room.seat.owner().unwrap();
    assert_eq!((owner.location, owner.epoch), (Some(Location::Own), 1));
}

// row!(L6)
#[test]
fn taking_over_moves_the_voice_in_the_middle_of_a_call_and_not_the_ear_of_a_used_window() {
    let mut room = Room::new(&[("window", WINDOW), ("frame", FRAME)]);
    room.talks("window");
    room.asks("frame", Wish::TakeOver).unwrap();
    assert_eq!(room.who(), ("frame", "window"), "HubSpot goes on hearing its window alone");
    assert_eq!(room.voice().map(|voice| &*voice.surface), Some("frame"));
    room.is("frame", Here { asleep: true, ..FRAME });
    assert_eq!(room.who(), ("window", "window"), "who sleeps has not asked");
    let mut rising = room.epochs.clone();
    rising.dedup();
    assert_eq!(rising, room.epochs, "every appointment has a number of its own");
    assert!(room.epochs.is_sorted());
}
