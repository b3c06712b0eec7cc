//! Offers both ways, collisions, and digits.

use super::leg_calls::{all, answered, offered, sdp, told};
use crate::digits::Digit;
use crate::leg::{Action, Heard, Leg, Order, Timer};
use crate::{LegEvent, Why};

fn hold(text: &str) -> Order {
    Order::Hold { sdp: text.to_owned() }
}

fn resume(text: &str) -> Order {
    Order::Resume { sdp: text.to_owned() }
}

fn offer(text: &str) -> Action {
    Action::Offer { sdp: text.to_owned() }
}

fn answer(status: u16) -> Heard {
    Heard::OfferAnswered { status, phrase: String::new(), sdp: sdp("answer") }
}

fn reoffer(n: u32) -> Heard {
    Heard::Reoffered { n, sdp: sdp("theirs"), needs_ack: true }
}

#[test]
fn hold_and_resume_are_told_when_they_were_answered() {
    let mut leg = answered();
    leg.order(hold("h"));
    assert_eq!(all(&mut leg), [offer("h")]);
    leg.heard(answer(200), 0);
    assert_eq!(told(&mut leg), [LegEvent::Held { sdp: "answer".to_owned() }]);
    leg.order(resume("r"));
    leg.heard(answer(200), 0);
    assert_eq!(told(&mut leg), [LegEvent::Resumed { sdp: "answer".to_owned() }]);
}

#[test]
fn only_the_last_of_the_changes_that_wait_is_sent() {
    let mut leg = answered();
    leg.order(hold("1"));
    leg.order(resume("2"));
    leg.order(hold("3"));
    assert_eq!(all(&mut leg), [offer("1")]);
    leg.heard(answer(200), 0);
    assert!(all(&mut leg).contains(&offer("3")));
    leg.heard(answer(200), 0);
    assert_eq!(told(&mut leg).len(), 1);
}

#[test]
fn a_change_before_the_ack_waits_for_it() {
    let mut leg = offered(false);
    leg.order(Order::Accept { sdp: "ours".to_owned() });
    all(&mut leg);
    leg.order(hold("h"));
    assert_eq!(all(&mut leg), []);
    leg.heard(Heard::Acknowledged { sdp: None }, 0);
    assert_eq!(all(&mut leg), [offer("h")]);
}

#[test]
fn an_offer_of_theirs_is_answered_and_acknowledged_before_ours_goes_out() {
    let mut leg = answered();
    leg.heard(reoffer(1), 0);
    let asked = LegEvent::Reoffered { sdp: sdp("theirs") };
    assert_eq!(all(&mut leg), [Action::After(Timer::Reoffer(1), 20_000), Action::Tell(asked)]);
    leg.order(hold("h"));
    leg.order(Order::Answer { sdp: "yes".to_owned() });
    assert_eq!(all(&mut leg), [Action::AnswerOffer { n: 1, sdp: "yes".to_owned() }]);
    leg.heard(Heard::Acknowledged { sdp: None }, 0);
    assert_eq!(all(&mut leg), [offer("h")]);
    // An UPDATE has no ACK.
    let mut leg = answered();
    leg.heard(Heard::Reoffered { n: 1, sdp: sdp("theirs"), needs_ack: false }, 0);
    leg.order(hold("h"));
    leg.order(Order::Answer { sdp: "yes".to_owned() });
    assert_eq!(all(&mut leg).last(), Some(&offer("h")));
}

#[test]
fn an_offer_of_theirs_without_a_description_is_described_by_its_ack() {
    let mut leg = answered();
    leg.heard(Heard::Reoffered { n: 1, sdp: None, needs_ack: true }, 0);
    leg.order(Order::Answer { sdp: "ours".to_owned() });
    leg.heard(Heard::Acknowledged { sdp: sdp("theirs") }, 0);
    assert_eq!(told(&mut leg).last(), Some(&LegEvent::Described { sdp: "theirs".to_owned() }));
}

#[test]
fn offers_that_collide_are_told_so() {
    let mut leg = answered();
    leg.order(hold("h"));
    all(&mut leg);
    leg.heard(reoffer(1), 0);
    assert_eq!(all(&mut leg), [Action::RefuseOffer { n: 1, status: 491 }]);
    let mut leg = answered();
    leg.heard(reoffer(1), 0);
    all(&mut leg);
    leg.heard(reoffer(2), 0);
    assert_eq!(all(&mut leg), [Action::RefuseOffer { n: 2, status: 500 }]);
}

