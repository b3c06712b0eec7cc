//! The agent's voice on a surface: what is carried, what happens when nothing comes through, and what
//! the person is told about microphone and loudspeaker.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{Device, Input, Intent, Microphone, Output, SoundNews, Trouble, Voice};

fn spoken(call: CallView, held: bool) -> CallView {
    CallView { phase: Phase::Connected { since: EPOCH_MS, muted: false, held }, ..call }
}

fn voice(bench: &Bench) -> Option<Voice> {
    bench.desk.view().voice.clone()
}

fn on_a_call() -> Bench {
    let mut bench = Bench::owner();
    bench.call(spoken(ringing(1), false));
    bench
}

fn says(bench: &mut Bench, news: SoundNews) -> Vec<Output> {
    bench.give(Input::Sound(news))
}

#[test]
fn the_owner_carries_a_call_from_the_answer_to_the_end() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    assert_eq!(voice(&bench), None, "nothing is carried before the answer");
    bench.call(spoken(ringing(1), false));
    let carried = voice(&bench).unwrap();
    assert_eq!((carried.call.clone(), carried.epoch, carried.attempt), (id(1), 1, 0));
    let mut muted = spoken(ringing(1), false);
    muted.phase = Phase::Connected { since: EPOCH_MS, muted: true, held: false };
    bench.call(muted);
    assert_eq!(voice(&bench), Some(Voice { muted: true, ..carried }));
    bench.event(Event::Gone(id(1)));
    assert_eq!(voice(&bench), None);
}

// row!(L4)
#[test]
fn a_page_that_is_loaded_anew_carries_the_call_with_the_snapshot() {
    let call = spoken(ringing(1), false);
    let bench = Bench::working(Some(owner_of("s1", 1)), vec![call]);
    assert_eq!(voice(&bench).unwrap().call, id(1));
}

#[test]
fn a_surface_that_does_not_own_carries_nothing_and_takes_over_with_a_connection_of_its_own() {
    let mut bench = Bench::working(Some(owner_of("other", 1)), vec![]);
    bench.call(spoken(ringing(1), false));
    assert_eq!(voice(&bench), None);
    bench.event(Event::Owner(Some(owner_of("s1", 2))));
    let first = voice(&bench).unwrap();
    assert_eq!(first.epoch, 2);
    bench.event(Event::Owner(Some(owner_of("other", 3))));
    assert_eq!(voice(&bench), None);
    bench.event(Event::Owner(Some(owner_of("s1", 4))));
    assert_ne!(voice(&bench).unwrap().number, first.number);
}

#[test]
fn another_appointment_of_the_same_surface_does_not_interrupt_the_call() {
    let mut bench = on_a_call();
    let before = voice(&bench).unwrap();
    bench.event(Event::Owner(Some(owner_of("s1", 2))));
    assert_eq!(voice(&bench), Some(Voice { epoch: 2, ..before }));
}

#[test]
fn of_two_calls_the_one_that_is_not_held_is_carried() {
    let mut bench = on_a_call();
    let first = voice(&bench).unwrap();
    bench.call(spoken(ringing(1), true));
    assert_eq!(voice(&bench), Some(first.clone()), "held alone it keeps its connection");
    bench.call(spoken(ringing(2), false));
    let second = voice(&bench).unwrap();
    assert_eq!(second.call, id(2));
    assert_ne!(second.number, first.number);
}

#[test]
fn sound_that_stays_away_for_two_seconds_gets_a_new_way_and_then_a_new_connection() {
    let mut bench = on_a_call();
    let first = voice(&bench).unwrap();
    says(&mut bench, SoundNews::Joined(first.number));
    says(&mut bench, SoundNews::Shaken(first.number));
    bench.pass(1_999);
    assert_eq!(voice(&bench).unwrap().attempt, 0, "a moment's loss is left to the browser");
    bench.pass(1);
    assert_eq!(voice(&bench), Some(Voice { attempt: 1, ..first.clone() }));
    assert_eq!(bench.desk.view().trouble, Some(Trouble::Broken));
    bench.pass(5_000);
    let second = voice(&bench).unwrap();
    assert_ne!(second.number, first.number);
    says(&mut bench, SoundNews::Joined(second.number));
    assert_eq!(bench.desk.view().trouble, None);
    bench.pass(60_000);
    assert_eq!(voice(&bench), Some(second), "what runs is left alone");
}

#[test]
fn sound_that_comes_back_by_itself_is_left_alone() {
    let mut bench = on_a_call();
    let first = voice(&bench).unwrap();
    for news in [SoundNews::Joined, SoundNews::Shaken, SoundNews::Joined] {
        says(&mut bench, news(first.number));
    }
    bench.pass(10_000);
    assert_eq!(voice(&bench), Some(first));
}

#[test]
fn a_broken_connection_gets_a_new_way_at_once_and_news_of_an_old_one_mean_nothing() {
    let mut bench = on_a_call();
    let first = voice(&bench).unwrap();
    says(&mut bench, SoundNews::Joined(first.number));
    says(&mut bench, SoundNews::Broken(first.number.wrapping_sub(1)));
    assert_eq!(voice(&bench), Some(first.clone()));
    says(&mut bench, SoundNews::Broken(first.number));
    assert_eq!(voice(&bench).unwrap().attempt, 1);
}

