//! The ticket or deal that a call is filed under: found, opened again or made, and never twice.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod given;

use call::{EndStatus, RecordRef};
use given::{LIMITS, live};
use record::{
    Beside, CaseRule, CaseWish, Ended, Facts, FoundCase, Input, Owners, Record, Reply, Request,
    Standing, Trouble,
};

const DAY: u64 = 86_400_000;
const NOW: u64 = 100 * DAY;

fn rule() -> CaseRule {
    CaseRule {
        object_type: "0-5".into(),
        pipeline: "0".into(),
        stage: "1".into(),
        append_days: 3,
        reopen_days: 7,
        ..CaseRule::default()
    }
}

fn contact() -> RecordRef {
    RecordRef { object_type: "0-1".into(), id: "101".into() }
}

fn facts(rule: CaseRule, customer: Option<RecordRef>) -> Facts {
    Facts {
        name: "Ada".into(),
        started: NOW,
        customer,
        beside: Beside {
            settled: true,
            case: Some(CaseWish { rule, name: "Call from Ada".into() }),
            ..Beside::default()
        },
        ..live()
    }
}

fn answer(record: &mut Record, result: Result<Reply, Trouble>, now: u64) {
    let asked = record.in_flight().unwrap().clone();
    record.handle(
        Input::Answer { asked, result, jitter: 0, said: Default::default() },
        now,
        &LIMITS,
    );
}

fn refused() -> Result<Reply, Trouble> {
    Err(Trouble::Refused { why: "no such stage".into(), property: None })
}

fn case(id: &str, made: u64, closed: Option<u64>) -> FoundCase {
    FoundCase { id: id.into(), name: format!("Ticket {id}"), made, closed }
}

/// The record after HubSpot told these tickets.
fn told(rule: CaseRule, found: Vec<FoundCase>) -> Record {
    let mut record = Record::new(facts(rule, Some(contact())));
    assert!(matches!(record.poll(NOW, &LIMITS), Some(Request::FindCases { .. })));
    answer(&mut record, Ok(Reply::Cases(found)), NOW);
    record
}

fn id_of(record: &Record) -> Option<&str> {
    record.filed().map(|filed| filed.record.id.as_str())
}

// row!(U27) row!(P17)
#[test]
fn the_latest_open_one_takes_the_call_if_it_is_young_enough() {
    let all = vec![
        case("old", NOW - 2 * DAY, None),
        case("latest", NOW - DAY, None),
        case("closed", NOW - 1, Some(NOW)),
    ];
    let mut record = told(rule(), all);
    assert_eq!(id_of(&record), Some("latest"));
    assert!(!record.filed().unwrap().new);
    assert_eq!(record.poll(NOW, &LIMITS), None, "the call record comes after the call");
    let too_old = told(rule(), vec![case("old", NOW - 4 * DAY, None)]);
    assert_eq!(id_of(&too_old), None);
}

// row!(P17)
#[test]
fn one_that_was_closed_lately_is_opened_again() {
    let mut record = told(rule(), vec![case("7", NOW - 20 * DAY, Some(NOW - 6 * DAY))]);
    let expected = Request::Reopen { object_type: "0-5".into(), id: "7".into(), stage: "1".into() };
    assert_eq!(record.poll(NOW, &LIMITS), Some(expected));
    answer(&mut record, Ok(Reply::Done), NOW);
    assert_eq!(id_of(&record), Some("7"));
    let mut late = told(rule(), vec![case("7", NOW - 20 * DAY, Some(NOW - 8 * DAY))]);
    assert!(matches!(late.poll(NOW, &LIMITS), Some(Request::CreateCase { .. })));
}

// row!(U27)
#[test]
fn a_new_one_is_made_with_its_customer_and_the_call_is_linked_to_both() {
    let mut record = told(rule(), Vec::new());
    let Some(Request::CreateCase { properties, customer, .. }) = record.poll(NOW, &LIMITS) else {
        panic!()
    };
    assert_eq!(customer, Some(contact()));
    assert_eq!(properties["subject"], "Call from Ada");
    assert_eq!(properties["hs_pipeline_stage"], "1");
    assert_eq!(properties["content"], record::mark("0190-call"));
    answer(&mut record, Ok(Reply::Created("77".into())), NOW);
    let ended = Ended { at: NOW + 1, how: EndStatus::Completed, talked: 1 };
    let over = facts(rule(), Some(contact()));
    let over = Facts { ended: Some(ended), closed: true, ..over };
    record.handle(Input::Facts(Box::new(over)), NOW + 1, &LIMITS);
    let Some(Request::Create { links, .. }) = record.poll(NOW + 1, &LIMITS) else { panic!() };
    let ids: Vec<&str> = links.iter().map(|link| link.id.as_str()).collect();
    assert_eq!(ids, ["101", "77"]);
}

