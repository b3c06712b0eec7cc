//! Random sequences of inputs: nothing panics, nothing moves backwards, orders make sense.

use call::{
    Call, CallId, Dial, Direction, Draft, EndStatus, Input, Limits, Offer, Output, Stage, Told,
};
use proptest::prelude::*;

fn any_input() -> impl Strategy<Value = Input> {
    let draft = "[a-z]{0,5}".prop_map(|notes| Draft { outcome: None, notes });
    prop_oneof![
        Just(Input::Answer),
        Just(Input::HangUp),
        any::<bool>().prop_map(Input::Mute),
        any::<bool>().prop_map(Input::Hold),
        draft.clone().prop_map(Input::Draft),
        draft.prop_map(Input::Save),
        Just(Input::FarRings),
        Just(Input::FarAnswered),
        Just(Input::FarHungUp),
        Just(Input::FarBusy),
        Just(Input::FarFailed),
        Just(Input::Unreachable(EndStatus::Missed)),
        (1u64..4).prop_map(Input::MayAnnounce),
        Just(Input::Told(Told::Announced("page".into()))),
        Just(Input::Told(Told::Completed)),
        Just(Input::Tick),
    ]
}

fn rank(stage: &Stage) -> u8 {
    match stage {
        Stage::Ringing(_) | Stage::Dialling(_) => 0,
        Stage::Connected(_) => 1,
        Stage::WrapUp(_) => 2,
        Stage::Closed(_) => 3,
    }
}

fn begin(direction: Direction) -> Call {
    let id = CallId("c".into());
    let (from, to) = ("+15550100".to_owned(), "+15550101".to_owned());
    match direction {
        Direction::Inbound => {
            Call::inbound(Offer { id, from, to, simulated: true }, 0, Limits::default())
        }
        Direction::Outbound => Call::outbound(
            Dial { id, from, to, callee: None, on_screen: None, simulated: true },
            0,
            Limits::default(),
        ),
    }
}

proptest! {
    #[test]
    fn no_sequence_panics_or_moves_a_call_backwards(
        outbound: bool,
        steps in prop::collection::vec((any_input(), 0u64..400_000), 0..60),
    ) {
        let direction = if outbound { Direction::Outbound } else { Direction::Inbound };
        let mut call = begin(direction);
        let mut now = 0;
        let mut orders = Vec::new();
        let mut grant = None;
        for (input, pause) in steps {
            now += pause;
            let before = call.clone();
            let refused = call.handle(input, now).is_err();
            if refused {
                prop_assert_eq!(&before, &call, "a refused input changes nothing");
            }
            prop_assert!(rank(call.stage()) >= rank(before.stage()));
            prop_assert!(grant.is_none() || call.host().may_announce == grant);
            grant = call.host().may_announce;
            orders.extend(std::iter::from_fn(|| call.poll()));
        }
        // Once the clock has passed every limit, a call that nobody holds open is closed.
        while let Some(due) = call.deadline() {
            call.handle(Input::Tick, due).unwrap();
            orders.extend(std::iter::from_fn(|| call.poll()));
        }
        prop_assert!(matches!(call.stage(), Stage::Connected(_) | Stage::Closed(_)));
        let ends = orders.iter().filter(|o| matches!(o, Output::HangUp | Output::Refuse)).count();
        let accepts = orders.iter().filter(|o| **o == Output::Accept).count();
        let dials = orders.iter().filter(|o| matches!(o, Output::Dial { .. })).count();
        prop_assert!(ends <= 1 && accepts <= 1);
        prop_assert_eq!(dials, usize::from(outbound));
    }
}
