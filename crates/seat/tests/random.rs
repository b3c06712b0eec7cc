//! Random walks over surfaces, calls and wishes: nothing panics, one owner, one permission.

#![allow(clippy::expect_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use call::{
    Call, CallId, Dial, Draft, Gone, Keys, Limits, Offer, Peer, Stage, Target, ThirdNews, Told,
};
use proptest::prelude::*;
use seat::{Choice, Here, Input, Location, Output, Presence, Refusal, Saved, Seat, Wish};

#[derive(Debug, Clone)]
enum Step {
    Surface(u8, Here),
    Gone(u8),
    Offer,
    Dial,
    Far(u8, call::Input),
    Wish(u8, u8, u8),
    Crash,
    Pause(u64),
}

fn any_here() -> impl Strategy<Value = Here> {
    let location = prop_oneof![
        Just(None),
        Just(Some(Location::Remote)),
        Just(Some(Location::Window)),
        Just(Some(Location::Widget)),
        Just(Some(Location::Own)),
    ];
    (location, any::<(bool, bool, bool, bool)>()).prop_map(
        |(location, (hosted, uses_calling_window, visible, asleep))| Here {
            location,
            hosted,
            uses_calling_window,
            visible,
            asleep,
        },
    )
}

fn any_step() -> impl Strategy<Value = Step> {
    let far = prop_oneof![
        Just(call::Input::FarRings),
        Just(call::Input::FarAnswered),
        Just(call::Input::FarHungUp),
        Just(call::Input::FarBusy),
        Just(call::Input::FarNoAnswer),
        Just(call::Input::Third(ThirdNews::Answered)),
        Just(call::Input::Third(ThirdNews::Gone(Gone::HungUp))),
    ];
    prop_oneof![
        3 => (0u8..4, any_here()).prop_map(|(s, here)| Step::Surface(s, here)),
        1 => (0u8..4).prop_map(Step::Gone),
        2 => Just(Step::Offer),
        1 => Just(Step::Dial),
        3 => (0u8..8, far).prop_map(|(c, input)| Step::Far(c, input)),
        6 => (0u8..4, 0u8..8, 0u8..18).prop_map(|(s, c, w)| Step::Wish(s, c, w)),
        1 => Just(Step::Crash),
        2 => (0u64..40_000).prop_map(Step::Pause),
    ]
}

/// What a surface believes from the outputs alone.
#[derive(Default)]
struct Watcher {
    calls: BTreeMap<CallId, Call>,
    gone: BTreeSet<CallId>,
    owner: Option<seat::Owner>,
    epochs: Vec<u64>,
}

impl Watcher {
    fn watch(&mut self, seat: &mut Seat) {
        while let Some(output) = seat.poll() {
            match output {
                Output::Changed(mut call) => {
                    // They are the store's.
                    call.take_entries();
                    let known = self.calls.insert(call.id().clone(), (*call).clone());
                    if let Some(known) = known {
                        let before = known.host().may_announce;
                        assert!(before.is_none() || before == call.host().may_announce);
                    }
                    assert!(!self.gone.contains(call.id()), "a call came back");
                }
                Output::Gone(id) => {
                    let call = self.calls.remove(&id).expect("gone, and never seen");
                    assert!(matches!(call.stage(), Stage::Closed(_)));
                    self.gone.insert(id);
                }
                Output::Owner(owner) => {
                    if let Some(owner) = &owner {
                        // One that only learns where it is keeps its number.
                        let again = self.owner.as_ref().is_some_and(|known| {
                            let known = (&known.surface, &known.ear, known.epoch);
                            known == (&owner.surface, &owner.ear, owner.epoch)
                        });
                        assert!(again || self.epochs.last().is_none_or(|l| *l < owner.epoch));
                        self.epochs.push(owner.epoch);
                    }
                    self.owner = owner;
                }
                Output::Phone(..) | Output::Status(_) | Output::Later(_) | Output::Voice(..) => {}
            }
        }
    }
}

fn dana() -> Peer {
    Peer { number: "+3".into(), name: "Dana".into() }
}

fn choice(presence: Presence) -> Choice {
    Choice { presence, reason: None }
}

