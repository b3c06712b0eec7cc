//! Transfers, blind and attended.

use super::leg_calls::{all, answered, told};
use crate::leg::{Action, Heard, Order, Target, Timer};
use crate::sipfrag::Progress;
use crate::{LegEvent, Why};

fn to(number: &str) -> Order {
    Order::Transfer(Target::Number(number.to_owned()))
}

fn accepted() -> Heard {
    Heard::ReferAnswered { status: 202, phrase: "Accepted".to_owned() }
}

fn progress(status: u16, last: bool) -> Heard {
    Heard::Progress(Progress { status: Some(status), last })
}

#[test]
fn a_blind_transfer_is_followed_to_its_end_and_hung_up() {
    let mut leg = answered();
    leg.order(to("1002"));
    let refer = Action::Refer(Target::Number("1002".to_owned()));
    assert_eq!(all(&mut leg), [Action::After(Timer::Transfer(1), 120_000), refer]);
    leg.heard(accepted(), 0);
    leg.heard(progress(180, false), 0);
    assert_eq!(
        told(&mut leg),
        [LegEvent::Transferring { status: 100 }, LegEvent::Transferring { status: 180 }]
    );
    leg.heard(progress(200, true), 0);
    assert_eq!(
        all(&mut leg),
        [
            Action::Tell(LegEvent::Transferred),
            Action::HangUp,
            Action::Tell(LegEvent::Ended(Why::Transferred))
        ]
    );
    assert!(leg.is_over());
}

#[test]
fn an_attended_transfer_hangs_the_other_leg_up_too() {
    let mut leg = answered();
    leg.order(Order::Transfer(Target::Leg("b".to_owned())));
    leg.heard(accepted(), 0);
    leg.heard(progress(200, true), 0);
    assert!(all(&mut leg).contains(&Action::HangUpOther("b".to_owned())));
}

#[test]
fn a_transfer_that_fails_leaves_the_call_as_it_was() {
    let ends = [
        (Heard::ReferAnswered { status: 405, phrase: String::new() }, 405),
        (progress(486, true), 486),
        (progress(503, false), 503),
        (Heard::Progress(Progress { status: None, last: true }), 0),
        (progress(100, true), 0),
    ];
    for (end, status) in ends {
        let mut leg = answered();
        leg.order(to("1002"));
        if !matches!(end, Heard::ReferAnswered { .. }) {
            leg.heard(accepted(), 0);
        }
        all(&mut leg);
        leg.heard(end, 0);
        let told = told(&mut leg);
        assert!(
            matches!(&told[..], [LegEvent::TransferFailed { status: told, .. }] if *told == status),
            "{told:?}"
        );
        assert!(leg.is_talking());
        leg.order(to("1003"));
        assert!(all(&mut leg).iter().any(|action| matches!(action, Action::Refer(_))));
    }
}

#[test]
fn a_second_transfer_waits_for_the_first_and_silence_is_failure() {
    let mut leg = answered();
    leg.order(to("1002"));
    all(&mut leg);
    leg.order(to("1003"));
    assert!(matches!(&told(&mut leg)[..], [LegEvent::Ignored { order: "transfer", .. }]));
    leg.due(Timer::Transfer(1));
    assert!(matches!(&told(&mut leg)[..], [LegEvent::TransferFailed { status: 408, .. }]));
    // The timer of the first does not end the second.
    leg.order(to("1003"));
    all(&mut leg);
    leg.due(Timer::Transfer(1));
    assert_eq!(all(&mut leg), []);
}

#[test]
fn news_may_come_before_the_answer() {
    let mut leg = answered();
    leg.order(to("1002"));
    all(&mut leg);
    leg.heard(progress(100, false), 0);
    leg.heard(accepted(), 0);
    assert_eq!(told(&mut leg), [LegEvent::Transferring { status: 100 }]);
}

#[test]
fn a_far_side_that_hangs_up_after_it_took_the_transfer_has_been_transferred() {
    let mut leg = answered();
    leg.order(to("1002"));
    leg.heard(accepted(), 0);
    all(&mut leg);
    leg.heard(Heard::HungUp, 0);
    assert_eq!(told(&mut leg), [LegEvent::Transferred, LegEvent::Ended(Why::Transferred)]);
    let mut leg = answered();
    leg.order(to("1002"));
    all(&mut leg);
    leg.heard(Heard::HungUp, 0);
    assert_eq!(told(&mut leg), [LegEvent::Ended(Why::FarHungUp)]);
}