#[test]
fn an_offer_without_an_answer_is_made_again_and_one_that_came_too_early_sooner() {
    for (early, after) in [(false, 1_000), (true, 300)] {
        let mut bench = on_a_call();
        let first = voice(&bench).unwrap();
        let news = match early {
            true => SoundNews::NotMine(first.number),
            false => SoundNews::NotTaken(first.number, None),
        };
        says(&mut bench, news);
        bench.pass(after - 1);
        assert_eq!(voice(&bench).unwrap().number, first.number);
        bench.pass(1);
        assert_ne!(voice(&bench).unwrap().number, first.number);
        assert_eq!(bench.desk.view().notice, None);
    }
}

#[test]
fn a_service_without_sound_says_why_once_and_is_not_asked_again() {
    let mut bench = on_a_call();
    let first = voice(&bench).unwrap();
    let problem = Problem { code: "no-sound".into(), message: "Ask your administrator.".into() };
    says(&mut bench, SoundNews::NotTaken(first.number, Some(problem)));
    assert_eq!(bench.desk.view().notice.as_ref().unwrap().text, "Ask your administrator.");
    bench.pass(600_000);
    assert_eq!(voice(&bench), Some(first));
}

#[test]
fn a_service_that_was_restarted_gets_a_new_connection_at_once() {
    let mut bench = on_a_call();
    let first = voice(&bench).unwrap();
    says(&mut bench, SoundNews::Joined(first.number));
    bench.give(Input::StreamLost { jitter: 0.0 });
    bench.pass(5_000);
    bench.give(Input::StreamOpened);
    let now = EPOCH_MS + bench.now;
    bench.stream(ServerMessage::Welcome { stream: "other".into(), now });
    assert_eq!(voice(&bench), Some(first.clone()), "a call goes on without the stream");
    let all = snapshot(Some(owner_of("s1", 2)), vec![spoken(ringing(1), false)], bench.now);
    bench.stream(ServerMessage::Snapshot(Box::new(all)));
    let second = voice(&bench).unwrap();
    assert_ne!(second.number, first.number);
    assert_eq!(second.epoch, 2);
}

#[test]
fn a_page_that_goes_away_carries_nothing_and_one_that_comes_back_connects_anew() {
    let mut bench = on_a_call();
    let first = voice(&bench).unwrap();
    bench.give(Input::PageHide);
    assert_eq!(voice(&bench), None);
    bench.give(Input::PageShow);
    assert_ne!(voice(&bench).unwrap().number, first.number);
}

// row!(L10)
#[test]
fn who_would_not_hear_a_call_or_not_be_heard_is_told_before_one_comes() {
    let mut bench = Bench::owner();
    assert_eq!(bench.desk.view().trouble, None);
    says(&mut bench, SoundNews::Locked(true));
    assert_eq!(bench.desk.view().trouble, Some(Trouble::Locked));
    for (microphone, trouble) in [
        (Microphone::Asks, Trouble::Asks),
        (Microphone::Refused, Trouble::Refused),
        (Microphone::Missing, Trouble::Missing),
    ] {
        says(&mut bench, SoundNews::Microphone(microphone));
        assert_eq!(bench.desk.view().trouble, Some(trouble));
    }
    assert!(bench.act(Intent::AllowSound) == [Output::AllowSound]);
    says(&mut bench, SoundNews::Microphone(Microphone::Ready));
    says(&mut bench, SoundNews::Locked(false));
    assert_eq!(bench.desk.view().trouble, None);
}

#[test]
fn a_surface_that_does_not_speak_says_nothing_about_its_own_microphone() {
    let mut bench = Bench::working(Some(owner_of("other", 1)), vec![]);
    says(&mut bench, SoundNews::Microphone(Microphone::Refused));
    assert_eq!(bench.desk.view().trouble, None);
}

// row!(P3)
#[test]
fn the_panel_for_sound_opens_from_the_menu_and_its_choices_go_to_the_browser() {
    let mut bench = Bench::owner();
    bench.act(Intent::Menu);
    bench.act(Intent::SoundPanel);
    assert!(bench.desk.view().sound_panel && bench.desk.view().menu.is_none());
    let out = bench.act(Intent::Device(Device::Microphone, "h".into()));
    assert!(out == [Output::Device(Device::Microphone, "h".into())]);
    assert!(bench.act(Intent::Volume(130)) == [Output::Volume(100)]);
    assert!(bench.act(Intent::TestTone) == [Output::TestTone]);
    bench.act(Intent::SoundPanel);
    assert!(!bench.desk.view().sound_panel);
}

// row!(P3)
#[test]
fn a_report_has_the_agents_words_and_what_the_page_knows_and_is_kept_until_it_is_taken() {
    let mut bench = on_a_call();
    bench.act(Intent::SoundPanel);
    bench.act(Intent::Said("An echo".into()));
    says(&mut bench, SoundNews::Microphone(Microphone::Ready));
    let out = bench.act(Intent::Report);
    let [Output::Report { said, facts }] = &out[..] else { panic!("nothing is sent") };
    assert_eq!(said, "An echo");
    assert_eq!(facts, &[("microphone", "ready"), ("sound", "offered"), ("locked", "no")]);
    bench.give(Input::Reported(Err(None)));
    assert_eq!(bench.desk.view().said, "An echo");
    bench.give(Input::Reported(Ok(())));
    assert!(bench.desk.view().said.is_empty() && !bench.desk.view().sound_panel);
}
