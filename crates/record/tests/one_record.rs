//! One call, one record: behaviour by behaviour.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod given;

use std::collections::BTreeMap;

use call::{Direction, EndStatus, RecordRef};
use given::{LIMITS, live};
use record::{Ended, Facts, Input, Record, Reply, Request, Standing, State, Trouble, properties};

fn ended(closed: bool) -> Facts {
    let how = if closed { EndStatus::Missed } else { EndStatus::Completed };
    Facts { ended: Some(Ended { at: 50_000, how, talked: 0 }), closed, ..live() }
}

fn answer(record: &mut Record, result: Result<Reply, Trouble>, now: u64) {
    let asked = record.in_flight().unwrap().clone();
    record.handle(
        Input::Answer { asked, result, jitter: 0, said: Default::default() },
        now,
        &LIMITS,
    );
}

fn learn(record: &mut Record, facts: Facts, now: u64) {
    record.handle(Input::Facts(Box::new(facts)), now, &LIMITS);
}

fn created(id: &str) -> Result<Reply, Trouble> {
    Ok(Reply::Created(id.into()))
}

// row!(U37)
#[test]
fn a_call_that_the_page_never_heard_of_is_made_by_the_backend_at_once() {
    let mut record = Record::new(ended(true));
    let request = record.poll(50_000, &LIMITS).unwrap();
    assert!(matches!(&request, Request::Create { properties, .. }
        if properties["hs_call_external_id"] == "0190-call"
        && properties["hs_call_status"] == "MISSED"));
    assert_eq!(record.poll(50_000, &LIMITS), None, "one request at a time");
    answer(&mut record, created("7"), 50_100);
    assert_eq!(record.id(), Some("7"));
    assert!(record.is_finished(&LIMITS));
}

#[test]
fn a_call_on_the_line_costs_no_request() {
    let mut record = Record::new(live());
    assert_eq!((record.due(&LIMITS), record.poll(1 << 40, &LIMITS)), (None, None));
}

#[test]
fn the_pages_record_gets_our_id_at_once_and_the_rest_at_the_end() {
    let on_the_line = Facts { host_creates: true, engagement: Some("9001".into()), ..live() };
    let mut record = Record::new(on_the_line.clone());
    let Some(Request::Update { id, properties }) = record.poll(2_000, &LIMITS) else { panic!() };
    assert_eq!((id.as_str(), properties["hs_call_external_id"].as_str()), ("9001", "0190-call"));
    assert!(!properties.contains_key("hs_call_title"), "{properties:?}");
    answer(&mut record, Ok(Reply::Done), 2_100);
    assert_eq!(record.poll(1 << 40, &LIMITS), None, "once");
    learn(&mut record, Facts { ended: ended(true).ended, closed: true, ..on_the_line }, 50_000);
    assert!(matches!(record.poll(50_000, &LIMITS), Some(Request::Update { properties, .. })
        if properties["hs_call_status"] == "MISSED" && !properties.contains_key("hs_call_source")));
}

#[test]
fn a_record_that_the_page_made_unheard_of_is_found_afterwards_and_stays() {
    let mut record = Record::new(Facts { host_creates: true, ..ended(true) });
    record.poll(54_000, &LIMITS).unwrap();
    answer(&mut record, Ok(Reply::Found(None)), 54_100);
    record.poll(54_100, &LIMITS).unwrap();
    answer(&mut record, created("ours"), 54_200);
    assert!(matches!(record.standing(&LIMITS), Standing::Saved(54_200)), "it is only to be sure");
    assert!(matches!(record.poll(84_200, &LIMITS), Some(Request::Find { besides: Some(ours), .. })
        if ours == "ours"));
    answer(&mut record, Ok(Reply::Found(Some("theirs".into()))), 84_300);
    assert!(matches!(record.poll(84_300, &LIMITS), Some(Request::Update { id, .. })
        if id == "theirs"));
    answer(&mut record, Ok(Reply::Done), 84_400);
    assert_eq!(record.poll(84_400, &LIMITS), Some(Request::Archive { id: "ours".into() }));
    answer(&mut record, Ok(Reply::Done), 84_500);
    assert!(record.is_finished(&LIMITS));
}

