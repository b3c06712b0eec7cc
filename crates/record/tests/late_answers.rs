//! An answer counts only while its request is in flight. One that comes later would be taken for the
//! next request's, and a call would have two records.

mod given;

use call::EndStatus;
use given::{LIMITS, live};
use record::{Ended, Facts, Input, Record, Reply, Request, Said, Trouble};

/// A call that is over.
fn facts() -> Facts {
    let ended = Ended { at: 50_000, how: EndStatus::Missed, talked: 0 };
    Facts { ended: Some(ended), closed: true, ..live() }
}

fn answer(record: &mut Record, asked: &Request, result: Result<Reply, Trouble>, now: u64) {
    let (asked, said) = (asked.clone(), Said::default());
    record.handle(Input::Answer { asked, result, jitter: 0, said }, now, &LIMITS);
}

#[test]
fn a_second_answer_to_a_search_does_not_let_a_record_be_made_twice() {
    let mut record = Record::new(facts());
    let create = record.poll(51_000, &LIMITS).unwrap();
    answer(&mut record, &create, Err(Trouble::Unknown), 52_000);
    let search = record.poll(90_000, &LIMITS).unwrap();
    assert!(matches!(search, Request::Find { .. }), "{search:?}");
    // As if the process had been started anew: the same search goes out once more.
    record.resumed(90_001, &LIMITS);
    assert_eq!(record.poll(130_000, &LIMITS).as_ref(), Some(&search));
    answer(&mut record, &search, Ok(Reply::Found(None)), 130_100);
    let again = record.poll(130_200, &LIMITS).unwrap();
    assert!(matches!(again, Request::Create { .. }), "{again:?}");
    // The other search's answer.
    answer(&mut record, &search, Ok(Reply::Found(None)), 130_300);
    assert_eq!(record.in_flight(), Some(&again));
    assert_eq!(record.poll(500_000, &LIMITS), None, "it is being made");
    answer(&mut record, &again, Ok(Reply::Created("17".into())), 130_400);
    assert_eq!(record.id(), Some("17"));
}

#[test]
fn nothing_is_answered_that_was_not_asked() {
    let mut record = Record::new(facts());
    let create = record.poll(51_000, &LIMITS).unwrap();
    record.resumed(52_000, &LIMITS);
    answer(&mut record, &create, Ok(Reply::Created("17".into())), 53_000);
    // It is looked for, as whatever an earlier process had under way.
    assert_eq!(record.id(), None);
    let search = record.poll(90_000, &LIMITS).unwrap();
    assert!(matches!(search, Request::Find { .. }), "{search:?}");
}
