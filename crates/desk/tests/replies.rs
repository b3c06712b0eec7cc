//! Which of HubSpot's replies belongs to which call.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::Output;
use hubspot_calling::{
    CallerIdMatch, CallerIdMatches, CallerIdType, Failure, HostMessage, Id, ObjectCoordinates,
    Reply,
};

fn created(engagement: u64, call: Option<u64>) -> HostMessage {
    HostMessage::CreateEngagementSucceeded(Reply {
        engagement_id: Some(Id::from(engagement)),
        external_call_id: call.map(|call| id(call).0),
    })
}

fn failed(call: Option<u64>) -> HostMessage {
    HostMessage::CreateEngagementFailed(Failure {
        external_call_id: call.map(|call| id(call).0),
        ..Failure::default()
    })
}

fn one(kind: CallerIdType) -> CallerIdMatch {
    CallerIdMatch {
        caller_id_type: kind,
        object: Some(ObjectCoordinates {
            portal_id: None,
            object_id: Id::from(5),
            object_type_id: None,
        }),
        first_name: None,
        last_name: None,
        email: None,
        name: None,
    }
}

fn contact(first: &str, last: &str, email: &str) -> CallerIdMatch {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    CallerIdMatch {
        first_name: some(first),
        last_name: some(last),
        email: some(email),
        ..one(CallerIdType::Contact)
    }
}

fn company(name: &str) -> CallerIdMatch {
    CallerIdMatch { name: Some(name.into()), ..one(CallerIdType::Company) }
}

fn matched(matches: Vec<CallerIdMatch>) -> HostMessage {
    HostMessage::CallerIdMatchSucceeded(CallerIdMatches { matches, ..CallerIdMatches::default() })
}

fn records(out: &[Output]) -> Vec<(CallId, String)> {
    let record = |wish| match wish {
        Wish::Engagement { call, id } => Some((call, id)),
        _ => None,
    };
    wishes(out).into_iter().filter_map(record).collect()
}

fn parties(out: &[Output]) -> Vec<(CallId, Party)> {
    let party = |wish| match wish {
        Wish::Matched { call, party } => Some((call, party)),
        _ => None,
    };
    wishes(out).into_iter().filter_map(party).collect()
}

fn second_ringing() -> (Bench, Vec<Output>) {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    let out = bench.call(ringing(2));
    (bench, out)
}

fn no_match() -> HostMessage {
    HostMessage::CallerIdMatchFailed(Failure::default())
}

#[test]
fn the_same_caller_again_is_known_at_once_and_holds_up_nobody() {
    let mut bench = Bench::owner();
    let ada = || matched(vec![contact("Ada", "Lovelace", "")]);
    let again = |number: u64| CallView { from: ringing(1).from, ..ringing(number) };
    for number in 1..=3 {
        let out = bench.call(again(number));
        assert!(told(&out).contains(&"INCOMING_CALL".to_owned()), "call {number}");
        bench.host_says(created(70 + number, None));
        let out = bench.host_says(ada());
        assert_eq!(parties(&out).len(), 1, "call {number}");
        bench.call(closed(&again(number), EndStatus::Missed));
    }
}

#[test]
fn replies_that_know_nobody_or_made_nothing_hold_up_nobody() {
    let mut bench = Bench::owner();
    for number in 1..=4 {
        let out = bench.call(ringing(number));
        assert!(told(&out).contains(&"INCOMING_CALL".to_owned()), "call {number}");
        bench.host_says(if number == 2 { failed(None) } else { created(70 + number, None) });
        bench.host_says(no_match());
        bench.call(closed(&ringing(number), EndStatus::Missed));
    }
}

#[test]
fn a_call_answered_while_another_question_is_open_is_announced_before_it_is_said_to_be_answered() {
    let (mut bench, _) = second_ringing();
    let out = bench.call(connected(&ringing(2)));
    assert_eq!(told(&out), ["INCOMING_CALL", "CALL_ANSWERED"]);
}

// row!(U37)
#[test]
fn the_record_is_reported_at_once_and_survives_the_page() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    let out = bench.host_says(created(77, None));
    assert_eq!(records(&out), [(id(1), "77".into())]);
    assert!(matches!(out[0], Output::Command { keepalive: true, .. }));
}

#[test]
fn a_second_call_is_announced_when_the_first_is_answered_for() {
    let (mut bench, out) = second_ringing();
    assert_eq!(told(&out), ["RESIZE_WIDGET"], "it rings here, and HubSpot is asked later");
    assert_eq!(told(&bench.host_says(created(77, None))), [] as [&str; 0]);
    let out = bench.host_says(matched(vec![company("ACME")]));
    assert_eq!(told(&out), ["INCOMING_CALL"]);
}

#[test]
fn a_second_call_waits_two_seconds_and_no_longer() {
    let (mut bench, _) = second_ringing();
    assert_eq!(told(&bench.pass(1_999)), [] as [&str; 0]);
    assert_eq!(told(&bench.pass(1)), ["INCOMING_CALL"]);
}