// row!(L21)
#[test]
fn the_pages_record_is_added_to_and_never_made_again() {
    let facts =
        Facts { host_creates: true, engagement: Some("9001".into()), closed: true, ..ended(true) };
    let mut record = Record::new(facts);
    let request = record.poll(50_000, &LIMITS).unwrap();
    assert!(matches!(&request, Request::Update { id, properties }
        if id == "9001" && properties["hs_call_external_id"] == "0190-call"));
    answer(&mut record, Ok(Reply::Done), 50_100);
    assert!(record.is_finished(&LIMITS));
}

#[test]
fn a_page_that_never_replies_is_waited_for_then_searched_then_replaced() {
    let mut record = Record::new(Facts { host_creates: true, ..ended(true) });
    assert_eq!(record.poll(53_999, &LIMITS), None);
    assert!(matches!(record.poll(54_000, &LIMITS), Some(Request::Find { .. })));
    answer(&mut record, Ok(Reply::Found(None)), 54_100);
    assert!(matches!(record.poll(54_100, &LIMITS), Some(Request::Create { .. })));
}

#[test]
fn a_record_that_the_search_finds_is_taken_over() {
    let mut record = Record::new(Facts { host_creates: true, ..ended(true) });
    record.poll(54_000, &LIMITS).unwrap();
    answer(&mut record, Ok(Reply::Found(Some("9001".into()))), 54_100);
    assert!(
        matches!(record.poll(54_100, &LIMITS), Some(Request::Update { id, .. }) if id == "9001")
    );
}

#[test]
fn a_page_record_that_turns_up_late_stays_and_ours_is_put_away() {
    let mut record = Record::new(Facts { host_creates: true, ..ended(true) });
    record.poll(54_000, &LIMITS).unwrap();
    answer(&mut record, Ok(Reply::Found(None)), 54_100);
    record.poll(54_100, &LIMITS).unwrap();
    answer(&mut record, created("ours"), 54_200);
    let late = Facts { host_creates: true, engagement: Some("theirs".into()), ..ended(true) };
    learn(&mut record, late, 60_000);
    assert!(
        matches!(record.poll(60_000, &LIMITS), Some(Request::Update { id, .. }) if id == "theirs")
    );
    answer(&mut record, Ok(Reply::Done), 60_100);
    assert_eq!(record.poll(60_100, &LIMITS), Some(Request::Archive { id: "ours".into() }));
    answer(&mut record, Ok(Reply::Done), 60_200);
    assert!(record.is_finished(&LIMITS));
}

#[test]
fn a_create_without_an_answer_is_searched_for_before_it_is_repeated() {
    let mut record = Record::new(ended(true));
    record.poll(50_000, &LIMITS).unwrap();
    answer(&mut record, Err(Trouble::Unknown), 60_000);
    assert_eq!(record.due(&LIMITS), Some(90_000), "past the delay of HubSpot's index");
    assert!(matches!(record.poll(90_000, &LIMITS), Some(Request::Find { .. })));
    answer(&mut record, Ok(Reply::Found(Some("7".into()))), 90_100);
    assert_eq!(record.id(), Some("7"));
}

#[test]
fn a_create_in_flight_at_a_crash_is_searched_for_after_it() {
    let mut record = Record::new(ended(true));
    record.poll(50_000, &LIMITS).unwrap();
    let kept = serde_json::to_string(&record).unwrap();
    let mut again: Record = serde_json::from_str(&kept).unwrap();
    again.resumed(70_000, &LIMITS);
    assert_eq!(again.poll(99_999, &LIMITS), None);
    assert!(matches!(again.poll(100_000, &LIMITS), Some(Request::Find { .. })));
}

