//! Somebody beside the two who speak: given the call, asked first, or added to it.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod inputs;

use call::{
    Call, EndStatus, Gone, Input, Keys, Output, Stage, Target, Third, ThirdNews, ThirdStage, With,
};
use inputs::{agent, begin, dana};
use proptest::prelude::*;

const NOW: u64 = 1_000;

fn speaking() -> Call {
    let mut call = begin(false);
    give(&mut call, Input::Answer);
    call
}

/// Gives an input that must be taken; answers what it orders.
fn give(call: &mut Call, input: Input) -> Vec<Output> {
    call.handle(input, NOW).unwrap();
    std::iter::from_fn(|| call.poll()).collect()
}

fn third(call: &Call) -> Option<&Third> {
    match call.stage() {
        Stage::Connected(connected) => connected.third.as_ref(),
        _ => None,
    }
}

fn waiting(call: &Call) -> (bool, bool) {
    match call.stage() {
        Stage::Connected(connected) => connected.waiting(),
        other => panic!("{other:?}"),
    }
}

/// A call in which Dana was asked and has answered.
fn asking() -> Call {
    let mut call = speaking();
    give(&mut call, Input::Consult(dana()));
    give(&mut call, Input::Third(ThirdNews::Answered));
    call
}

fn ended(call: &Call) -> EndStatus {
    match call.stage() {
        Stage::WrapUp(wrap_up) => wrap_up.end,
        other => panic!("{other:?}"),
    }
}

// row!(P6)
#[test]
fn a_call_given_to_an_agent_is_over_for_this_one_and_says_who_has_it() {
    let mut call = speaking();
    assert_eq!(give(&mut call, Input::Transfer(agent())), [Output::Transfer(agent())]);
    assert_eq!((ended(&call), call.transferred()), (EndStatus::Completed, Some("Dana")));
}

// row!(P6)
#[test]
fn a_call_given_to_a_number_waits_for_the_answer_and_comes_back_as_it_was_without_one() {
    for held in [false, true] {
        let mut call = speaking();
        call.handle(Input::Hold(held), NOW).unwrap();
        while call.poll().is_some() {}
        let target = Target::Number(dana());
        let orders = give(&mut call, Input::Transfer(target.clone()));
        let hold = [Output::Hold(true)].into_iter().filter(|_| !held);
        assert_eq!(orders, hold.chain([Output::Transfer(target)]).collect::<Vec<_>>());
        let mut gone = call.clone();
        let orders = give(&mut gone, Input::Third(ThirdNews::Gone(Gone::Busy)));
        assert_eq!(orders, if held { vec![] } else { vec![Output::Hold(false)] });
        assert_eq!(gone.trouble(), Some("Dana is busy. The call was not transferred."));
        assert_eq!((third(&gone), waiting(&gone)), (None, (held, false)));
        give(&mut call, Input::Third(ThirdNews::Answered));
        assert_eq!((ended(&call), call.transferred()), (EndStatus::Completed, Some("Dana")));
    }
}

#[test]
fn whoever_does_not_answer_in_time_is_given_up() {
    for input in [Input::Transfer(Target::Number(dana())), Input::Consult(dana())] {
        let mut call = speaking();
        give(&mut call, input);
        let due = call.deadline().unwrap();
        call.handle(Input::Tick, due).unwrap();
        assert_eq!(call.poll(), Some(Output::DropThird));
        assert_eq!(third(&call), None);
        assert!(call.trouble().unwrap().starts_with("Dana did not answer."));
        assert_eq!(call.deadline(), None);
    }
}

