//! Coming in by digits, going out, and changing the tenant.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Input, Intent, Output, Stage};

fn problem(code: &str) -> Option<Problem> {
    Some(Problem { code: code.into(), message: "A sentence.".into() })
}

fn signing_in() -> Bench {
    let mut bench = Bench::new();
    bench.host("h1");
    bench.give(Input::SignedOut);
    bench.act(Intent::SignIn);
    bench
}

fn with_tenants(calls: Vec<CallView>) -> Bench {
    let owner = Some(owner_of("s1", 1));
    let mut bench = Bench::working(owner.clone(), vec![]);
    let mut all = snapshot(owner, calls, bench.now);
    let tenant = |name: &str| Tenant { id: name.to_lowercase(), name: name.into() };
    all.agent.tenants = vec![tenant("Demo"), tenant("West")];
    bench.stream(ServerMessage::Snapshot(Box::new(all)));
    bench
}

#[test]
fn six_digits_finish_the_attempt_once_however_they_are_typed() {
    let mut bench = signing_in();
    assert!(bench.act(Intent::Digits("12 34".into())).is_empty());
    assert_eq!(bench.desk.view().digits, "1234");
    let out = bench.act(Intent::Digits("123 456".into()));
    assert!(matches!(&out[..], [Output::Finish { digits }] if digits == "123456"));
    // What comes by message while those are on their way changes nothing.
    assert!(bench.act(Intent::Digits("654321".into())).is_empty());
    bench.give(Input::SignedIn);
    assert_eq!(bench.desk.view().stage, Stage::Loading);
    assert!(bench.desk.view().digits.is_empty());
}

#[test]
fn digits_mean_nothing_before_somebody_asked_to_sign_in() {
    let mut bench = Bench::new();
    bench.host("h1");
    bench.give(Input::SignedOut);
    assert!(bench.act(Intent::Digits("123456".into())).is_empty());
    assert!(Bench::owner().act(Intent::Digits("123456".into())).is_empty());
}

#[test]
fn wrong_digits_can_be_typed_again_and_an_attempt_that_is_over_begins_anew() {
    let mut bench = signing_in();
    bench.act(Intent::Digits("123456".into()));
    bench.give(Input::NotFinished(problem("digits")));
    assert_eq!(bench.desk.view().stage, Stage::SigningIn);
    assert!(bench.desk.view().digits.is_empty());
    assert_eq!(bench.desk.view().notice.as_ref().unwrap().text, "A sentence.");
    assert_eq!(bench.act(Intent::Digits("654321".into())).len(), 1);
    bench.give(Input::NotFinished(None));
    assert_eq!(bench.desk.view().stage, Stage::SigningIn, "no answer is no refusal");
    bench.act(Intent::Digits("654321".into()));
    bench.give(Input::NotFinished(problem("signed-out")));
    assert_eq!(bench.desk.view().stage, Stage::SignedOut);
    bench.act(Intent::SignIn);
    bench.give(Input::SignedIn);
    assert!(bench.desk.view().notice.is_none(), "what was wrong with the digits is over");
}

// row!(U23)
#[test]
fn a_tenant_is_chosen_between_calls_and_not_in_one() {
    let mut bench = with_tenants(vec![]);
    bench.act(Intent::Menu);
    assert_eq!(bench.desk.view().menu.as_deref(), Some(""));
    bench.act(Intent::Find("we".into()));
    assert_eq!(bench.desk.view().menu.as_deref(), Some("we"));
    let out = bench.act(Intent::Tenant("west".into()));
    assert!(matches!(&out[..], [Output::Move { tenant }] if tenant == "west"));
    assert!(bench.desk.view().menu.is_none());
    assert!(bench.act(Intent::Tenant("demo".into())).is_empty(), "it is this one");
    assert!(bench.act(Intent::Tenant("nowhere".into())).is_empty());

    let mut bench = with_tenants(vec![ringing(1)]);
    assert!(bench.desk.view().is_busy());
    for intent in [Intent::Tenant("west".into()), Intent::SignOut] {
        let out = bench.act(intent);
        assert!(!out.iter().any(|o| matches!(o, Output::Move { .. } | Output::SignOut)));
        assert!(bench.desk.view().notice.as_ref().unwrap().text.contains("Finish it first"));
    }
}

#[test]
fn another_surface_is_asked_to_let_go_only_where_it_speaks() {
    let mut bench = Bench::owner();
    assert!(bench.act(Intent::TakeOver).is_empty(), "it speaks already");
    let elsewhere = Some(owner_of("s2", 2));
    let mut bench = Bench::working(elsewhere, vec![]);
    bench.act(Intent::Menu);
    let out = bench.act(Intent::TakeOver);
    let [Output::Command { command, .. }] = &out[..] else { panic!("one command") };
    assert_eq!(command.wish, Wish::TakeOver);
    assert!(bench.desk.view().menu.is_none());
}

#[test]
fn who_signs_out_is_out_at_once_and_a_refusal_is_told() {
    let mut bench = with_tenants(vec![]);
    assert!(matches!(&bench.act(Intent::SignOut)[..], [Output::SignOut]));
    bench.give(Input::NotMoved(None));
    assert_eq!(bench.desk.view().stage, Stage::Working);
    assert!(bench.desk.view().notice.is_some());
    bench.act(Intent::SignOut);
    bench.give(Input::Left);
    assert_eq!(bench.desk.view().stage, Stage::SignedOut);
    assert!(bench.desk.view().agent.is_none());
}
