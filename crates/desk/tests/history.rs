//! The calls of earlier: asked for when they are looked at, and again when something changes.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Input, Intent, Output};
use hubspot_calling::{HostInfo, WidgetMessage};

/// The questions: number, before, missed only.
fn asked(out: &[Output]) -> Vec<(u32, Option<Ms>, bool)> {
    let asked = out.iter().filter_map(|output| match output {
        Output::History { number, before, missed } => Some((*number, *before, *missed)),
        _ => None,
    });
    asked.collect()
}

fn past(number: u64) -> Past {
    Past {
        id: id(number),
        direction: Direction::Inbound,
        number: "+4930123".into(),
        shown: "+49 30 123".into(),
        name: "Grace".into(),
        record: Some(RecordRef { object_type: "0-1".into(), id: "51".into() }),
        at: number,
        seconds: 0,
        end: EndStatus::Missed,
        missed: true,
        voicemail: false,
        elsewhere: String::new(),
        outcome: String::new(),
        saved: Some(Saved::Saved),
        open: false,
        simulated: true,
    }
}

fn came(bench: &mut Bench, number: u32, numbers: &[u64], more: bool) -> Vec<Output> {
    let calls = numbers.iter().map(|at| past(*at)).collect();
    bench.give(Input::History { number, result: Ok(History { calls, more }) })
}

fn shown(bench: &Bench) -> Vec<u64> {
    let history = bench.desk.view().history.clone().unwrap();
    history.calls.iter().map(|one| one.past.at).collect()
}

fn open(bench: &mut Bench) -> u32 {
    asked(&bench.act(Intent::History(true)))[0].0
}

// row!(P5)
#[test]
fn it_is_asked_for_when_it_is_opened_and_in_pages() {
    let mut bench = Bench::owner();
    assert_eq!(bench.desk.view().history, None);
    let first = open(&mut bench);
    assert!(bench.desk.view().history.as_ref().unwrap().loading);
    came(&mut bench, first, &[9, 8], true);
    let out = bench.act(Intent::Earlier);
    let [(second, before, false)] = asked(&out)[..] else { panic!() };
    assert_eq!(before, Some(8));
    came(&mut bench, second, &[7, 6], false);
    assert_eq!(shown(&bench), [9, 8, 7, 6]);
    assert!(!bench.desk.view().history.as_ref().unwrap().more);

    // A call closes: the first page is read anew, the rest stays.
    bench.call(ringing(1));
    assert_eq!(bench.desk.view().history, None, "a call takes the screen");
    bench.call(closed(&ringing(1), EndStatus::Rejected));
    open(&mut bench);
}

// row!(P5)
#[test]
fn what_closes_meanwhile_is_read_anew_and_what_was_loaded_below_stays() {
    let mut bench = Bench::owner();
    bench.call(wrap_up(&ringing(1)));
    let first = open(&mut bench);
    came(&mut bench, first, &[9, 8], true);
    let second = asked(&bench.act(Intent::Earlier))[0].0;
    came(&mut bench, second, &[7], false);
    let out = bench.call(closed(&wrap_up(&ringing(1)), EndStatus::Completed));
    let again = asked(&out)[0].0;
    came(&mut bench, again, &[10, 9], true);
    assert_eq!(shown(&bench), [10, 9, 8, 7]);
}

// row!(P5)
#[test]
fn looking_at_missed_calls_says_so_once_they_are_on_the_screen() {
    let mut bench = Bench::owner();
    let out = bench.event(Event::Missed(2));
    assert_eq!((bench.desk.view().missed, asked(&out)), (2, vec![]));
    let first = open(&mut bench);
    let out = came(&mut bench, first, &[9], false);
    assert!(out.contains(&Output::Seen));
    bench.event(Event::Missed(0));
    assert_eq!(bench.desk.view().missed, 0);

    bench.give(Input::Visible(false));
    let next = asked(&bench.event(Event::Missed(1)))[0].0;
    let out = came(&mut bench, next, &[10, 9], false);
    assert!(!out.contains(&Output::Seen), "nobody looks at a hidden page");
}

