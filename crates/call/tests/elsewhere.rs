//! A call that rings several agents, seen from one of them.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use call::{Call, CallId, EndStatus, Fork, Input, Limits, Offer, Output, Stage};

fn leg() -> Call {
    let offer = Offer {
        id: CallId("leg".into()),
        from: "+1".into(),
        to: "+2".into(),
        simulated: true,
        fork: Some(Fork { of: CallId("far".into()) }),
        via: None,
    };
    Call::inbound(offer, 0, Limits::default())
}

// row!(U36)
#[test]
fn what_another_agent_takes_stops_ringing_and_orders_nothing() {
    let mut call = leg();
    call.handle(Input::Elsewhere("Dana".into()), 900).unwrap();
    assert!(matches!(call.stage(), Stage::Closed(c) if c.end == EndStatus::Canceled));
    assert_eq!((call.elsewhere(), call.is_missed()), (Some("Dana"), false));
    assert_eq!(call.poll(), None::<Output>, "the far end speaks with somebody");
    call.handle(Input::Elsewhere("Ada".into()), 950).unwrap();
    assert_eq!(call.elsewhere(), Some("Dana"));
    call.handle(Input::Answer, 999).unwrap_err();
}

#[test]
fn who_speaks_with_the_far_end_cannot_lose_it_to_another() {
    let mut call = leg();
    call.handle(Input::Answer, 500).unwrap();
    call.handle(Input::Elsewhere("Dana".into()), 900).unwrap_err();
    assert_eq!(call.elsewhere(), None);
}

#[test]
fn its_ledger_tells_the_same_call_and_its_fork() {
    let mut call = leg();
    call.handle(Input::Elsewhere("Dana".into()), 900).unwrap();
    let again = Call::rebuild(call.take_entries()).unwrap();
    assert_eq!(again.fork().unwrap().of.0, "far");
    assert_eq!((again.stage(), again.elsewhere()), (call.stage(), Some("Dana")));
}

// row!(P5)
#[test]
fn missed_is_what_nobody_took_and_the_agent_did_not_decline() {
    let ends = [
        (Input::FarHungUp, true),
        (Input::Unreachable(EndStatus::Busy), true),
        (Input::Voicemail, true),
        (Input::HangUp, false),
        (Input::Elsewhere("Dana".into()), false),
    ];
    for (input, missed) in ends {
        let mut call = leg();
        assert!(!call.is_missed());
        call.handle(input.clone(), 900).unwrap();
        assert_eq!(call.is_missed(), missed, "{input:?}");
    }
}
