//! What HubSpot refuses is left out where the record is worth having without it, and told.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod given;

use call::{EndStatus, RecordRef};
use record::{
    Beside, Ended, Facts, Input, Limits, Record, Reply, Request, Said, Standing, Trouble,
};

/// Nothing is waited for but after a refusal.
const LIMITS: Limits = Limits { host_reply: 0, index_delay: 0, wrap_up: 0, ..given::LIMITS };

fn facts() -> Facts {
    Facts {
        ended: Some(Ended { at: 50_000, how: EndStatus::Missed, talked: 0 }),
        closed: true,
        outcome: Some("gone".into()),
        customer: Some(RecordRef { object_type: "0-1".into(), id: "101".into() }),
        beside: Beside { app_id: "7".into(), ..Beside::default() },
        ..given::live()
    }
}

fn refused(property: Option<&str>) -> Result<Reply, Trouble> {
    let property = property.map(str::to_owned);
    Err(Trouble::Refused { why: "not valid".into(), property })
}

fn answer(record: &mut Record, result: Result<Reply, Trouble>) {
    let said = Said { why: "HubSpot refuses it".into(), trace: "t1".into(), ..Said::default() };
    let asked = record.in_flight().unwrap().clone();
    record.handle(Input::Answer { asked, result, jitter: 0, said }, 50_000, &LIMITS);
}

/// The properties of the next creation.
fn creation(record: &mut Record) -> std::collections::BTreeMap<String, String> {
    match record.poll(50_000, &LIMITS) {
        Some(Request::Create { properties, .. }) => properties,
        other => panic!("{other:?}"),
    }
}

// row!(U45)
#[test]
fn an_outcome_that_is_gone_does_not_cost_the_call_and_is_told() {
    let mut record = Record::new(facts());
    assert_eq!(creation(&mut record)["hs_call_disposition"], "gone");
    answer(&mut record, refused(Some("hs_call_disposition")));
    assert!(!creation(&mut record).contains_key("hs_call_disposition"));
    answer(&mut record, Ok(Reply::Created("9".into())));
    assert!(record.is_finished(&LIMITS));
    assert_eq!(record.standing(&LIMITS), Standing::Refused("not valid".into()));
    let trouble = record.trouble().unwrap();
    assert_eq!((trouble.at, trouble.said.trace.as_str()), (50_000, "t1"));
    // The administrator puts it right and sends it again.
    record.handle(Input::Again, 60_000, &LIMITS);
    assert!(matches!(record.poll(60_000, &LIMITS), Some(Request::Update { properties, .. })
        if properties["hs_call_disposition"] == "gone"));
    answer(&mut record, Ok(Reply::Done));
    assert!(matches!(record.standing(&LIMITS), Standing::Saved(_)));
}

#[test]
fn a_word_for_missed_that_is_not_known_is_replaced() {
    let mut record = Record::new(facts());
    assert_eq!(creation(&mut record)["hs_call_status"], "MISSED");
    answer(&mut record, refused(Some("hs_call_status")));
    assert_eq!(creation(&mut record)["hs_call_status"], "NO_ANSWER");
}

#[test]
fn without_a_name_for_what_is_wrong_links_go_first_and_then_all_that_is_optional() {
    let mut record = Record::new(facts());
    creation(&mut record);
    answer(&mut record, refused(None));
    let Some(Request::Create { links, properties }) = record.poll(50_000, &LIMITS) else {
        panic!()
    };
    assert!(links.is_empty() && properties.contains_key("hs_call_app_id"));
    answer(&mut record, refused(None));
    assert!(!creation(&mut record).contains_key("hs_call_app_id"));
    answer(&mut record, Ok(Reply::Created("9".into())));
    assert!(matches!(record.poll(50_000, &LIMITS), Some(Request::Associate { .. })));
}

#[test]
fn what_cannot_be_left_out_waits_for_somebody() {
    let mut record = Record::new(facts());
    creation(&mut record);
    answer(&mut record, refused(Some("hs_timestamp")));
    assert_eq!(record.poll(1 << 40, &LIMITS), None);
    assert_eq!(record.standing(&LIMITS), Standing::Refused("not valid".into()));
    record.handle(Input::Again, 60_000, &LIMITS);
    // It may have been made after all: it is looked for first.
    assert!(matches!(record.poll(60_000, &LIMITS), Some(Request::Find { .. })));
}

#[test]
fn what_was_refused_in_company_goes_by_itself_at_once() {
    let mut record = Record::new(facts());
    creation(&mut record);
    answer(&mut record, Err(Trouble::Together));
    assert!(record.is_alone());
    assert!(creation(&mut record).contains_key("hs_call_app_id"), "nothing is left out for that");
}

#[test]
fn a_page_record_that_refuses_our_id_during_the_call_is_tried_again_at_its_end_only() {
    let on_the_line = Facts {
        ended: None,
        closed: false,
        host_creates: true,
        engagement: Some("7".into()),
        ..facts()
    };
    let mut record = Record::new(on_the_line.clone());
    assert!(matches!(record.poll(2_000, &LIMITS), Some(Request::Update { .. })));
    answer(&mut record, refused(None));
    let typed = Facts { notes: "more".into(), ..on_the_line.clone() };
    record.handle(Input::Facts(Box::new(typed)), 3_000, &LIMITS);
    assert_eq!(record.poll(1 << 40, &LIMITS), None);
    let over = Facts { ended: facts().ended, closed: true, ..on_the_line };
    record.handle(Input::Facts(Box::new(over)), 60_000, &LIMITS);
    assert!(matches!(record.poll(60_000, &LIMITS), Some(Request::Update { properties, .. })
        if properties.contains_key("hs_call_external_id") && properties.contains_key("hs_call_title")));
}
