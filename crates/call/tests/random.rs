//! Random sequences of inputs: nothing panics, nothing moves backwards, orders make sense.

mod inputs;

use call::{Input, Output, Stage};
use proptest::prelude::*;

fn rank(stage: &Stage) -> u8 {
    match stage {
        Stage::Ringing(_) | Stage::Dialling(_) => 0,
        Stage::Connected(_) => 1,
        Stage::WrapUp(_) => 2,
        Stage::Closed(_) => 3,
    }
}

proptest! {
    #[test]
    fn no_sequence_panics_or_moves_a_call_backwards(
        outbound: bool,
        steps in prop::collection::vec((inputs::any_input(), 0u64..400_000), 0..60),
    ) {
        let mut call = inputs::begin(outbound);
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
        let ends = orders.iter().filter(|o| matches!(o, Output::HangUp | Output::Refuse(_))).count();
        let accepts = orders.iter().filter(|o| **o == Output::Accept).count();
        let dials = orders.iter().filter(|o| matches!(o, Output::Dial { .. })).count();
        prop_assert!(ends <= 1 && accepts <= 1);
        prop_assert_eq!(dials, usize::from(outbound));
    }
}
