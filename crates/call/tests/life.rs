//! The life of a call, behaviour by behaviour.

use call::{
    Call, CallId, Candidate, Cause, Dial, Draft, EndStatus, Input, Limits, Looked, Offer, Output,
    Party, PartySource, RecordRef, Stage,
};

const LIMITS: Limits = Limits { ring: 30_000, wrap_up: 300_000 };

fn inbound() -> Call {
    let offer = Offer {
        id: CallId("in".into()),
        from: "+442073238299".into(),
        to: "+18884827768".into(),
        simulated: true,
        fork: None,
        via: None,
    };
    Call::inbound(offer, 1_000, LIMITS)
}

fn outbound() -> Call {
    let dial = Dial {
        id: CallId("out".into()),
        from: "+18884827768".into(),
        to: "+442073238299".into(),
        callee: None,
        on_screen: None,
        simulated: true,
    };
    Call::outbound(dial, 1_000, LIMITS)
}

fn orders(call: &mut Call) -> Vec<Output> {
    std::iter::from_fn(|| call.poll()).collect()
}

fn end_of(call: &Call) -> EndStatus {
    match call.stage() {
        Stage::WrapUp(w) => w.end,
        Stage::Closed(c) => c.end,
        other => panic!("still {}", other.name()),
    }
}

fn notes(text: &str) -> Draft {
    Draft { outcome: Some("connected".into()), notes: text.into() }
}

#[test]
fn an_answered_call_ends_in_a_wrap_up_and_closes_when_saved() {
    let mut call = inbound();
    call.handle(Input::Answer, 2_000).unwrap();
    assert_eq!(orders(&mut call), [Output::Accept]);
    call.handle(Input::HangUp, 9_000).unwrap();
    assert_eq!(orders(&mut call), [Output::HangUp]);
    assert_eq!(end_of(&call), EndStatus::Completed);
    call.handle(Input::Save(notes("all well")), 10_000).unwrap();
    assert!(matches!(call.stage(), Stage::Closed(c) if c.since == Some(2_000) && c.ended == 9_000));
    assert_eq!(call.draft().notes, "all well");
}

#[test]
fn answering_twice_answers_once() {
    let mut call = inbound();
    call.handle(Input::Answer, 2_000).unwrap();
    call.handle(Input::Answer, 3_000).unwrap();
    assert_eq!(orders(&mut call), [Output::Accept]);
    assert!(matches!(call.stage(), Stage::Connected(c) if c.since == 2_000));
}

#[test]
fn a_declined_call_is_rejected_and_a_caller_who_gives_up_has_canceled() {
    let mut declined = inbound();
    declined.handle(Input::HangUp, 2_000).unwrap();
    assert_eq!(
        (end_of(&declined), orders(&mut declined)),
        (EndStatus::Rejected, vec![Output::Refuse(Cause::Declined)])
    );
    let mut given_up = inbound();
    given_up.handle(Input::FarHungUp, 2_000).unwrap();
    assert_eq!((end_of(&given_up), orders(&mut given_up)), (EndStatus::Canceled, vec![]));
}

// row!(L9)
#[test]
fn a_ring_stops_at_its_limit_whatever_the_page_does() {
    let mut call = inbound();
    assert_eq!(call.deadline(), Some(31_000));
    call.handle(Input::Tick, 30_999).unwrap();
    assert!(matches!(call.stage(), Stage::Ringing(_)));
    call.handle(Input::Tick, 99_000).unwrap();
    assert_eq!(end_of(&call), EndStatus::Missed);
    assert!(matches!(call.stage(), Stage::Closed(c) if c.ended == 31_000));
    assert_eq!(orders(&mut call), [Output::Refuse(Cause::NoAnswer)]);
}

#[test]
fn an_outbound_call_ends_as_the_far_end_does() {
    for (input, end) in [
        (Input::FarBusy, EndStatus::Busy),
        (Input::FarNoAnswer, EndStatus::NoAnswer),
        (Input::FarFailed, EndStatus::Failed),
        (Input::FarHungUp, EndStatus::Rejected),
        (Input::HangUp, EndStatus::Canceled),
    ] {
        let mut call = outbound();
        call.handle(Input::FarRings, 1_500).unwrap();
        call.handle(input, 2_000).unwrap();
        assert_eq!(end_of(&call), end);
        assert!(matches!(call.stage(), Stage::Closed(_)), "nobody spoke: no wrap-up");
    }
    let mut unanswered = outbound();
    unanswered.handle(Input::Tick, 31_000).unwrap();
    assert_eq!(end_of(&unanswered), EndStatus::NoAnswer);
    let to = "+442073238299".to_owned();
    assert_eq!(orders(&mut unanswered), [Output::Dial { to }, Output::HangUp]);
}

