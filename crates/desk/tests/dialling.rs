//! Dialling: by click in HubSpot, by the pad, once, and not while something else is in front.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{CardPhase, Input, Intent, NoticeKind, Output, Waiting};
use hubspot_calling::{CallRef, CalleeInfo, DialNumber, HostInfo, HostMessage, Id};

fn click(number: &str) -> HostMessage {
    HostMessage::DialNumber(DialNumber {
        phone_number: Some(number.into()),
        country_code: Some("DE".into()),
        callee: Some(CalleeInfo {
            callee_id: Id::from(42),
            callee_object_type_id: Some("0-1".into()),
        }),
        object_id: Some(Id::from(0)),
        ..DialNumber::default()
    })
}

fn dials(out: &[Output]) -> Vec<String> {
    let to = |wish| match wish {
        Wish::Dial { to, .. } => Some(to),
        _ => None,
    };
    wishes(out).into_iter().filter_map(to).collect()
}

fn typed(text: &str) -> Bench {
    let mut bench = Bench::owner();
    bench.act(Intent::Typed(text.into()));
    bench
}

fn uncarried(bench: &mut Bench) {
    let mut all = snapshot(None, vec![], bench.now);
    all.line.emergency.carried = false;
    bench.stream(ServerMessage::Snapshot(Box::new(all)));
}

// row!(U34)
#[test]
fn a_number_clicked_in_hubspot_is_dialled_at_once_for_the_callee() {
    let mut bench = Bench::owner();
    let out = bench.host_says(click("+49 30 1230001"));
    let fresh = id(bench.made);
    let callee = Some(RecordRef { object_type: "0-1".into(), id: "42".into() });
    assert_eq!(
        wishes(&out),
        [Wish::Dial {
            call: fresh.clone(),
            to: "+49 30 1230001".into(),
            country: Some("DE".into()),
            callee,
            on_screen: None, // the object id 0 is none
        }]
    );
    let card = bench.desk.view().front.clone().unwrap();
    assert_eq!((card.id, card.waiting), (fresh, Some(Waiting::Dial)));
    assert!(matches!(card.phase, CardPhase::Dialling { far_rings: false, .. }));
}

#[test]
fn the_record_on_screen_is_told_beside_the_callee() {
    let mut bench = Bench::owner();
    let HostMessage::DialNumber(mut dial) = click("+4930") else { panic!() };
    dial.object_id = Some(Id::from(9));
    dial.object_type = Some("COMPANY".into());
    let out = bench.host_says(HostMessage::DialNumber(dial));
    let Wish::Dial { on_screen, .. } = &wishes(&out)[0] else { panic!() };
    assert_eq!(*on_screen, Some(RecordRef { object_type: "0-2".into(), id: "9".into() }));
}

#[test]
fn records_of_another_account_are_left_out_of_a_click_and_the_number_is_dialled() {
    let dialled = |portal: u64| {
        let mut bench = Bench::owner();
        let info = HostInfo { portal_id: Some(Id::from(7)), ..HostInfo::default() };
        bench.give(Input::HostReady { info, instance: "h1".into() });
        let HostMessage::DialNumber(mut dial) = click("+4930") else { panic!() };
        dial.object_id = Some(Id::from(9));
        dial.object_type = Some("COMPANY".into());
        dial.portal_id = Some(Id::from(portal));
        let out = bench.host_says(HostMessage::DialNumber(dial));
        let Wish::Dial { callee, on_screen, .. } = wishes(&out).remove(0) else { panic!() };
        (callee.is_some(), on_screen.is_some())
    };
    assert_eq!(dialled(7), (true, true));
    assert_eq!(dialled(8), (false, false));
}

#[test]
fn a_double_click_dials_once() {
    let mut bench = typed("+4930123");
    let mut all = bench.act(Intent::Dial);
    all.extend(bench.act(Intent::Dial));
    all.extend(bench.act(Intent::Redial("+4930123".into())));
    assert_eq!(dials(&all), ["+4930123"]);
    assert_eq!(bench.desk.view().notice, None);
}

#[test]
fn a_double_click_in_hubspot_dials_once_and_keeps_nothing() {
    let mut bench = Bench::owner();
    let mut all = bench.host_says(click("+4930123"));
    let call = CallView { id: id(bench.made), ..dialling(1) };
    all.extend(bench.host_says(click("+4930123")));
    all.extend(bench.call(call));
    all.extend(bench.host_says(click("+4930123")));
    assert_eq!(dials(&all), ["+4930123"]);
    assert_eq!(bench.desk.view().pending_dial, None);
}