// row!(P6)
#[test]
fn who_is_asked_first_is_swapped_joined_and_left_with_the_far_end() {
    let mut call = speaking();
    let to = dana().number;
    let orders = give(&mut call, Input::Consult(dana()));
    assert_eq!(orders, [Output::Hold(true), Output::Consult { to }]);
    call.handle(Input::Complete, NOW).unwrap_err();
    call.handle(Input::Merge, NOW).unwrap_err();
    give(&mut call, Input::Third(ThirdNews::Rings));
    assert!(matches!(third(&call).unwrap().stage, ThirdStage::Dialling { rings: true, .. }));
    assert_eq!(give(&mut call, Input::Third(ThirdNews::Answered)), []);
    assert_eq!(third(&call).unwrap().stage, ThirdStage::Asked(With::Third));
    // Nobody hears two: who is to wait waits first.
    assert_eq!(give(&mut call, Input::Swap), [Output::HoldThird(true), Output::Hold(false)]);
    assert_eq!(give(&mut call, Input::Swap), [Output::Hold(true), Output::HoldThird(false)]);
    assert_eq!(give(&mut call, Input::Merge), [Output::Hold(false)]);
    assert_eq!(waiting(&call), (false, false));
    assert_eq!(give(&mut call, Input::Complete), [Output::Join]);
    assert_eq!((ended(&call), call.transferred()), (EndStatus::Completed, Some("Dana")));
}

#[test]
fn dropping_the_third_gives_the_far_end_back() {
    let mut call = asking();
    assert_eq!(give(&mut call, Input::DropThird), [Output::DropThird, Output::Hold(false)]);
    assert_eq!((third(&call), waiting(&call)), (None, (false, false)));
    assert_eq!(give(&mut call, Input::DropThird), []);
}

#[test]
fn when_the_third_goes_by_itself_the_far_end_stays_as_it_was() {
    let gone = || Input::Third(ThirdNews::Gone(Gone::HungUp));
    let after = |inputs: &[Input]| {
        let mut call = asking();
        inputs.iter().for_each(|input| drop(give(&mut call, input.clone())));
        let orders = give(&mut call, gone());
        (waiting(&call).0, orders, call.trouble().map(str::to_owned))
    };
    let waits = "Dana has hung up. The other party is on hold.".to_owned();
    assert_eq!(after(&[]), (true, vec![], Some(waits)));
    let left = "Dana has hung up.".to_owned();
    assert_eq!(after(&[Input::Swap]), (false, vec![], Some(left.clone())));
    assert_eq!(after(&[Input::Merge]), (false, vec![], Some(left)));
}

#[test]
fn when_the_far_end_goes_the_call_is_over_and_the_third_is_hung_up() {
    for more in [None, Some(Input::Swap), Some(Input::Merge)] {
        for end in [Input::FarHungUp, Input::FarFailed] {
            let mut call = asking();
            more.iter().for_each(|input| drop(give(&mut call, input.clone())));
            assert_eq!(give(&mut call, end), [Output::DropThird]);
            assert_eq!(call.transferred(), None);
            ended(&call);
        }
    }
}

#[test]
fn the_agents_hang_up_ends_it_for_all_three() {
    let mut call = asking();
    assert_eq!(give(&mut call, Input::HangUp), [Output::DropThird, Output::HangUp]);
    ended(&call);
}

#[test]
fn who_turns_away_from_three_lets_both_wait() {
    let mut call = asking();
    give(&mut call, Input::Merge);
    let orders = give(&mut call, Input::Hold(true));
    assert_eq!(orders, [Output::Hold(true), Output::HoldThird(true)]);
    let orders = give(&mut call, Input::Hold(false));
    assert_eq!(orders, [Output::Hold(false), Output::HoldThird(false)]);
}

// row!(P6)
#[test]
fn keys_go_to_whomever_the_agent_speaks_with() {
    let keys = Keys::of("12#").unwrap();
    let press = || Input::Digits(keys.clone());
    let mut call = speaking();
    assert_eq!(give(&mut call, press()), [Output::Digits(With::Far, keys.clone())]);
    give(&mut call, Input::Consult(dana()));
    call.handle(press(), NOW).unwrap_err();
    give(&mut call, Input::Third(ThirdNews::Answered));
    assert_eq!(give(&mut call, press()), [Output::Digits(With::Third, keys.clone())]);
    give(&mut call, Input::Hold(true));
    call.handle(press(), NOW).unwrap_err();
    assert_eq!(call.digits(), 6);
}