#[test]
fn a_deal_has_its_own_properties() {
    let rule = CaseRule { object_type: "0-3".into(), append_days: 0, reopen_days: 0, ..rule() };
    let mut record = Record::new(facts(rule, None));
    let Some(Request::CreateCase { properties, customer, .. }) = record.poll(NOW, &LIMITS) else {
        panic!()
    };
    assert_eq!(
        (properties["dealname"].as_str(), properties["dealstage"].as_str()),
        ("Call from Ada", "1")
    );
    assert_eq!(customer, None);
}

// row!(L21)
#[test]
fn a_creation_without_an_answer_is_looked_for_and_not_repeated() {
    for crash in [false, true] {
        let mut record = told(rule(), Vec::new());
        record.poll(NOW, &LIMITS).unwrap();
        if crash {
            let kept = serde_json::to_string(&record).unwrap();
            record = serde_json::from_str(&kept).unwrap();
            record.resumed(NOW, &LIMITS);
        } else {
            answer(&mut record, Err(Trouble::Unknown), NOW);
        }
        assert_eq!(record.poll(NOW + 29_999, &LIMITS), None, "HubSpot's search cannot have it yet");
        assert!(matches!(record.poll(NOW + 30_000, &LIMITS), Some(Request::FindOwnCase { .. })));
        answer(&mut record, Ok(Reply::Cases(vec![case("77", NOW, None)])), NOW + 30_100);
        assert_eq!(id_of(&record), Some("77"));
        assert!(record.filed().unwrap().new);
    }
}

#[test]
fn without_the_search_none_is_made_because_it_could_be_the_second() {
    let mut record = told(rule(), Vec::new());
    record.poll(NOW, &LIMITS).unwrap();
    answer(&mut record, Err(Trouble::Unknown), NOW);
    record.poll(NOW + 30_000, &LIMITS).unwrap();
    answer(&mut record, refused(), NOW + 30_000);
    assert_eq!(record.poll(1 << 50, &LIMITS), None);
    record.handle(Input::Again, NOW + 40_000, &LIMITS);
    assert!(matches!(record.poll(NOW + 40_000, &LIMITS), Some(Request::FindOwnCase { .. })));
}

#[test]
fn it_waits_until_it_is_known_who_the_customer_is() {
    let mut unsettled = facts(rule(), None);
    unsettled.beside.settled = false;
    let mut record = Record::new(unsettled.clone());
    assert_eq!(record.poll(NOW, &LIMITS), None);
    unsettled.beside.settled = true;
    record.handle(Input::Facts(Box::new(unsettled)), NOW, &LIMITS);
    assert!(matches!(record.poll(NOW, &LIMITS), Some(Request::CreateCase { .. })));
    answer(&mut record, Ok(Reply::Created("77".into())), NOW);
    // Who it was turns out later: the ticket is linked to them.
    let known = facts(rule(), Some(contact()));
    record.handle(Input::Facts(Box::new(known)), NOW, &LIMITS);
    assert!(matches!(record.poll(NOW, &LIMITS), Some(Request::Link { to, .. }) if to == contact()));
}

// row!(U20)
#[test]
fn it_belongs_to_the_agent_else_to_who_was_chosen_else_to_nobody() {
    let owner = |agent: Option<&str>, creates: Option<&str>| {
        let mut record = told(rule(), Vec::new());
        let owners = Owners {
            agent: agent.map(str::to_owned),
            creates: creates.map(str::to_owned),
            updates: None,
        };
        record.handle(Input::Owners(owners), NOW, &LIMITS);
        match record.poll(NOW, &LIMITS) {
            Some(Request::CreateCase { properties, .. }) => {
                properties.get("hubspot_owner_id").cloned()
            }
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(owner(Some("1"), Some("2")).as_deref(), Some("1"));
    assert_eq!(owner(None, Some("2")).as_deref(), Some("2"));
    assert_eq!(owner(None, None), None);
}

#[test]
fn what_is_refused_is_tried_plain_once_and_then_told() {
    let mut record = told(rule(), Vec::new());
    record.poll(NOW, &LIMITS).unwrap();
    answer(&mut record, refused(), NOW);
    let plain = record.poll(NOW + 2_000, &LIMITS);
    assert!(matches!(plain, Some(Request::CreateCase { customer: None, .. })));
    answer(&mut record, refused(), NOW + 2_000);
    assert_eq!(record.poll(1 << 50, &LIMITS), None);
    let ended = Ended { at: NOW + 3_000, how: EndStatus::Completed, talked: 1 };
    let over = Facts { ended: Some(ended), closed: true, ..facts(rule(), Some(contact())) };
    record.handle(Input::Facts(Box::new(over)), NOW + 3_000, &LIMITS);
    // New facts are a new try; then the call record goes its way without the ticket.
    for _ in 0..2 {
        let due = record.due(&LIMITS).unwrap();
        assert!(matches!(record.poll(due, &LIMITS), Some(Request::CreateCase { .. })));
        answer(&mut record, refused(), due);
    }
    let due = record.due(&LIMITS).unwrap();
    assert!(matches!(record.poll(due, &LIMITS), Some(Request::Create { .. })));
    answer(&mut record, Ok(Reply::Created("9".into())), due);
    assert_eq!(record.standing(&LIMITS), Standing::Refused("no such stage".into()));
}
