//! Who a record belongs to: the agent, else who was chosen, else nobody.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod given;

use call::EndStatus;
use given::{LIMITS, live};
use record::{Beside, Ended, Facts, Input, Owners, Record, Reply, Request, State, Trouble};

const OWNER: &str = "hubspot_owner_id";

fn facts(host_creates: bool) -> Facts {
    Facts {
        ended: Some(Ended { at: 50_000, how: EndStatus::Completed, talked: 9_000 }),
        closed: true,
        host_creates,
        engagement: host_creates.then(|| "theirs".into()),
        ..live()
    }
}

fn owners(agent: &str, creates: &str, updates: &str) -> Input {
    let some = |id: &str| Some(id.to_owned()).filter(|id| !id.is_empty());
    let (agent, creates, updates) = (some(agent), some(creates), some(updates));
    Input::Owners(Owners { agent, creates, updates })
}

fn record(facts: Facts, owners: Input) -> Record {
    let mut record = Record::new(facts);
    record.handle(owners, 50_000, &LIMITS);
    record
}

fn answer(record: &mut Record, result: Result<Reply, Trouble>) {
    let asked = record.in_flight().unwrap().clone();
    record.handle(
        Input::Answer { asked, result, jitter: 0, said: Default::default() },
        50_000,
        &LIMITS,
    );
}

/// The owner that the next request writes.
fn written(record: &mut Record) -> Option<String> {
    match record.poll(90_000, &LIMITS).unwrap() {
        Request::Create { properties, .. } | Request::Update { properties, .. } => {
            properties.get(OWNER).cloned()
        }
        other => panic!("{other:?}"),
    }
}

// row!(U20)
#[test]
fn a_record_that_is_made_belongs_to_the_agent_else_to_who_was_chosen_else_to_nobody() {
    for (given, expected) in [
        (owners("7", "99", "88"), Some("7")),
        (owners("", "99", "88"), Some("99")),
        (owners("", "", "88"), None),
        (owners("", "", ""), None),
    ] {
        assert_eq!(written(&mut record(facts(false), given)).as_deref(), expected);
    }
}

// row!(U20)
#[test]
fn a_call_to_several_that_nobody_took_belongs_to_who_was_chosen_and_to_none_of_them() {
    let beside = Beside { of_nobody: true, ..Beside::default() };
    for (given, expected) in [(owners("7", "99", "88"), Some("99")), (owners("7", "", "88"), None)]
    {
        let facts = Facts { beside: beside.clone(), ..facts(false) };
        assert_eq!(written(&mut record(facts, given)).as_deref(), expected);
    }
}

// row!(U20)
#[test]
fn a_record_that_the_page_made_keeps_its_owner_and_one_without_gets_who_was_chosen() {
    for (has_one, expected) in [(true, None), (false, Some("88"))] {
        let mut record = record(facts(true), owners("", "99", "88"));
        let asked = record.poll(90_000, &LIMITS);
        assert_eq!(asked, Some(Request::Owner { id: "theirs".into() }));
        answer(&mut record, Ok(Reply::Owned(has_one)));
        assert_eq!(written(&mut record).as_deref(), expected);
        answer(&mut record, Ok(Reply::Done));
        assert!(record.is_finished(&LIMITS));
    }
    // Nobody is chosen for changes, or the agent is known: nothing has to be read.
    assert_eq!(written(&mut record(facts(true), owners("", "99", ""))), None);
    assert_eq!(written(&mut record(facts(true), owners("7", "", "88"))).as_deref(), Some("7"));
}

// row!(U20)
#[test]
fn what_was_made_without_an_owner_gets_one_with_its_next_change_only() {
    let mut record = record(facts(false), owners("", "", "88"));
    assert_eq!(written(&mut record), None);
    answer(&mut record, Ok(Reply::Created("1".into())));
    assert!(record.is_finished(&LIMITS), "an owner alone is no reason for a request");
    let noted = Facts { notes: "late".into(), ..facts(false) };
    record.handle(Input::Facts(Box::new(noted)), 50_000, &LIMITS);
    assert_eq!(written(&mut record).as_deref(), Some("88"));
}

#[test]
fn an_agent_who_becomes_known_takes_the_record_over() {
    let mut record = record(facts(false), owners("", "99", ""));
    assert_eq!(written(&mut record).as_deref(), Some("99"));
    answer(&mut record, Ok(Reply::Created("1".into())));
    record.handle(owners("7", "99", ""), 50_000, &LIMITS);
    assert_eq!(written(&mut record).as_deref(), Some("7"));
    answer(&mut record, Ok(Reply::Done));
    record.handle(owners("", "", ""), 50_000, &LIMITS);
    assert!(record.is_finished(&LIMITS), "known once is known");
}

#[test]
fn an_owner_whom_hubspot_refuses_costs_no_record() {
    let mut record = record(facts(false), owners("", "99", ""));
    assert_eq!(written(&mut record).as_deref(), Some("99"));
    answer(
        &mut record,
        Err(Trouble::Refused { why: "owner 99 does not exist".into(), property: None }),
    );
    assert_eq!(written(&mut record), None, "once more, without");
    answer(&mut record, Err(Trouble::Refused { why: "something else".into(), property: None }));
    assert!(matches!(record.state(), State::Stuck { .. }));
}

#[test]
fn a_record_that_is_gone_when_its_owner_is_read_is_looked_for() {
    let mut record = record(facts(true), owners("", "", "88"));
    record.poll(90_000, &LIMITS).unwrap();
    answer(&mut record, Err(Trouble::NoSuchRecord));
    assert!(matches!(record.poll(90_000, &LIMITS), Some(Request::Find { .. })));
}

#[test]
fn being_told_the_same_owners_again_is_no_reason_to_try_a_refused_one_again() {
    let mut record = record(facts(true), owners("5", "", ""));
    let refused = || Err(Trouble::Refused { why: "no".into(), property: None });
    for tries in 1.. {
        assert!(tries < 10, "it is sent for ever");
        record.handle(owners("5", "", ""), 50_000, &LIMITS);
        if record.poll(90_000, &LIMITS).is_none() {
            break;
        }
        answer(&mut record, refused());
    }
    assert!(matches!(record.state(), State::Stuck { .. }));
}
