//! A leg from its beginning to its end.

use proptest::prelude::*;

use crate::digits::Digit;
use crate::leg::{Action, Heard, Leg, Order, Target, Timer};
use crate::sipfrag::Progress;
use crate::{LegEvent, Refusal, Why};

pub(super) fn all(leg: &mut Leg) -> Vec<Action> {
    std::iter::from_fn(|| leg.poll()).collect()
}

pub(super) fn told(leg: &mut Leg) -> Vec<LegEvent> {
    let told = |action| if let Action::Tell(event) = action { Some(event) } else { None };
    all(leg).into_iter().filter_map(told).collect()
}

pub(super) fn sdp(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A call of ours that was answered.
pub(super) fn answered() -> Leg {
    let mut leg = Leg::calling(60_000);
    leg.heard(Heard::Answered { sdp: sdp("answer") }, 0);
    all(&mut leg);
    leg
}

/// A call that is offered.
pub(super) fn offered(bare: bool) -> Leg {
    let mut leg = Leg::offered(bare);
    assert_eq!(all(&mut leg), [Action::After(Timer::NoAnswer, 300_000)]);
    leg
}

fn refused(status: u16) -> Heard {
    Heard::Refused { status, phrase: String::new() }
}

#[test]
fn a_call_of_ours_rings_and_is_answered() {
    let mut leg = Leg::calling(60_000);
    assert_eq!(all(&mut leg), [Action::After(Timer::NoAnswer, 60_000)]);
    leg.heard(Heard::Rang { sdp: None }, 0);
    assert_eq!(told(&mut leg), [LegEvent::Rings { sdp: None }]);
    leg.heard(Heard::Answered { sdp: sdp("answer") }, 0);
    assert_eq!(told(&mut leg), [LegEvent::Answered { sdp: "answer".to_owned() }]);
    leg.due(Timer::NoAnswer);
    assert_eq!(all(&mut leg), []);
    leg.order(Order::HangUp);
    assert_eq!(all(&mut leg), [Action::HangUp, Action::Tell(LegEvent::Ended(Why::HungUp))]);
    assert!(leg.is_over());
}

#[test]
fn the_early_audio_is_the_answer_where_the_answer_has_none() {
    let mut leg = Leg::calling(60_000);
    leg.heard(Heard::Rang { sdp: sdp("early") }, 0);
    leg.heard(Heard::Rang { sdp: None }, 0);
    leg.heard(Heard::Answered { sdp: None }, 0);
    assert_eq!(told(&mut leg).last(), Some(&LegEvent::Answered { sdp: "early".to_owned() }));
    let mut leg = Leg::calling(60_000);
    leg.heard(Heard::Answered { sdp: None }, 0);
    assert!(all(&mut leg).contains(&Action::HangUp));
    assert!(leg.is_over());
}

#[test]
fn a_call_of_ours_fails_in_the_words_of_the_table() {
    for (status, why) in [
        (486, Why::Busy),
        (600, Why::Busy),
        (480, Why::NoAnswer),
        (408, Why::NoAnswer),
        (603, Why::Rejected),
        (487, Why::Canceled),
    ] {
        let mut leg = Leg::calling(60_000);
        leg.heard(refused(status), 0);
        assert_eq!(told(&mut leg), [LegEvent::Ended(why)], "{status}");
        assert!(leg.is_over());
    }
}

#[test]
fn giving_up_cancels_by_hand_and_by_time() {
    for (by_time, why) in [(false, Why::Canceled), (true, Why::NoAnswer)] {
        let mut leg = Leg::calling(60_000);
        all(&mut leg);
        if by_time {
            leg.due(Timer::NoAnswer);
        } else {
            leg.order(Order::HangUp);
        }
        assert_eq!(all(&mut leg), [Action::Cancel, Action::Tell(LegEvent::Ended(why))]);
        // The answer that crossed it is the stack's to end.
        leg.heard(Heard::Answered { sdp: sdp("answer") }, 0);
        leg.heard(refused(487), 0);
        assert_eq!(all(&mut leg), []);
    }
}

#[test]
fn an_offered_call_is_rung_and_taken() {
    let mut leg = offered(false);
    leg.order(Order::Ring);
    leg.order(Order::Accept { sdp: "ours".to_owned() });
    assert_eq!(all(&mut leg), [Action::Ring, Action::Accept { sdp: "ours".to_owned() }]);
    leg.heard(Heard::Acknowledged { sdp: None }, 0);
    assert_eq!(all(&mut leg), []);
    leg.heard(Heard::HungUp, 0);
    assert_eq!(told(&mut leg), [LegEvent::Ended(Why::FarHungUp)]);
    assert!(leg.is_over());
}

#[test]
fn an_offered_call_without_a_description_is_described_by_its_ack() {
    let mut leg = offered(true);
    leg.order(Order::Accept { sdp: "our offer".to_owned() });
    all(&mut leg);
    leg.heard(Heard::Acknowledged { sdp: sdp("their answer") }, 0);
    assert_eq!(told(&mut leg), [LegEvent::Described { sdp: "their answer".to_owned() }]);
}

#[test]
fn an_offered_call_is_refused_with_its_number() {
    let orders = [
        (Order::Refuse(Refusal::Unavailable), 480),
        (Order::Refuse(Refusal::NoAnswer), 480),
        (Order::Refuse(Refusal::Busy), 486),
        (Order::Refuse(Refusal::Declined), 603),
        (Order::HangUp, 603),
        (Order::Decline, 488),
    ];
    for (order, status) in orders {
        let mut leg = offered(false);
        leg.order(order);
        let refused = Action::Tell(LegEvent::Ended(Why::Refused));
        assert_eq!(all(&mut leg), [Action::Refuse { status }, refused]);
    }
}

#[test]
fn the_caller_gives_up_or_somebody_else_answers() {
    for (elsewhere, why) in [(false, Why::Canceled), (true, Why::AnsweredElsewhere)] {
        let mut leg = offered(false);
        leg.heard(Heard::Canceled { elsewhere }, 0);
        assert_eq!(told(&mut leg), [LegEvent::Ended(why)]);
        leg.order(Order::Accept { sdp: "late".to_owned() });
        assert!(matches!(&told(&mut leg)[..], [LegEvent::Ignored { order: "accept", .. }]));
    }
}

#[test]
fn an_offered_call_that_the_service_forgets_is_refused() {
    let mut leg = offered(false);
    leg.order(Order::Ring);
    all(&mut leg);
    leg.due(Timer::NoAnswer);
    let ended = Action::Tell(LegEvent::Ended(Why::NoAnswer));
    assert_eq!(all(&mut leg), [Action::Refuse { status: 480 }, ended]);
}

#[test]
fn a_cancel_that_crossed_our_answer_ends_the_call() {
    let mut leg = offered(false);
    leg.order(Order::Accept { sdp: "ours".to_owned() });
    leg.heard(Heard::Canceled { elsewhere: false }, 0);
    assert_eq!(told(&mut leg), [LegEvent::Ended(Why::Canceled)]);
}

#[test]
fn hanging_up_before_the_ack_waits_for_it() {
    let mut leg = offered(false);
    leg.order(Order::Accept { sdp: "ours".to_owned() });
    leg.order(Order::HangUp);
    assert_eq!(told(&mut leg), [LegEvent::Ended(Why::HungUp)]);
    assert!(!leg.is_over());
    leg.heard(Heard::Acknowledged { sdp: None }, 0);
    assert_eq!(all(&mut leg), [Action::HangUp]);
    assert!(leg.is_over());
}

#[test]
fn an_answer_that_is_never_confirmed_ends_the_call() {
    let mut leg = offered(false);
    leg.order(Order::Accept { sdp: "ours".to_owned() });
    leg.heard(Heard::NeverAcknowledged, 0);
    assert!(matches!(&told(&mut leg)[..], [LegEvent::Ended(Why::Failed { status: 408, .. })]));
}

#[test]
fn orders_that_do_not_fit_are_said_to_be_ignored() {
    let mut leg = Leg::calling(1);
    all(&mut leg);
    for order in [Order::Ring, Order::Hold { sdp: String::new() }, Order::Decline] {
        let name = order.name();
        leg.order(order);
        let told = told(&mut leg);
        assert!(
            matches!(&told[..], [LegEvent::Ignored { order, .. }] if *order == name),
            "{told:?}"
        );
    }
}

fn orders() -> impl Strategy<Value = Order> {
    let sdp = || "[a-z]{0,3}";
    prop_oneof![
        Just(Order::Ring),
        sdp().prop_map(|sdp| Order::Accept { sdp }),
        Just(Order::Refuse(Refusal::Busy)),
        Just(Order::HangUp),
        sdp().prop_map(|sdp| Order::Hold { sdp }),
        sdp().prop_map(|sdp| Order::Resume { sdp }),
        sdp().prop_map(|sdp| Order::Answer { sdp }),
        Just(Order::Decline),
        Just(Order::Press(Digit { key: '5', ms: 100 })),
        Just(Order::Transfer(Target::Number("1".to_owned()))),
        Just(Order::Transfer(Target::Leg("b".to_owned()))),
    ]
}

fn heards() -> impl Strategy<Value = Heard> {
    let sdp = || prop::option::of("[a-z]{1,3}");
    let status = || prop_oneof![Just(0_u16), Just(200), Just(491), Just(481), 300_u16..700];
    prop_oneof![
        sdp().prop_map(|sdp| Heard::Rang { sdp }),
        sdp().prop_map(|sdp| Heard::Answered { sdp }),
        status().prop_map(refused),
        any::<bool>().prop_map(|elsewhere| Heard::Canceled { elsewhere }),
        sdp().prop_map(|sdp| Heard::Acknowledged { sdp }),
        Just(Heard::NeverAcknowledged),
        (0_u32..9, sdp(), any::<bool>()).prop_map(|(n, sdp, needs_ack)| Heard::Reoffered {
            n,
            sdp,
            needs_ack
        }),
        (status(), sdp()).prop_map(|(status, sdp)| Heard::OfferAnswered {
            status,
            phrase: String::new(),
            sdp
        }),
        Just(Heard::HungUp),
        Just(Heard::Lost { status: 407 }),
        Just(Heard::Pressed(Digit { key: '5', ms: 100 })),
        status().prop_map(|status| Heard::DigitAnswered { status }),
        status().prop_map(|status| Heard::ReferAnswered { status, phrase: String::new() }),
        (prop::option::of(100_u16..700), any::<bool>())
            .prop_map(|(status, last)| Heard::Progress(Progress { status, last })),
    ]
}

#[derive(Debug, Clone)]
enum Step {
    Order(Order),
    Heard(Heard, u32),
    Due(Timer),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let timers = prop_oneof![
        Just(Timer::NoAnswer),
        Just(Timer::Glare),
        (0_u32..9).prop_map(Timer::Reoffer),
        (0_u32..3).prop_map(Timer::Transfer)
    ];
    let step = prop_oneof![
        orders().prop_map(Step::Order),
        (heards(), any::<u32>()).prop_map(|(heard, dice)| Step::Heard(heard, dice)),
        timers.prop_map(Step::Due),
    ];
    prop::collection::vec(step, 0..60)
}

proptest! {
    #[test]
    fn whatever_happens_a_call_ends_at_most_once_and_says_nothing_afterwards(
        steps in steps(),
        kind in 0_u8..3,
    ) {
        let mut leg = match kind {
            0 => Leg::calling(60_000),
            1 => offered(false),
            _ => offered(true),
        };
        let mut ended = false;
        // One offer of ours is open at most, and none while theirs is.
        let (mut offered, mut asked) = (false, false);
        for step in steps {
            if let Step::Heard(Heard::OfferAnswered { .. }, _) = step {
                offered = false;
            }
            match step {
                Step::Order(order) => leg.order(order),
                Step::Heard(heard, dice) => leg.heard(heard, dice),
                Step::Due(timer) => leg.due(timer),
            }
            for action in all(&mut leg) {
                match action {
                    Action::Tell(LegEvent::Ignored { .. }) => {}
                    Action::Tell(event) => {
                        prop_assert!(!ended, "{event:?} after the end");
                        ended = matches!(event, LegEvent::Ended(_));
                        asked |= matches!(event, LegEvent::Reoffered { .. });
                    }
                    Action::Offer { .. } => {
                        prop_assert!(!offered && !asked && !ended);
                        offered = true;
                    }
                    Action::AnswerOffer { .. } => asked = false,
                    Action::RefuseOffer { status: 488, .. } => asked = false,
                    _ => {}
                }
            }
        }
    }
}