// row!(L22)
#[test]
fn a_number_clicked_during_wrap_up_is_kept_and_offered() {
    let mut bench = Bench::owner();
    bench.call(wrap_up(&ringing(1)));
    assert_eq!(dials(&bench.host_says(click("+4930123"))), [] as [&str; 0]);
    let kept = bench.desk.view().pending_dial.clone().unwrap();
    assert_eq!(kept.number, "+4930123");
    let out = bench.act(Intent::DialPending);
    let Wish::Dial { to, callee, .. } = &wishes(&out)[0] else { panic!() };
    assert_eq!((to.as_str(), callee.is_some()), ("+4930123", true));
    assert_eq!(bench.desk.view().pending_dial, None);
    assert_eq!(bench.desk.view().others.len(), 1, "the wrap-up is still there");
}

#[test]
fn a_number_clicked_during_a_call_is_kept_until_the_call_is_over() {
    let mut bench = Bench::owner();
    bench.call(connected(&ringing(1)));
    bench.host_says(click("+4930123"));
    assert_eq!(dials(&bench.act(Intent::DialPending)), [] as [&str; 0]);
    assert!(bench.desk.view().notice.is_some());
    assert!(bench.desk.view().pending_dial.is_some());
    bench.call(closed(&connected(&ringing(1)), EndStatus::Completed));
    assert_eq!(dials(&bench.act(Intent::DialPending)), ["+4930123"]);
}

#[test]
fn of_several_clicks_the_last_three_are_kept_and_the_newest_is_offered_first() {
    let mut bench = Bench::owner();
    bench.call(wrap_up(&ringing(1)));
    for number in ["+491", "+492", "+493", "+492", "+494"] {
        bench.host_says(click(number));
    }
    for (number, more) in [("+494", 2), ("+492", 1), ("+493", 0)] {
        let offered = bench.desk.view().pending_dial.clone().unwrap();
        assert_eq!((offered.number.as_str(), offered.more), (number, more));
        bench.act(Intent::DropPending);
    }
    assert_eq!(bench.desk.view().pending_dial, None);
}

/// What the page keeps last.
fn kept(out: &[Output]) -> Option<Vec<Later>> {
    let mut kept = out.iter().filter_map(|output| match output {
        Output::KeepPending(numbers) => Some(numbers.clone()),
        _ => None,
    });
    kept.next_back()
}

// row!(L22)
#[test]
fn numbers_kept_for_later_outlive_a_reload_with_all_that_was_said_of_them() {
    let mut before = Bench::owner();
    before.call(connected(&ringing(1)));
    let mut out = before.host_says(click("+491"));
    out.extend(before.host_says(click("+492")));
    let numbers = kept(&out).unwrap();

    let mut bench = Bench::new();
    bench.give(Input::KeptPending(numbers));
    bench.host("h2");
    bench.give(Input::SignedOut);
    bench.give(Input::SignedIn);
    bench.give(Input::StreamOpened);
    bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS + bench.now });
    let all = snapshot(None, vec![], bench.now);
    bench.stream(ServerMessage::Snapshot(Box::new(all)));
    let out = bench.act(Intent::DialPending);
    let Wish::Dial { to, country, callee, .. } = &wishes(&out)[0] else { panic!() };
    assert_eq!((to.as_str(), country.as_deref(), callee.is_some()), ("+492", Some("DE"), true));
    assert_eq!(kept(&out).unwrap()[0].number, "+491", "the other one waits");
}

#[test]
fn a_number_that_a_call_came_in_between_of_is_kept_for_later() {
    let mut bench = Bench::owner();
    let out = bench.host_says(click("+4930123"));
    bench.refused(&key(&out), "busy");
    let kept = bench.desk.view().pending_dial.clone().unwrap();
    assert_eq!(kept.number, "+4930123");
}

#[test]
fn a_click_before_the_first_snapshot_is_kept() {
    let mut bench = Bench::new();
    bench.host("h1");
    assert_eq!(dials(&bench.host_says(click("+4930123"))), [] as [&str; 0]);
    assert!(bench.desk.view().pending_dial.is_some());
}

