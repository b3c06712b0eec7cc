//! Keys in a call, whom it can be given to, and the third beside it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Choosing, Input, Intent, Output, Panel, Spot, Waiting};

/// A desk in a call.
fn spoken() -> Bench {
    let mut bench = Bench::owner();
    bench.call(connected(&ringing(1)));
    bench
}

fn third(stage: ThirdStage) -> CallView {
    let third = Third { name: "Dana".into(), stage, mixes: true };
    CallView { third: Some(third), ..connected(&ringing(1)) }
}

fn keys(out: &[Output]) -> Vec<String> {
    let keys = |wish| match wish {
        Wish::Digits { keys, .. } => Some(keys.0),
        _ => None,
    };
    wishes(out).into_iter().filter_map(keys).collect()
}

fn questions(out: &[Output]) -> Vec<(u32, String)> {
    let asked = out.iter().filter_map(|output| match output {
        Output::Targets { number, find } => Some((*number, find.clone())),
        _ => None,
    });
    asked.collect()
}

fn choosing(bench: &Bench) -> Choosing {
    match bench.desk.view().panel.clone() {
        Some(Panel::Transfer(choosing)) => choosing,
        other => panic!("{other:?}"),
    }
}

fn colleague(id: &str) -> Colleague {
    Colleague { id: id.into(), name: "Dana".into(), reach: Reach::Free }
}

// row!(P6)
#[test]
fn keys_are_shown_and_go_one_after_the_other_in_their_order() {
    let mut bench = spoken();
    let out = bench.act(Intent::Press(id(1), '1'));
    assert_eq!(keys(&out), ["1"], "the first key opens them and goes at once");
    for key in ['2', '#', 'x', '3'] {
        assert_eq!(keys(&bench.act(Intent::Press(id(1), key))), [""; 0]);
    }
    assert_eq!(bench.desk.view().panel, Some(Panel::Keys("12#3".into())));
    let next = bench.done(&key(&out));
    assert_eq!(keys(&next), ["2#3"], "those that waited go together");
    assert_eq!(keys(&bench.done(&key(&next))), [""; 0]);
    bench.act(Intent::Keys(id(1)));
    assert_eq!(bench.desk.view().panel, None);
    bench.act(Intent::Keys(id(1)));
    assert_eq!(bench.desk.view().panel, Some(Panel::Keys(String::new())), "and are forgotten");
}

#[test]
fn keys_behind_one_that_was_refused_are_not_sent() {
    let mut bench = spoken();
    let out = bench.act(Intent::Press(id(1), '1'));
    bench.act(Intent::Press(id(1), '2'));
    assert_eq!(keys(&bench.refused(&key(&out), "not-now")), [""; 0]);
    assert!(bench.desk.view().notice.is_some());
    assert_eq!(keys(&bench.act(Intent::Press(id(1), '3'))), ["3"]);
}

#[test]
fn nobody_is_told_keys_while_no_call_is_on_the_line() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    assert_eq!(keys(&bench.act(Intent::Press(id(1), '1'))), [""; 0]);
    assert_eq!(bench.desk.view().panel, None);
}

// row!(P6)
#[test]
fn the_list_is_asked_for_when_it_opens_and_with_what_is_typed() {
    let mut bench = spoken();
    let out = bench.act(Intent::Transfer(id(1)));
    let [(first, ref none)] = questions(&out)[..] else { panic!() };
    assert_eq!((none.as_str(), choosing(&bench).loading), ("", true));
    assert_eq!(bench.desk.view().focus.map(|(spot, _)| spot), Some(Spot::Panel));
    let out = bench.act(Intent::FindTarget("da".into()));
    let (second, _) = questions(&out)[0].clone();
    let answer = |id: &str| Targets { agents: vec![colleague(id)], more: false };
    bench.give(Input::Targets { number: first, result: Ok(answer("old")) });
    assert!(choosing(&bench).loading, "an answer to an earlier question is none");
    bench.give(Input::Targets { number: second, result: Ok(answer("7")) });
    let shown = choosing(&bench);
    assert_eq!((shown.loading, shown.number, shown.found), (false, false, answer("7")));
    bench.act(Intent::FindTarget("+44 20 7323".into()));
    assert!(choosing(&bench).number);
    bench.act(Intent::Transfer(id(1)));
    assert_eq!(bench.desk.view().panel, None);
    assert_eq!(bench.desk.view().focus.map(|(spot, _)| spot), Some(Spot::Transfer));
}

