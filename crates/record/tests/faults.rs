//! A model of HubSpot that loses answers, crashes and late pages: whatever happens, one record.

mod given;

use std::collections::BTreeMap;

use call::EndStatus;
use given::{LIMITS, live};
use proptest::prelude::*;
use record::{Ended, Facts, Input, Record, Reply, Request, Trouble};

#[derive(Debug, Clone, Copy)]
enum Fault {
    None,
    /// Carried out, the answer lost.
    AnswerLost,
    /// Never arrived.
    RequestLost,
    Later,
    /// The process died with the request in flight, after or before HubSpot had it.
    Crash(bool),
}

fn any_fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        3 => Just(Fault::None),
        1 => Just(Fault::AnswerLost),
        1 => Just(Fault::RequestLost),
        1 => Just(Fault::Later),
        1 => any::<bool>().prop_map(Fault::Crash),
    ]
}

#[derive(Default)]
struct HubSpot {
    /// Records by id: properties, and when they were made (search sees them 29 s later).
    calls: BTreeMap<String, (BTreeMap<String, String>, u64)>,
    next: u64,
}

impl HubSpot {
    fn carry_out(&mut self, request: &Request, now: u64) -> Result<Reply, Trouble> {
        match request {
            Request::Find { external_id, .. } => Ok(Reply::Found(
                self.calls
                    .iter()
                    .find(|(_, (p, made))| {
                        made + 29_000 <= now && p.get("hs_call_external_id") == Some(external_id)
                    })
                    .map(|(id, _)| id.clone()),
            )),
            Request::Create { properties, .. } => {
                self.next += 1;
                let id = self.next.to_string();
                self.calls.insert(id.clone(), (properties.clone(), now));
                Ok(Reply::Created(id))
            }
            Request::Update { id, properties } => match self.calls.get_mut(id) {
                Some((known, _)) => {
                    known.extend(properties.clone());
                    Ok(Reply::Done)
                }
                None => Err(Trouble::NoSuchRecord),
            },
            Request::Archive { id } => {
                self.calls.remove(id);
                Ok(Reply::Done)
            }
            _ => Ok(Reply::Done),
        }
    }
}

proptest! {
    #[test]
    fn every_call_is_written_exactly_once(
        faults in prop::collection::vec(any_fault(), 0..25),
        page_creates: bool,
        reported_after in prop::option::of(0usize..6),
        saved_after in 0usize..6,
    ) {
        let mut hubspot = HubSpot::default();
        let page = "page".to_owned();
        if page_creates {
            // The page's record is made at the ring, a minute before the end.
            let fresh = BTreeMap::from([("hs_call_external_id".to_owned(), "c".to_owned())]);
            hubspot.calls.insert(page.clone(), (fresh, 0));
        }
        let mut facts = Facts {
            id: "c".into(), started: 0, host_creates: page_creates,
            ended: Some(Ended { at: 60_000, how: EndStatus::Completed, talked: 1 }),
            ..live()
        };
        let mut record = Record::new(facts.clone());
        let mut now = 60_000;
        let mut faults = faults.into_iter();
        for step in 0..200 {
            if page_creates && reported_after == Some(step) {
                facts.engagement = Some(page.clone());
            }
            if step == saved_after {
                facts.closed = true;
                facts.notes = "saved".into();
            }
            record.handle(Input::Facts(Box::new(facts.clone())), now, &LIMITS);
            let Some(due) = record.due(&LIMITS) else { if step > 6 { break } else { continue } };
            now = now.max(due) + 1;
            let request = record.poll(now, &LIMITS).unwrap();
            let result = match faults.next().unwrap_or(Fault::None) {
                Fault::None => hubspot.carry_out(&request, now),
                Fault::AnswerLost => hubspot.carry_out(&request, now).and(Err(Trouble::Unknown)),
                Fault::RequestLost => Err(Trouble::Unknown),
                Fault::Later => Err(Trouble::Later(Some(10_000))),
                Fault::Crash(arrived) => {
                    if arrived { let _ = hubspot.carry_out(&request, now); }
                    let kept = serde_json::to_string(&record).unwrap();
                    record = serde_json::from_str(&kept).unwrap();
                    record.resumed(now, &LIMITS);
                    continue;
                }
            };
            record.handle(Input::Answer { asked: request, result, jitter: 500, said: Default::default() }, now, &LIMITS);
        }
        prop_assert!(record.is_finished(&LIMITS), "{:?}", record);
        prop_assert_eq!(hubspot.calls.len(), 1, "{:?}", hubspot.calls);
        let (id, (properties, _)) = hubspot.calls.first_key_value().unwrap();
        prop_assert_eq!(record.id(), Some(id.as_str()));
        prop_assert_eq!(properties["hs_call_body"].as_str(), "saved");
        prop_assert_eq!(properties["hs_call_external_id"].as_str(), "c");
    }
}