#[test]
fn a_click_without_a_number_is_told() {
    let mut bench = Bench::owner();
    let out = bench.host_says(HostMessage::DialNumber(DialNumber::default()));
    assert!(out.is_empty());
    assert!(bench.desk.view().notice.is_some());
}

#[test]
fn an_emergency_number_goes_untouched_and_waits_for_nothing() {
    let mut bench = Bench::owner();
    let out = bench.act(Intent::Typed("112".into()));
    assert!(out.is_empty());
    assert!(bench.pass(1_000).iter().all(|out| !matches!(out, Output::ReadNumber { .. })));
    let pad = bench.desk.view().pad.clone();
    assert!(pad.can_dial);
    assert!(pad.emergency.is_some_and(|note| note.carried && note.number == "112"));
    assert_eq!(dials(&bench.act(Intent::Dial)), ["112"]);
}

#[test]
fn an_emergency_number_from_hubspot_is_read_in_no_country() {
    let mut bench = Bench::owner();
    let out = bench.host_says(click("112"));
    let Wish::Dial { to, country, .. } = &wishes(&out)[0] else { panic!() };
    assert_eq!((to.as_str(), country), ("112", &None));
}

#[test]
fn an_emergency_number_does_not_wait_for_a_wrap_up() {
    let mut bench = Bench::owner();
    bench.call(wrap_up(&ringing(1)));
    assert_eq!(dials(&bench.host_says(click("999"))), ["999"]);
}

#[test]
fn an_emergency_number_the_line_cannot_carry_is_said_before_and_not_dialled() {
    let mut bench = Bench::owner();
    uncarried(&mut bench);
    bench.act(Intent::Typed("1-1-2".into()));
    let pad = bench.desk.view().pad.clone();
    assert!(!pad.can_dial);
    assert!(pad.note.contains("cannot carry"));
    let mut all = bench.act(Intent::Dial);
    all.extend(bench.act(Intent::Redial("112".into())));
    all.extend(bench.host_says(click("112")));
    assert_eq!(dials(&all), [] as [&str; 0]);
    assert_eq!(bench.desk.view().notice.as_ref().unwrap().kind, NoticeKind::Error);
    bench.call(wrap_up(&ringing(1)));
    bench.host_says(click("112"));
    assert_eq!(bench.desk.view().pending_dial, None, "it is not offered either");
}

// row!(L25)
#[test]
fn a_number_is_shown_as_it_will_be_dialled() {
    let mut bench = typed("07700 900123");
    let out = bench.pass(150);
    assert!(matches!(&out[..], [Output::ReadNumber { typed, .. }] if typed == "07700 900123"));
    let mut reading = NumberReading {
        typed: "07700 90012".into(), // an older text
        dials: "+447700900123".into(),
        shown: "+44 7700 900123".into(),
        country: "United Kingdom".into(),
        valid: true,
        emergency: false,
        note: String::new(),
    };
    bench.give(Input::NumberRead(Ok(reading.clone())));
    assert_eq!(bench.desk.view().pad.reading, None);
    reading.typed = "07700 900123".into();
    bench.give(Input::NumberRead(Ok(reading.clone())));
    assert_eq!(bench.desk.view().pad.reading, Some(reading));
    bench.act(Intent::Backspace);
    assert_eq!(bench.desk.view().pad.reading, None, "it is about another text now");
}

#[test]
fn typing_asks_for_one_reading_after_the_last_key() {
    let mut bench = Bench::owner();
    let mut all = Vec::new();
    for key in "0301".chars() {
        all.extend(bench.act(Intent::Digit(key)));
        all.extend(bench.pass(100));
    }
    all.extend(bench.pass(1_000));
    let reads = all.iter().filter(|out| matches!(out, Output::ReadNumber { .. })).count();
    assert_eq!((reads, bench.desk.view().pad.text.as_str()), (1, "0301"));
}