#[test]
fn who_called_waits_longer_after_a_collision() {
    let pause = |leg: &mut Leg, dice| {
        leg.order(hold("h"));
        all(leg);
        leg.heard(answer(491), dice);
        match all(leg)[..] {
            [Action::After(Timer::Glare, pause)] => pause,
            ref other => panic!("{other:?}"),
        }
    };
    for dice in [0, 1, 77, 189, 190, u32::MAX] {
        assert!((2_100..=4_000).contains(&pause(&mut answered(), dice)));
        let mut called = offered(false);
        called.order(Order::Accept { sdp: "ours".to_owned() });
        called.heard(Heard::Acknowledged { sdp: None }, 0);
        assert!(pause(&mut called, dice) < 2_000);
    }
}

#[test]
fn after_a_collision_theirs_may_come_first_and_ours_follows() {
    let mut leg = answered();
    leg.order(hold("h"));
    leg.heard(answer(491), 0);
    all(&mut leg);
    leg.heard(reoffer(1), 0);
    leg.due(Timer::Glare);
    leg.order(Order::Answer { sdp: "yes".to_owned() });
    assert!(!all(&mut leg).contains(&offer("h")));
    leg.heard(Heard::Acknowledged { sdp: None }, 0);
    assert_eq!(all(&mut leg), [offer("h")]);
}

#[test]
fn a_newer_change_takes_the_place_of_one_that_collided() {
    let mut leg = answered();
    leg.order(hold("h"));
    leg.heard(answer(491), 0);
    leg.order(resume("r"));
    all(&mut leg);
    leg.due(Timer::Glare);
    assert_eq!(all(&mut leg), [offer("r")]);
}

#[test]
fn a_change_that_is_refused_changes_nothing_and_a_forgotten_call_is_over() {
    let mut leg = answered();
    leg.order(hold("h"));
    leg.heard(Heard::OfferAnswered { status: 488, phrase: "No".to_owned(), sdp: None }, 0);
    assert!(matches!(&told(&mut leg)[..], [LegEvent::OfferRefused { status: 488, .. }]));
    assert!(leg.is_talking());
    for (status, bye) in [(481, false), (408, true), (0, true)] {
        let mut leg = answered();
        leg.order(hold("h"));
        all(&mut leg);
        leg.heard(answer(status), 0);
        let actions = all(&mut leg);
        assert_eq!(actions.contains(&Action::HangUp), bye, "{status}");
        let ended = |action: &Action| matches!(action, Action::Tell(LegEvent::Ended(Why::Failed { status: told, .. })) if *told == status);
        assert!(actions.iter().any(ended), "{actions:?}");
    }
}

#[test]
fn an_offer_that_the_service_forgets_is_declined() {
    let mut leg = answered();
    leg.heard(reoffer(1), 0);
    all(&mut leg);
    leg.due(Timer::Reoffer(9));
    assert_eq!(all(&mut leg), []);
    leg.due(Timer::Reoffer(1));
    assert_eq!(all(&mut leg), [Action::RefuseOffer { n: 1, status: 488 }]);
    leg.order(Order::Answer { sdp: "late".to_owned() });
    assert!(matches!(&told(&mut leg)[..], [LegEvent::Ignored { order: "answer", .. }]));
}

#[test]
fn digits_go_out_one_after_the_other() {
    let digit = |key| Digit { key, ms: 100 };
    let mut leg = answered();
    for key in ['1', '2'] {
        leg.order(Order::Press(digit(key)));
    }
    assert_eq!(all(&mut leg), [Action::Press(digit('1'))]);
    leg.heard(Heard::DigitAnswered { status: 200 }, 0);
    assert_eq!(all(&mut leg), [Action::Press(digit('2'))]);
    leg.order(Order::Press(digit('3')));
    leg.heard(Heard::DigitAnswered { status: 415 }, 0);
    assert_eq!(all(&mut leg), [Action::Tell(LegEvent::DigitRefused { status: 415 })]);
    leg.heard(Heard::Pressed(digit('#')), 0);
    assert_eq!(told(&mut leg), [LegEvent::Digit(digit('#'))]);
}
