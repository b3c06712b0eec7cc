//! Whatever can happen to a call.
#![allow(dead_code, clippy::unwrap_used, reason = "each test uses some of it, and may fail loudly")]

use call::{
    Call, CallId, Case, Dial, Draft, EndStatus, Gone, Input, Keys, Limits, Looked, Offer, Party,
    PartySource, Peer, RecordRef, Target, ThirdNews, Told,
};
use proptest::prelude::*;

pub fn any_input() -> impl Strategy<Value = Input> {
    let draft = "[a-z]{0,5}".prop_map(|notes| Draft { outcome: None, notes });
    prop_oneof![
        Just(Input::Answer),
        Just(Input::Extend),
        Just(Input::HangUp),
        any::<bool>().prop_map(Input::Mute),
        any::<bool>().prop_map(Input::Hold),
        draft.clone().prop_map(Input::Draft),
        draft.prop_map(Input::Save),
        Just(Input::FarRings),
        Just(Input::FarAnswered),
        Just(Input::FarHungUp),
        Just(Input::FarBusy),
        Just(Input::FarNoAnswer),
        Just(Input::FarFailed),
        Just(Input::Unreachable(EndStatus::Missed)),
        (1u64..4).prop_map(Input::MayAnnounce),
        Just(Input::Told(Told::Announced("page".into()))),
        Just(Input::Told(Told::Completed)),
        Just(Input::Party(party(PartySource::Lookup))),
        Just(Input::Looked(Looked::Nobody)),
        Just(Input::Choose(record("0-1"))),
        Just(Input::Case(Case { record: record("0-5"), name: "A ticket".into(), new: true })),
        Just(Input::Voicemail),
        Just(Input::Elsewhere("Dana".into())),
        Just(Input::Engagement("77".into())),
        Just(Input::Deserted),
        Just(Input::Tick),
        any_input_of_a_third(),
    ]
}

pub fn any_input_of_a_third() -> impl Strategy<Value = Input> {
    let gone =
        prop_oneof![Just(Gone::Busy), Just(Gone::NoAnswer), Just(Gone::HungUp), Just(Gone::Failed)];
    prop_oneof![
        "[0-9*#]{1,4}".prop_map(|keys| Input::Digits(Keys::of(&keys).unwrap())),
        Just(Input::Consult(dana())),
        Just(Input::Transfer(Target::Number(dana()))),
        Just(Input::Transfer(agent())),
        Just(Input::Swap),
        Just(Input::Merge),
        Just(Input::Complete),
        Just(Input::DropThird),
        Just(Input::Third(ThirdNews::Rings)),
        Just(Input::Third(ThirdNews::Answered)),
        gone.prop_map(|why| Input::Third(ThirdNews::Gone(why))),
    ]
}

pub fn dana() -> Peer {
    Peer { number: "+15550177".into(), name: "Dana".into() }
}

pub fn agent() -> Target {
    Target::Agent { agent: "7".into(), name: "Dana".into(), leg: CallId("leg".into()) }
}

fn record(object_type: &str) -> RecordRef {
    RecordRef { object_type: object_type.into(), id: "9".into() }
}

fn party(source: PartySource) -> Party {
    let (name, detail) = ("Ada".to_owned(), String::new());
    Party { name, detail, fields: Vec::new(), record: Some(record("0-1")), source }
}

pub fn begin(outbound: bool) -> Call {
    let id = CallId("c".into());
    let (from, to) = ("+15550100".to_owned(), "+15550101".to_owned());
    if outbound {
        let dial = Dial { id, from, to, callee: None, on_screen: None, simulated: true };
        Call::outbound(dial, 0, Limits::default())
    } else {
        Call::inbound(
            Offer { id, from, to, simulated: true, fork: None, via: None },
            0,
            Limits::default(),
        )
    }
}
