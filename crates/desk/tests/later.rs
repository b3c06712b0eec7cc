//! Numbers for later: the service has them, and every surface shows them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Input, Intent, Output};
use hubspot_calling::{DialNumber, HostMessage};

fn click(number: &str) -> HostMessage {
    HostMessage::DialNumber(DialNumber {
        phone_number: Some(number.into()),
        ..DialNumber::default()
    })
}

fn later(number: &str) -> Later {
    Later { number: number.into(), country: None, callee: None, on_screen: None }
}

/// The lists that are sent to the service.
fn said(out: &[Output]) -> Vec<Vec<String>> {
    let numbers = |wish| match wish {
        Wish::Later { numbers } => Some(numbers.into_iter().map(|one| one.number).collect()),
        _ => None,
    };
    wishes(out).into_iter().filter_map(numbers).collect()
}

/// What the page keeps last, by number.
fn kept(out: &[Output]) -> Option<Vec<String>> {
    let mut kept = out.iter().filter_map(|output| match output {
        Output::KeepPending(numbers) => Some(numbers.iter().map(|one| one.number.clone())),
        _ => None,
    });
    Some(kept.next_back()?.collect())
}

fn offered(bench: &Bench) -> Option<(String, usize)> {
    bench.desk.view().pending_dial.clone().map(|dial| (dial.number, dial.more))
}

/// A surface whose agent is in a call.
fn busy() -> Bench {
    let mut bench = Bench::owner();
    bench.call(connected(&ringing(1)));
    bench
}

// row!(L22)
#[test]
fn a_click_in_a_call_goes_to_the_service_and_the_page_forgets_it_when_it_is_there() {
    let mut bench = busy();
    let out = bench.host_says(click("+491"));
    assert_eq!(said(&out), [["+491"]]);
    assert_eq!(kept(&out).unwrap(), ["+491"]);
    assert!(kept(&bench.done(&key(&out))).unwrap().is_empty());
    assert_eq!(offered(&bench), Some(("+491".into(), 0)));
}

// row!(L22)
#[test]
fn lists_go_one_after_the_other_so_that_an_older_one_never_arrives_last() {
    let mut bench = busy();
    let first = bench.host_says(click("+491"));
    assert!(said(&bench.host_says(click("+492"))).is_empty());
    // Its own echo, and what another surface said before it: both are older than what is here.
    bench.event(Event::Later(vec![later("+491")]));
    assert_eq!(offered(&bench), Some(("+492".into(), 1)));
    let second = bench.done(&key(&first));
    assert_eq!(said(&second), [["+491", "+492"]]);
    assert_eq!(kept(&second), None, "the page keeps it a while longer");
    assert!(kept(&bench.done(&key(&second))).unwrap().is_empty());
}

// row!(U36) row!(L22)
#[test]
fn what_was_clicked_elsewhere_is_offered_here_and_gone_when_it_was_called() {
    let mut bench = busy();
    bench.event(Event::Later(vec![later("+491"), later("+492")]));
    assert_eq!(offered(&bench), Some(("+492".into(), 1)));
    bench.event(Event::Later(vec![]));
    assert_eq!(offered(&bench), None);
}

#[test]
fn who_drops_a_number_drops_it_for_all() {
    let mut bench = busy();
    bench.event(Event::Later(vec![later("+491"), later("+492")]));
    assert_eq!(said(&bench.act(Intent::DropPending)), [["+491"]]);
}

// row!(L22)
#[test]
fn a_click_while_the_service_is_away_outlives_a_reload_and_joins_what_the_service_has() {
    let mut bench = busy();
    bench.give(Input::StreamLost { jitter: 0.0 });
    let out = bench.host_says(click("+492"));
    bench.unanswered(&key(&out));
    assert_eq!(kept(&out).unwrap(), ["+492"]);

    let mut bench = Bench::new();
    bench.give(Input::KeptPending(vec![later("+492")]));
    bench.host("h2");
    bench.give(Input::SignedIn);
    bench.give(Input::StreamOpened);
    bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS + bench.now });
    let known = vec![later("+492"), later("+490"), later("+491")];
    let all = Snapshot { later: known, ..snapshot(None, vec![], bench.now) };
    let out = bench.stream(ServerMessage::Snapshot(Box::new(all)));
    assert_eq!(said(&out), [["+490", "+491", "+492"]]);
    assert_eq!(offered(&bench), Some(("+492".into(), 2)));
    assert!(kept(&bench.done(&key(&out))).unwrap().is_empty());
}

#[test]
fn a_list_without_an_answer_is_sent_again_and_a_snapshot_does_not_undo_it() {
    let mut bench = busy();
    let out = bench.host_says(click("+491"));
    bench.give(Input::StreamLost { jitter: 0.0 });
    bench.unanswered(&key(&out));
    let out = bench.resume();
    assert_eq!(said(&out), [["+491"]]);
    let all = Snapshot { stream: "st".into(), ..snapshot(None, vec![], bench.now) };
    bench.stream(ServerMessage::Snapshot(Box::new(all)));
    assert_eq!(offered(&bench), Some(("+491".into(), 0)));
}