proptest! {
    #[test]
    fn no_walk_panics_loses_a_call_or_permits_twice(steps in prop::collection::vec(any_step(), 0..120)) {
        let limits = Limits::default();
        let mut seat = Seat::restore(Saved::default(), limits);
        let mut watcher = Watcher::default();
        let mut now = 1_000;
        let mut offered = 0u32;
        // Who is there, and since when nobody is.
        let mut pages = BTreeSet::new();
        let mut empty = None;
        let id = |n: u8| CallId(format!("call-{n}"));
        for step in steps {
            let kept = seat.saved().clone();
            match &step {
                Step::Surface(s, _) => { pages.insert(*s); }
                Step::Gone(s) => { pages.remove(s); }
                Step::Crash => { pages.clear(); empty = None; }
                _ => {}
            }
            let passed = matches!(step, Step::Pause(_));
            let input = match step {
                Step::Surface(s, here) => Input::Surface { surface: s.to_string(), here },
                Step::Gone(s) => Input::SurfaceGone(s.to_string()),
                Step::Offer => {
                    offered += 1;
                    Input::Offer(Offer {
                        id: id((offered % 8) as u8), from: "+1".into(), to: "+2".into(),
                        simulated: true, fork: None, via: None,
                    })
                }
                Step::Dial => {
                    offered += 1;
                    let dial = Dial {
                        id: id((offered % 8) as u8), from: "+2".into(), to: "+1".into(),
                        callee: None, on_screen: None, simulated: true,
                    };
                    Input::Wish { surface: "0".into(), epoch: None, wish: Wish::Dial(dial) }
                }
                Step::Far(c, input) => Input::Phone(id(c), input),
                Step::Wish(s, c, w) => {
                    let draft = Draft { outcome: None, notes: "n".into() };
                    let wish = match w {
                        0 => Wish::Answer(id(c)),
                        1 => Wish::HangUp(id(c)),
                        2 => Wish::Mute(id(c), true),
                        3 => Wish::Hold(id(c), true),
                        4 => Wish::Hold(id(c), false),
                        5 => Wish::Draft(id(c), draft),
                        6 => Wish::Save(id(c), draft),
                        7 => Wish::Status(choice(Presence::Unavailable)),
                        8 => Wish::Status(choice(Presence::Available)),
                        9 => Wish::Told(id(c), Told::Announced("page".into())),
                        10 => Wish::Consult(id(c), dana()),
                        11 => Wish::Transfer(id(c), Target::Number(dana())),
                        12 => Wish::Swap(id(c)),
                        13 => Wish::Merge(id(c)),
                        14 => Wish::Complete(id(c)),
                        15 => Wish::DropThird(id(c)),
                        16 => Wish::Digits(id(c), Keys::of("1").expect("a key")),
                        _ => Wish::Told(id(c), Told::Completed),
                    };
                    let epoch = seat.owner().map(|o| o.epoch);
                    let owns = seat.owner().is_some_and(|o| o.ear == Some(s.to_string()));
                    let owners = wish.is_the_ears();
                    let input = Input::Wish { surface: s.to_string(), epoch, wish };
                    if owners && !owns {
                        prop_assert_eq!(seat.handle(input, now), Err(Refusal::StaleEpoch));
                        prop_assert_eq!(&kept, seat.saved());
                        continue;
                    }
                    input
                }
                Step::Crash => {
                    seat = Seat::restore(kept.clone(), limits);
                    watcher.owner = None;
                    Input::Tick
                }
                Step::Pause(pause) => { now += pause; Input::Tick }
            };
            // A surface of the test reuses ids; the phone system and our pages never do.
            if let Input::Offer(Offer { id, .. })
            | Input::Wish { wish: Wish::Dial(Dial { id, .. }), .. } = &input
                && watcher.gone.contains(id) { continue }
            if seat.handle(input, now).is_err() {
                prop_assert_eq!(&kept, seat.saved(), "a refused input changes nothing");
            }
            watcher.watch(&mut seat);
            // What was shown is what there is.
            let shown: BTreeMap<&CallId, &Call> = watcher.calls.iter().collect();
            let there: BTreeMap<&CallId, &Call> = seat.calls().iter().map(|c| (c.id(), c)).collect();
            prop_assert_eq!(shown, there);
            prop_assert_eq!(watcher.owner.as_ref(), seat.owner());
            let speaking = seat.calls().iter()
                .filter(|c| matches!(c.stage(), Stage::Connected(c) if !c.held)).count();
            prop_assert!(speaking <= 1, "the agent speaks with one at a time");
            empty = if pages.is_empty() { empty.or(Some(now)) } else { None };
            let live = seat.calls().iter().any(|c| c.stage().is_live());
            let gone = empty.is_some_and(|since| since + 30_000 <= now);
            prop_assert!(!(passed && gone && live), "a far end waits for nobody");
        }
    }
}