#[test]
fn replies_with_an_id_belong_to_it_in_any_order() {
    let (mut bench, _) = second_ringing();
    bench.pass(2_000);
    assert_eq!(records(&bench.host_says(created(2, Some(2)))), [(id(2), "2".into())]);
    assert_eq!(records(&bench.host_says(created(1, Some(1)))), [(id(1), "1".into())]);
    assert_eq!(records(&bench.host_says(created(3, Some(3)))), []);
}

#[test]
fn a_reply_that_comes_twice_is_not_the_next_calls() {
    let (mut bench, _) = second_ringing();
    bench.host_says(created(77, None));
    bench.host_says(matched(vec![company("ACME")])); // the second is announced
    assert_eq!(records(&bench.host_says(created(77, None))), []);
    assert_eq!(parties(&bench.host_says(matched(vec![company("ACME")]))), []);
    let twin = HostMessage::EngagementCreated(Reply {
        engagement_id: Some(Id::from(77)),
        external_call_id: None,
    });
    assert_eq!(records(&bench.host_says(twin)), []);
    assert_eq!(records(&bench.host_says(created(78, None))), [(id(2), "78".into())]);
}

#[test]
fn a_late_reply_without_id_is_nobodys_when_two_calls_wait() {
    let (mut bench, _) = second_ringing();
    bench.pass(2_000);
    assert_eq!(records(&bench.host_says(created(77, None))), []);
    assert_eq!(records(&bench.host_says(created(78, None))), []);
}

#[test]
fn a_late_reply_to_a_call_that_is_gone_is_not_the_next_calls() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.call(closed(&ringing(1), EndStatus::Missed));
    bench.pass(2_500);
    bench.event(Event::Gone(id(1)));
    assert_eq!(told(&bench.call(ringing(2))), ["INCOMING_CALL", "RESIZE_WIDGET"]);
    assert_eq!(records(&bench.host_says(created(77, None))), []);
}

#[test]
fn a_late_reply_is_taken_when_only_one_call_waits() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.pass(5_000);
    assert_eq!(records(&bench.host_says(created(77, None))), [(id(1), "77".into())]);
}

#[test]
fn a_host_that_never_replies_loses_nothing_but_the_record_id() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.call(connected(&ringing(1)));
    bench.idle(60_000);
    bench.call(wrap_up(&ringing(1)));
    let mut all = bench.call(closed(&wrap_up(&ringing(1)), EndStatus::Completed));
    all.extend(bench.pass(2_000));
    assert_eq!(told(&all), ["CALL_COMPLETED"]);
}

#[test]
fn no_record_by_hubspot_means_no_waiting_for_it() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    assert_eq!(records(&bench.host_says(failed(None))), []);
    let out = bench.call(closed(&ringing(1), EndStatus::Missed));
    assert_eq!(told(&out), ["CALL_ENDED", "CALL_COMPLETED"]);
}

#[test]
fn a_refusal_that_comes_twice_does_not_silence_the_next_call() {
    let (mut bench, _) = second_ringing();
    bench.host_says(failed(None));
    bench.pass(2_000);
    bench.host_says(failed(None));
    assert_eq!(records(&bench.host_says(created(78, Some(2)))), [(id(2), "78".into())]);
}

#[test]
fn the_first_contact_names_the_caller() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    let all = vec![company("ACME"), contact(" Ada ", "Lovelace", "ada@example.com")];
    let found = parties(&bench.host_says(matched(all)));
    let (call, party) = &found[0];
    assert_eq!((call, party.name.as_str()), (&id(1), "Ada Lovelace"));
    assert_eq!(party.detail, "ada@example.com");
    assert_eq!(party.source, PartySource::Host);
    assert_eq!(party.record, Some(RecordRef { object_type: "0-1".into(), id: "5".into() }));
}

#[test]
fn a_contact_without_a_name_is_called_by_its_address_and_an_empty_one_is_passed_over() {
    let names = [
        (vec![contact("", "", "ada@example.com")], Some("ada@example.com")),
        (vec![contact("", "Lovelace", "")], Some("Lovelace")),
        (vec![contact("", "", ""), company("ACME")], Some("ACME")),
        (vec![contact("", "", ""), company(" ")], None),
        (vec![one(CallerIdType::Other("ROBOT".into()))], None),
    ];
    for (matches, name) in names {
        let mut bench = Bench::owner();
        bench.call(ringing(1));
        let found = parties(&bench.host_says(matched(matches)));
        assert_eq!(found.first().map(|(_, party)| party.name.as_str()), name);
    }
}

#[test]
fn replies_that_nobody_waits_for_change_nothing() {
    let mut bench = Bench::owner();
    let before = bench.desk.view().clone();
    for message in [created(1, None), created(1, Some(9)), failed(None), matched(vec![])] {
        assert!(bench.host_says(message).is_empty());
    }
    assert_eq!(*bench.desk.view(), before);
}