// row!(P6)
#[test]
fn a_call_is_given_once_and_the_list_closes_when_it_is_under_way() {
    let mut bench = spoken();
    bench.act(Intent::Transfer(id(1)));
    let give = || Intent::Give(id(1), Target::Agent("7".into()), true);
    let out = bench.act(give());
    let to = Target::Agent("7".into());
    assert_eq!(wishes(&out), [Wish::Transfer { call: id(1), to, consult: true }]);
    assert_eq!(wishes(&bench.act(give())), [], "the second of a double click");
    let front = bench.desk.view().front.clone().unwrap();
    assert_eq!(front.waiting, Some(Waiting::Third));
    bench.done(&key(&out));
    bench.call(third(ThirdStage::Dialling));
    let view = bench.desk.view();
    assert_eq!((&view.panel, view.focus.map(|(spot, _)| spot)), (&None, Some(Spot::Third)));
    assert_eq!(view.announce, "Calling Dana; the other party is on hold");
    assert_eq!(view.front.as_ref().unwrap().third_says, view.announce);
}

#[test]
fn what_is_refused_leaves_the_list_open_with_the_reason() {
    let mut bench = spoken();
    bench.act(Intent::Transfer(id(1)));
    let out = bench.act(Intent::Give(id(1), Target::Agent("7".into()), false));
    bench.refused(&key(&out), "not-now");
    assert_eq!(bench.desk.view().notice.as_ref().unwrap().text, "A sentence.");
    choosing(&bench);
}

// row!(P6)
#[test]
fn every_surface_shows_the_third_and_can_do_something_with_them() {
    let elsewhere = Some(owner_of("another", 1));
    let mut bench = Bench::working(elsewhere, vec![third(ThirdStage::WithThird)]);
    let front = bench.desk.view().front.clone().unwrap();
    assert_eq!(front.third.unwrap().stage, ThirdStage::WithThird);
    let out = bench.act(Intent::Third(id(1), ThirdWish::Swap));
    assert_eq!(wishes(&out), [Wish::Third { call: id(1), does: ThirdWish::Swap }]);
    assert_eq!(wishes(&bench.act(Intent::Third(id(1), ThirdWish::Swap))), []);
    bench.done(&key(&out));
    bench.call(third(ThirdStage::WithFar));
    assert_eq!(bench.desk.view().announce, "Dana is on hold");
}

#[test]
fn what_became_of_it_is_said_and_stands_beside_the_call() {
    let mut bench = spoken();
    bench.call(third(ThirdStage::Transferring));
    let note = Some("Dana is busy. The call was not transferred.".to_owned());
    bench.call(CallView { note: note.clone(), ..connected(&ringing(1)) });
    let view = bench.desk.view();
    assert_eq!(Some(&view.announce), note.as_ref());
    assert_eq!(Some(&view.front.as_ref().unwrap().beside.note), note.as_ref());
}

#[test]
fn what_is_open_closes_with_the_call() {
    for open in [Intent::Keys(id(1)), Intent::Transfer(id(1))] {
        let mut bench = spoken();
        bench.act(open);
        assert!(bench.desk.view().panel.is_some());
        bench.call(wrap_up(&ringing(1)));
        assert_eq!(bench.desk.view().panel, None);
    }
}

// row!(P6)
#[test]
fn hubspots_page_hears_that_a_call_was_transferred_before_its_end_and_once() {
    let mut bench = Bench::owner();
    let announced = key(&bench.call(ringing(1)));
    let mut all = bench.call(connected(&ringing(1)));
    let given = |call: CallView| CallView { transferred: true, ..call };
    for _ in 0..2 {
        all.extend(bench.call(given(wrap_up(&ringing(1)))));
    }
    let said = ["CALL_ANSWERED", "CALL_TRANSFERRED", "CALL_ENDED"];
    assert_eq!(told(&all), said);
    // And it is reported in the same order.
    let mut out = bench.done(&announced);
    let mut reported = Vec::new();
    while let Some((key, _, Wish::Told { told, .. })) = asked(&out).into_iter().next() {
        reported.push(told);
        out = bench.done(&key);
    }
    assert_eq!(reported, [Told::Answered, Told::Transferred, Told::Ended]);
}

#[test]
fn a_page_that_never_heard_of_a_call_or_heard_it_all_is_not_told_that_it_went() {
    for host in [
        Host { may_announce: Some(9), announced: Some("another page".into()), ..Host::default() },
        Host {
            may_announce: Some(1),
            announced: Some("h1".into()),
            answered: true,
            transferred: true,
            ..Host::default()
        },
    ] {
        let over = wrap_up(&connected(&ringing(1)));
        let over = CallView { transferred: true, host, ..over };
        let mut bench = Bench::working(Some(owner_of("s1", 1)), vec![]);
        let said = told(&bench.call(over));
        assert!(!said.contains(&"CALL_TRANSFERRED".to_owned()), "{said:?}");
        assert!(said.contains(&"CALL_ENDED".to_owned()));
    }
}