#[test]
fn nothing_that_is_written_down_says_which_keys_they_were() {
    let mut call = speaking();
    give(&mut call, Input::Digits(Keys::of("4111*1111#").unwrap()));
    let entries = call.take_entries();
    let written = serde_json::to_string(&entries).unwrap() + &serde_json::to_string(&call).unwrap();
    assert!(!written.contains("4111"), "{written}");
    assert!(!format!("{entries:?} {call:?}").contains("4111"));
    assert_eq!(Call::rebuild(entries).unwrap().digits(), 10);
    for bad in ["", "1a", "+1", "é", &"1".repeat(33)] {
        assert_eq!(Keys::of(bad), None, "{bad}");
    }
}

#[test]
fn the_ledger_tells_the_same_call_with_its_third() {
    let mut call = asking();
    give(&mut call, Input::Merge);
    assert_eq!(Call::rebuild(call.take_entries()).unwrap().stage(), call.stage());
}

/// What a phone system makes of the orders: who waits, and whether there is a third.
#[derive(Debug, Default)]
struct PhoneSystem {
    far_waits: bool,
    third_waits: bool,
    third: bool,
    transfers: bool,
    over: bool,
}

impl PhoneSystem {
    fn order(&mut self, order: &Output) {
        match order {
            Output::Hold(on) => self.far_waits = *on,
            Output::HoldThird(on) => self.third_waits = *on,
            Output::Consult { .. } => {
                assert!(!self.third && !self.transfers, "one third at a time");
                (self.third, self.third_waits) = (true, false);
            }
            Output::Transfer(Target::Number(_)) => {
                assert!(!self.third && !self.transfers);
                self.transfers = true;
            }
            Output::DropThird => {
                assert!(self.third || self.transfers, "somebody is dropped");
                (self.third, self.transfers) = (false, false);
            }
            Output::Join => {
                assert!(self.third, "somebody is joined");
                (self.third, self.over) = (false, true);
            }
            Output::HangUp | Output::Transfer(Target::Agent { .. }) => self.over = true,
            _ => {}
        }
    }
}

proptest! {
    // row!(P6)
    #[test]
    fn in_whatever_order_call_and_phone_system_agree_on_who_is_there_and_who_waits(
        steps in prop::collection::vec(
            prop_oneof![
                4 => inputs::any_input_of_a_third(),
                1 => any::<bool>().prop_map(Input::Hold),
                1 => Just(Input::Tick),
            ], 0..40),
        end in prop_oneof![
            Just(Input::FarHungUp), Just(Input::HangUp), Just(Input::Complete),
            Just(Input::Transfer(agent()))],
    ) {
        let mut call = begin(true);
        call.handle(Input::FarAnswered, NOW).unwrap();
        while call.poll().is_some() {}
        let (mut phone, mut now) = (PhoneSystem::default(), NOW);
        for input in steps.into_iter().chain([end]) {
            now += 7_000;
            let news = matches!(input, Input::Third(ThirdNews::Gone(_)));
            // What the phone system says is true: only somebody who is there can go or answer.
            let before = third(&call).cloned();
            let taken = call.handle(input.clone(), now).is_ok();
            if news && taken {
                (phone.third, phone.transfers) = (false, false);
            }
            if input == Input::Third(ThirdNews::Answered) && phone.transfers {
                (phone.transfers, phone.over) = (false, true);
            }
            while let Some(order) = call.poll() {
                prop_assert!(taken, "what is refused orders nothing");
                phone.order(&order);
            }
            let Stage::Connected(connected) = call.stage() else { break };
            prop_assert!(!phone.over, "{input:?} after {before:?}");
            prop_assert_eq!(connected.third.is_some(), phone.third || phone.transfers);
            let (far, third) = connected.waiting();
            prop_assert_eq!(far, phone.far_waits, "the far end after {:?}", input);
            let is_third = matches!(&connected.third, Some(Third { stage, .. })
                if !matches!(stage, ThirdStage::Transferring { .. }));
            prop_assert!(!is_third || third == phone.third_waits, "the third after {:?}", input);
            prop_assert_eq!(call.deadline().is_some(), matches!(&connected.third,
                Some(Third { stage: ThirdStage::Transferring { .. } | ThirdStage::Dialling { .. }, .. })));
        }
        if !matches!(call.stage(), Stage::Connected(_)) {
            prop_assert!(!phone.third, "nobody is left behind");
        }
        prop_assert!(call.transferred().is_none() || !matches!(call.stage(), Stage::Connected(_)));
    }
}