// row!(P5)
#[test]
fn the_missed_ones_are_a_list_of_their_own_and_an_old_answer_is_none() {
    let mut bench = Bench::owner();
    let all = open(&mut bench);
    let [(missed, None, true)] = asked(&bench.act(Intent::OnlyMissed(true)))[..] else { panic!() };
    came(&mut bench, all, &[9], false);
    assert_eq!(shown(&bench), [] as [u64; 0]);
    came(&mut bench, missed, &[5], false);
    assert_eq!(shown(&bench), [5]);
}

#[test]
fn a_list_that_cannot_be_had_is_said_and_asked_for_again() {
    let mut bench = Bench::owner();
    let number = open(&mut bench);
    bench.give(Input::History { number, result: Err(None) });
    assert!(bench.desk.view().history.as_ref().unwrap().failed);
    let again = asked(&bench.act(Intent::OnlyMissed(false)))[0].0;
    came(&mut bench, again, &[1], false);
    assert!(!bench.desk.view().history.as_ref().unwrap().failed);
}

// row!(P5)
#[test]
fn a_call_of_earlier_is_called_back_and_its_record_opened_by_hubspots_page() {
    let mut bench = Bench::owner();
    let portal_id = Some("7".into());
    let info = HostInfo { portal_id, ..HostInfo::default() };
    bench.give(Input::HostReady { info, instance: "h1".into() });
    let first = open(&mut bench);
    came(&mut bench, first, &[9], false);
    let out = bench.act(Intent::OpenPast(id(9)));
    let [WidgetMessage::NavigateToRecord(to)] = &hosts(&out)[..] else { panic!() };
    assert_eq!(to.object.as_ref().unwrap().object_id.as_str(), "51");
    let out = bench.act(Intent::Redial("+4930123".into()));
    assert!(matches!(&wishes(&out)[0], Wish::Dial { to, .. } if to == "+4930123"));
}

// row!(P5)
#[test]
fn a_wrap_up_that_was_left_open_waits_behind_the_history() {
    let mut bench = Bench::owner();
    bench.call(wrap_up(&ringing(1)));
    open(&mut bench);
    assert!(bench.desk.view().history.is_some());
    assert_eq!(bench.desk.view().front.as_ref().unwrap().id, id(1));
    bench.act(Intent::History(false));
    assert_eq!(bench.desk.view().history, None);
}

// row!(U36)
#[test]
fn what_another_agent_took_is_said_and_no_missed_call() {
    let mut bench = Bench::owner();
    let rings = CallView { fork: true, ..ringing(1) };
    let out = bench.call(rings.clone());
    let WidgetMessage::IncomingCall(said) = &hosts(&out)[0] else { panic!() };
    assert_eq!(said.create_engagement, Some(false));
    let over = CallView { elsewhere: Some("Dana".into()), ..closed(&rings, EndStatus::Canceled) };
    let out = bench.call(over);
    assert_eq!(told(&out), ["CALL_ENDED", "CALL_COMPLETED"], "nobody waits for a record");
    let notice = bench.desk.view().notice.clone().unwrap();
    assert_eq!(notice.text, "Dana took the call from +49 30 123 0001.");
    assert_eq!(bench.desk.view().front, None, "no card of a missed call");
}

// row!(U36)
#[test]
fn who_took_a_groups_call_waits_for_the_record_that_the_backend_makes() {
    let mut bench = Bench::owner();
    let rings = CallView { fork: true, ..ringing(1) };
    bench.call(rings.clone());
    bench.call(connected(&rings));
    let over = closed(&connected(&rings), EndStatus::Completed);
    assert_eq!(told(&bench.call(over.clone())), ["CALL_ENDED"]);
    let out = bench.call(CallView { engagement: Some("77".into()), ..over });
    let [WidgetMessage::CallCompleted(done)] = &hosts(&out)[..] else { panic!() };
    assert_eq!(done.engagement_id.as_ref().unwrap().as_str(), "77");
}