#[test]
fn mute_and_hold_are_ordered_once_and_only_on_the_line() {
    let mut call = inbound();
    assert!(call.handle(Input::Mute(true), 1_500).is_err());
    call.handle(Input::Answer, 2_000).unwrap();
    call.handle(Input::Mute(true), 3_000).unwrap();
    call.handle(Input::Mute(true), 3_001).unwrap();
    call.handle(Input::Hold(true), 3_002).unwrap();
    call.handle(Input::Mute(false), 3_003).unwrap();
    let expected = [Output::Accept, Output::Mute(true), Output::Hold(true), Output::Mute(false)];
    assert_eq!(orders(&mut call), expected);
}

#[test]
fn a_wrap_up_closes_by_itself_with_what_was_typed_and_not_under_the_hands() {
    let mut call = inbound();
    call.handle(Input::Answer, 2_000).unwrap();
    call.handle(Input::FarHungUp, 10_000).unwrap();
    call.handle(Input::Draft(notes("half a sen")), 200_000).unwrap();
    assert_eq!(call.deadline(), Some(500_000));
    call.handle(Input::Tick, 500_000).unwrap();
    assert!(matches!(call.stage(), Stage::Closed(_)));
    assert_eq!(call.draft().notes, "half a sen");
}

#[test]
fn saving_again_is_right_when_it_says_the_same() {
    let mut call = inbound();
    call.handle(Input::Answer, 2_000).unwrap();
    call.handle(Input::HangUp, 3_000).unwrap();
    call.handle(Input::Save(notes("one")), 4_000).unwrap();
    call.handle(Input::Save(notes("one")), 4_001).unwrap();
    assert!(call.handle(Input::Save(notes("two")), 4_002).is_err());
    assert!(call.handle(Input::Draft(notes("two")), 4_003).is_err());
    assert_eq!(call.draft().notes, "one");
}

#[test]
fn notes_beyond_the_limit_are_cut_between_characters() {
    let mut call = inbound();
    let long = "ü".repeat(call::MAX_NOTES + 5);
    call.handle(Input::Draft(Draft { outcome: None, notes: long }), 1_500).unwrap();
    assert_eq!(call.draft().notes.chars().count(), call::MAX_NOTES);
}

#[test]
fn who_knows_better_names_the_other_party() {
    let party = |name: &str, source| Party {
        name: name.into(),
        detail: String::new(),
        fields: Vec::new(),
        record: None,
        source,
    };
    let mut call = inbound();
    call.handle(Input::Party(party("look-up", PartySource::Lookup)), 1).unwrap();
    call.handle(Input::Party(party("host", PartySource::Host)), 2).unwrap();
    assert_eq!(call.party().unwrap().name, "look-up");
}

#[test]
fn a_call_goes_on_from_what_the_store_kept() {
    let mut call = inbound();
    call.handle(Input::Answer, 2_000).unwrap();
    call.handle(Input::Draft(notes("kept")), 2_500).unwrap();
    orders(&mut call);
    call.take_entries();
    let kept = serde_json::to_string(&call).unwrap();
    let mut again: Call = serde_json::from_str(&kept).unwrap();
    assert_eq!(again, call);
    again.handle(Input::HangUp, 9_000).unwrap();
    assert!(matches!(again.stage(), Stage::WrapUp(w) if w.since == 2_000));
}

// row!(L18)
#[test]
fn of_several_with_the_number_none_is_taken_until_the_agent_says_which() {
    let record = |id: &str| RecordRef { object_type: "0-1".into(), id: id.into() };
    let party = |id: &str, source| Party {
        name: id.into(),
        detail: String::new(),
        fields: Vec::new(),
        record: Some(record(id)),
        source,
    };
    let candidate =
        |id: &str| Candidate { party: party(id, PartySource::Lookup), why: String::new() };
    let several = || Looked::Several(vec![candidate("1"), candidate("2")]);
    for page_first in [true, false] {
        let mut call = inbound();
        let page = Input::Party(party("1", PartySource::Host));
        let both = if page_first {
            [page, Input::Looked(several())]
        } else {
            [Input::Looked(several()), page]
        };
        for input in both {
            call.handle(input, 1).unwrap();
        }
        assert_eq!(call.party(), None, "the page first: {page_first}");
        call.handle(Input::Choose(record("2")), 2).unwrap();
        let chosen = call.party().unwrap();
        assert_eq!((chosen.name.as_str(), chosen.source), ("2", PartySource::Chosen));
        call.handle(Input::Party(party("1", PartySource::Host)), 3).unwrap();
        assert_eq!(call.party().unwrap().name, "2");
    }
}
