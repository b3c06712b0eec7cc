//! The end of a call: what has to be entered, and what HubSpot has.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Intent, Missing, Spot};

fn leaf(id: &str) -> Outcome {
    Outcome { id: id.into(), label: id.to_uppercase(), children: Vec::new() }
}

fn outcomes(required: bool, notes_required: bool) -> Outcomes {
    let group = Outcome { children: vec![leaf("won")], ..leaf("sales") };
    let list = OutcomeList { nodes: vec![group, leaf("busy")], required, notes_required };
    Outcomes { inbound: list, outbound: OutcomeList::default() }
}

/// In wrap-up, where these have to be entered.
fn bench(required: bool, notes_required: bool) -> Bench {
    let mut bench = Bench::owner();
    bench.event(Event::Outcomes(outcomes(required, notes_required)));
    bench.call(wrap_up(&ringing(1)));
    bench
}

fn missing(bench: &Bench) -> Option<Missing> {
    bench.desk.view().front.as_ref().unwrap().beside.missing
}

fn last(saved: Saved) -> LastCall {
    LastCall { call: id(1), who: "Ada".into(), saved }
}

fn shown(bench: &Bench) -> Option<Saved> {
    bench.desk.view().last.as_ref().map(|last| last.saved.clone())
}

// row!(P13)
#[test]
fn a_mandatory_outcome_is_asked_for_and_the_keyboard_goes_there() {
    let mut bench = bench(true, false);
    assert_eq!(missing(&bench), None, "nobody is told off before they press");
    assert_eq!(wishes(&bench.act(Intent::Save(id(1)))), []);
    assert_eq!(missing(&bench), Some(Missing::Outcome));
    assert_eq!(bench.desk.view().focus, Some((Spot::Outcome, 1)));
    bench.act(Intent::Save(id(1)));
    assert_eq!(bench.desk.view().focus, Some((Spot::Outcome, 2)), "each time anew");
    bench.act(Intent::Outcome(id(1), Some("won".into())));
    assert_eq!(missing(&bench), None);
    let out = bench.act(Intent::Save(id(1)));
    let draft = Draft { outcome: Some("won".into()), notes: String::new() };
    assert_eq!(wishes(&out), [Wish::Save { call: id(1), draft }]);
}

// row!(P13)
#[test]
fn mandatory_notes_are_asked_for() {
    let mut bench = bench(false, true);
    bench.act(Intent::Notes(id(1), "  \n".into()));
    assert_eq!(wishes(&bench.act(Intent::Save(id(1)))), []);
    assert_eq!(missing(&bench), Some(Missing::Notes));
    assert_eq!(bench.desk.view().focus, Some((Spot::Notes, 1)));
    bench.act(Intent::Notes(id(1), "Wants the blue one".into()));
    assert_eq!(missing(&bench), None);
    assert_eq!(wishes(&bench.act(Intent::Save(id(1)))).len(), 1);
}

#[test]
fn an_outcome_that_is_a_group_or_not_in_the_list_any_more_is_none() {
    for id_of in ["sales", "gone"] {
        let mut bench = bench(true, false);
        bench.act(Intent::Outcome(id(1), Some(id_of.into())));
        assert_eq!(wishes(&bench.act(Intent::Save(id(1)))), [], "{id_of}");
    }
}

// row!(P13)
#[test]
fn each_direction_has_a_list_of_its_own() {
    let mut bench = bench(true, true);
    let call = CallView { direction: Direction::Outbound, ..wrap_up(&dialling(2)) };
    bench.event(Event::Gone(id(1)));
    bench.call(call);
    assert_eq!(wishes(&bench.act(Intent::Save(id(2)))).len(), 1, "nothing is mandatory there");
}

#[test]
fn nothing_is_mandatory_where_there_is_nothing_to_choose() {
    let mut bench = Bench::owner();
    let inbound = OutcomeList { required: true, ..OutcomeList::default() };
    bench.event(Event::Outcomes(Outcomes { inbound, ..Outcomes::default() }));
    bench.call(wrap_up(&ringing(1)));
    assert_eq!(wishes(&bench.act(Intent::Save(id(1)))).len(), 1);
}

#[test]
fn groups_open_and_close() {
    let mut bench = bench(false, false);
    bench.act(Intent::Group("sales".into()));
    assert_eq!(bench.desk.view().groups, ["sales"]);
    bench.act(Intent::Group("sales".into()));
    assert!(bench.desk.view().groups.is_empty());
    bench.act(Intent::FindOutcome("won".into()));
    assert_eq!(bench.desk.view().find, "won");
    bench.event(Event::Gone(id(1)));
    assert_eq!(bench.desk.view().find, "", "the next call begins with all of them");
}

// row!(U38)
#[test]
fn nothing_is_called_saved_before_the_service_says_so() {
    let mut bench = bench(false, false);
    let key = key(&bench.act(Intent::Save(id(1))));
    bench.done(&key);
    bench.event(Event::Gone(id(1)));
    assert_eq!(shown(&bench), None);
    assert_ne!(bench.desk.view().announce, "Saved in HubSpot");
    bench.event(Event::Saved(last(Saved::Saving)));
    assert_eq!(shown(&bench), Some(Saved::Saving));
    bench.event(Event::Saved(last(Saved::Saved)));
    assert_eq!(shown(&bench), Some(Saved::Saved));
    assert_eq!(bench.desk.view().announce, "Saved in HubSpot");
}

// row!(U38)
#[test]
fn what_is_saved_is_said_for_ten_minutes_and_the_rest_until_it_changes() {
    let mut bench = Bench::owner();
    bench.event(Event::Saved(last(Saved::Saved)));
    bench.idle(599_000);
    assert_eq!(shown(&bench), Some(Saved::Saved));
    bench.idle(1_000);
    assert_eq!(shown(&bench), None);
    for saved in [Saved::Later("Busy.".into()), Saved::Refused("No.".into())] {
        bench.event(Event::Saved(last(saved.clone())));
        bench.idle(700_000);
        bench.call(ringing(7));
        bench.event(Event::Gone(id(7)));
        assert_eq!(shown(&bench), Some(saved));
    }
}

#[test]
fn what_is_saved_is_not_said_any_more_when_the_next_call_begins() {
    let mut bench = Bench::owner();
    bench.event(Event::Saved(last(Saved::Saved)));
    bench.call(ringing(2));
    assert_eq!(shown(&bench), None);
}

#[test]
fn a_page_that_was_loaded_anew_says_it_too() {
    let mut bench = Bench::owner();
    let refused = Saved::Refused("No such property.".into());
    let mut snapshot = snapshot(None, vec![], bench.now);
    snapshot.last = Some(last(refused.clone()));
    bench.stream(ServerMessage::Snapshot(Box::new(snapshot)));
    assert_eq!(shown(&bench), Some(refused));
}