#[test]
fn a_short_call_is_searched_for_again_when_the_index_has_caught_up() {
    let short = Ended { at: 5_000, how: EndStatus::Canceled, talked: 0 };
    let mut record =
        Record::new(Facts { host_creates: true, ended: Some(short), closed: true, ..live() });
    assert!(matches!(record.poll(9_000, &LIMITS), Some(Request::Find { .. })));
    answer(&mut record, Ok(Reply::Found(None)), 9_100);
    assert_eq!(record.due(&LIMITS), Some(31_000), "30 s after the page could have made it");
    assert!(matches!(record.poll(31_000, &LIMITS), Some(Request::Find { .. })));
    answer(&mut record, Ok(Reply::Found(None)), 31_100);
    assert!(matches!(record.poll(31_100, &LIMITS), Some(Request::Create { .. })));
}

// row!(U38)
#[test]
fn outcome_and_notes_reach_a_record_that_was_written_before() {
    let mut record = Record::new(ended(false));
    assert_eq!(record.poll(59_999, &LIMITS), None, "the wrap-up may be done in a moment");
    record.poll(60_000, &LIMITS).unwrap();
    answer(&mut record, created("7"), 60_100);
    let saved = Facts {
        closed: true,
        outcome: Some("connected".into()),
        notes: "a <b> & c\nd".into(),
        ..ended(false)
    };
    learn(&mut record, saved, 90_000);
    let Some(Request::Update { properties, .. }) = record.poll(90_000, &LIMITS) else { panic!() };
    let expected =
        [("hs_call_body", "a &lt;b&gt; &amp; c<br>d"), ("hs_call_disposition", "connected")];
    let expected: BTreeMap<String, String> =
        expected.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    assert_eq!(properties, expected, "only what changed");
}

#[test]
fn a_customer_is_linked_once() {
    let customer = RecordRef { object_type: "0-1".into(), id: "101".into() };
    let facts =
        Facts { engagement: Some("9001".into()), customer: Some(customer.clone()), ..ended(true) };
    let mut record = Record::new(facts);
    record.poll(50_000, &LIMITS).unwrap();
    answer(&mut record, Ok(Reply::Done), 50_100);
    let expected = Request::Associate { id: "9001".into(), to: customer };
    assert_eq!(record.poll(50_100, &LIMITS), Some(expected));
    answer(&mut record, Ok(Reply::Done), 50_200);
    assert!(record.is_finished(&LIMITS));
}

#[test]
fn what_hubspot_refuses_waits_for_new_facts() {
    let mut record = Record::new(ended(true));
    record.poll(50_000, &LIMITS).unwrap();
    answer(
        &mut record,
        Err(Trouble::Refused { why: "no such outcome".into(), property: None }),
        50_100,
    );
    assert!(matches!(record.state(), State::Stuck { id: None, .. }));
    assert_eq!(record.poll(1 << 40, &LIMITS), None);
    learn(&mut record, Facts { notes: "corrected".into(), ..ended(true) }, 60_000);
    assert!(record.poll(60_000, &LIMITS).is_some());
}

#[test]
fn pauses_double_to_a_cap_and_hubspots_own_word_goes_first() {
    let mut record = Record::new(Facts { engagement: Some("9001".into()), ..ended(true) });
    let mut now = 50_000;
    let mut pauses = Vec::new();
    for _ in 0..9 {
        record.poll(now, &LIMITS).unwrap();
        answer(&mut record, Err(Trouble::Unknown), now);
        let due = record.due(&LIMITS).unwrap();
        pauses.push(due - now);
        now = due;
    }
    assert_eq!(pauses, [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    record.poll(now, &LIMITS).unwrap();
    answer(&mut record, Err(Trouble::Later(Some(777))), now);
    assert_eq!(record.due(&LIMITS), Some(now + 777));
}

#[test]
fn the_title_says_who_and_which_way() {
    assert_eq!(properties(&live())["hs_call_title"], "Call from +442073238299");
    let named = Facts { name: "Ada Lovelace".into(), direction: Direction::Outbound, ..live() };
    assert_eq!(properties(&named)["hs_call_title"], "Call to Ada Lovelace");
}
