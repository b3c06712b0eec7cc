//! The ledger tells the whole call: from its entries the same call is made again.

mod inputs;

use call::{Call, CallId, Entry, Happened, Input, Limits, Offer, Torn};
use proptest::prelude::*;

fn ringing() -> Call {
    let offer = Offer {
        id: CallId("c".into()),
        from: "+15550100".into(),
        to: "+15550101".into(),
        simulated: true,
        fork: None,
        via: None,
    };
    Call::inbound(offer, 0, Limits::default())
}

proptest! {
    #[test]
    fn a_call_is_made_again_from_its_ledger(
        outbound: bool,
        steps in prop::collection::vec((inputs::any_input(), 0u64..100_000), 0..60),
    ) {
        let mut call = inputs::begin(outbound);
        while call.poll().is_some() {}
        let mut now = 0;
        let mut ledger = call.take_entries();
        for (input, pause) in steps {
            now += pause;
            let _ = call.handle(input, now);
            while call.poll().is_some() {}
            ledger.extend(call.take_entries());
            // Written twice is written once: a store keeps the first of a number.
            let numbers: Vec<u32> = ledger.iter().map(|entry: &Entry| entry.n).collect();
            prop_assert_eq!(numbers, (1..=ledger.len() as u32).collect::<Vec<_>>());
        }
        let kept = serde_json::to_string(&ledger).unwrap();
        let again = Call::rebuild(serde_json::from_str::<Vec<Entry>>(&kept).unwrap()).unwrap();
        prop_assert_eq!(again, call);
    }
}

#[test]
fn what_changes_nothing_leaves_no_entry() {
    let mut call = ringing();
    assert_eq!(call.take_entries().len(), 1);
    call.handle(Input::Tick, 1).unwrap();
    call.handle(Input::FarRings, 2).unwrap();
    assert!(call.handle(Input::Mute(true), 3).is_err());
    assert!(call.take_entries().is_empty());
    call.handle(Input::Answer, 4).unwrap();
    call.handle(Input::Answer, 5).unwrap();
    assert_eq!(call.take_entries().len(), 1);
}

#[test]
fn a_torn_ledger_is_told_and_not_guessed_at() {
    let mut call = ringing();
    call.handle(Input::Answer, 4).unwrap();
    call.handle(Input::HangUp, 5).unwrap();
    let whole = call.take_entries();
    assert_eq!(Call::rebuild(whole[1..].to_vec()), Err(Torn::NoBeginning));
    assert_eq!(Call::rebuild(Vec::new()), Err(Torn::NoBeginning));
    let gap = [whole[0].clone(), whole[2].clone()];
    assert_eq!(Call::rebuild(gap), Err(Torn::Gap(2)));
    let wrong = Entry { n: 2, at: 4, what: Happened::Was(Input::FarAnswered) };
    assert!(matches!(Call::rebuild([whole[0].clone(), wrong]), Err(Torn::Misfit(2, _))));
}