#[test]
fn a_number_that_is_none_is_not_dialled_and_an_unread_one_is() {
    let mut bench = typed("12");
    bench.give(Input::NumberRead(Ok(NumberReading {
        typed: "12".into(),
        dials: String::new(),
        shown: "12".into(),
        country: String::new(),
        valid: false,
        emergency: false,
        note: "Too short.".into(),
    })));
    assert_eq!(bench.desk.view().pad.note, "Too short.");
    assert!(!bench.desk.view().pad.can_dial);
    assert!(bench.act(Intent::Dial).is_empty());
    bench.act(Intent::Typed("+4930123".into()));
    bench.give(Input::NumberRead(Err(None)));
    assert_eq!(dials(&bench.act(Intent::Dial)), ["+4930123"]);
    let mut bench = typed("hello");
    assert!(bench.act(Intent::Dial).is_empty());
}

#[test]
fn the_pad_is_emptied_when_the_call_is_there_and_kept_when_it_is_refused() {
    let mut bench = typed("+4930123");
    let key_of_it = key(&bench.act(Intent::Dial));
    bench.refused(&key_of_it, "invalid");
    assert_eq!(bench.desk.view().pad.text, "+4930123");
    assert_eq!(bench.desk.view().front, None);
    assert_eq!(bench.desk.view().notice.as_ref().unwrap().text, "A sentence.");
    bench.act(Intent::Dial);
    bench.call(CallView { id: id(bench.made), ..dialling(1) });
    assert_eq!(bench.desk.view().pad.text, "");
    assert_eq!(bench.desk.view().front.as_ref().unwrap().waiting, None);
}

#[test]
fn a_dial_without_answer_is_sent_again_under_its_key_when_the_stream_is_back() {
    let mut bench = typed("+4930123");
    let first = key(&bench.act(Intent::Dial));
    bench.give(Input::StreamLost { jitter: 0.0 });
    bench.unanswered(&first);
    assert_eq!(key(&bench.resume()), first);
}

#[test]
fn a_dial_that_is_late_is_given_up_and_told() {
    let mut bench = typed("+4930123");
    bench.act(Intent::Dial);
    bench.idle(10_000);
    assert!(bench.desk.view().notice.is_some());
    assert_eq!(bench.desk.view().front, None);
    bench.give(Input::StreamLost { jitter: 0.0 });
    assert_eq!(wishes(&bench.resume()), []);
}

#[test]
fn hanging_up_before_the_call_is_there_ends_it_when_it_is() {
    let mut bench = typed("+4930123");
    let first = key(&bench.act(Intent::Dial));
    let call = id(bench.made);
    assert_eq!(wishes(&bench.act(Intent::HangUp(call.clone()))), []);
    assert_eq!(bench.desk.view().front.as_ref().unwrap().waiting, Some(Waiting::HangUp));
    assert_eq!(wishes(&bench.done(&first)), [Wish::HangUp { call }]);

    let mut bench = typed("+4930123");
    bench.act(Intent::Dial);
    let call = id(bench.made);
    bench.host_says(HostMessage::EndCall(CallRef::default()));
    let out = bench.call(CallView { id: call.clone(), ..dialling(1) });
    assert!(wishes(&out).contains(&Wish::HangUp { call }));
}

#[test]
fn hubspot_can_hang_up_the_call_in_front() {
    let mut bench = Bench::owner();
    bench.call(connected(&ringing(1)));
    let end = HostMessage::EndCall(CallRef::default());
    let out = bench.host_says(end.clone());
    assert!(wishes(&out).contains(&Wish::HangUp { call: id(1) }));
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    assert_eq!(wishes(&bench.host_says(end.clone())), [Wish::Decline { call: id(1) }]);
    let mut bench = Bench::owner();
    bench.call(wrap_up(&ringing(1)));
    assert_eq!(wishes(&bench.host_says(end)), []);
}

#[test]
fn a_busy_call_leaves_a_card_to_dial_again_for_a_while() {
    let mut bench = Bench::owner();
    bench.call(dialling(1));
    bench.call(closed(&dialling(1), EndStatus::Busy));
    let card = bench.desk.view().front.clone().unwrap();
    assert_eq!(card.phase, CardPhase::Ended { end: EndStatus::Busy });
    assert!(bench.desk.view().announce.starts_with("Busy"));
    let out = bench.act(Intent::Redial(card.number));
    assert_eq!(dials(&out), ["+49301230001"]);

    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.call(closed(&ringing(1), EndStatus::Missed));
    bench.event(Event::Gone(id(1)));
    assert!(bench.desk.view().front.is_some(), "it is shown though the backend forgot it");
    bench.idle(10_000);
    assert_eq!(bench.desk.view().front, None);
}
