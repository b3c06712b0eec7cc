//! Faster and slower ways of the same events: handed on by other frames, after a freeze, out of the
//! back/forward cache, and with a thousand others after a restart.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

mod common;

use common::*;
use contract::*;
use desk::{CardPhase, Desk, Input, Link, Output};

fn event(seq: u64, event: Event) -> ServerMessage {
    ServerMessage::Event { seq, now: EPOCH_MS + 1_000, event }
}

fn handed(bench: &mut Bench, stream: &str, seq: u64, what: Event) -> Vec<Output> {
    bench.give(Input::Handed { stream: stream.into(), message: event(seq, what) })
}

fn rings(number: u64) -> Event {
    Event::Call(Box::new(ringing(number)))
}

fn shown(bench: &Bench) -> usize {
    usize::from(bench.desk.view().front.is_some()) + bench.desk.view().others.len()
}

fn connects(out: &[Output]) -> usize {
    out.iter().filter(|out| matches!(out, Output::Connect)).count()
}

#[test]
fn what_the_stream_said_is_handed_on_once_and_what_was_handed_is_not() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    assert_eq!(bench.shared, [("st".into(), 1)]);
    handed(&mut bench, "st", 2, rings(2));
    bench.stream(event(2, rings(2))); // comes by the stream too
    bench.stream(ServerMessage::Ping(1));
    assert_eq!(bench.shared.len(), 1, "no echo");
    assert_eq!(shown(&bench), 2);
}

#[test]
fn only_the_next_event_of_the_same_stream_is_taken() {
    let mut bench = Bench::owner();
    for (stream, seq) in [("st", 2), ("another", 1), ("st", 0), ("st", u64::MAX)] {
        assert!(!bench.desk.misses(stream, seq));
        assert!(handed(&mut bench, stream, seq, rings(1)).is_empty());
    }
    assert_eq!(shown(&bench), 0);
    assert_eq!(bench.desk.view().link, Link::Up, "and none of it looks like a gap");
    assert!(bench.desk.misses("st", 1));
    handed(&mut bench, "st", 1, rings(1));
    assert_eq!(shown(&bench), 1);
    assert!(!bench.desk.misses("st", 1), "twice is once");
    let not_an_event = Input::Handed { stream: "st".into(), message: ServerMessage::Ping(3) };
    assert!(bench.give(not_an_event).is_empty(), "another frame's pings are not this one's");
}

// row!(L11)
#[test]
fn a_frame_without_its_stream_shows_the_same_truth_and_goes_on_from_there() {
    let mut bench = Bench::owner();
    bench.give(Input::StreamLost { jitter: 0.0 });
    let mut out = handed(&mut bench, "st", 1, rings(1));
    out.extend(handed(&mut bench, "st", 2, Event::Call(Box::new(connected(&ringing(1))))));
    assert!(matches!(bench.desk.view().front.as_ref().unwrap().phase, CardPhase::Connected { .. }));
    assert_eq!(told(&out), [] as [&str; 0], "without a stream nobody knows that they are the ear");
    bench.pass(250);
    let out = bench.give(Input::StreamOpened);
    let [Output::Hello { resume: Some(resume), .. }] = &out[..] else { panic!() };
    assert_eq!(resume.seq, 2);
}

#[test]
fn nobody_who_is_signed_out_takes_what_others_hear() {
    let mut bench = Bench::owner();
    bench.give(Input::Left);
    assert!(!bench.desk.misses("st", 1));
    handed(&mut bench, "st", 1, rings(1));
    assert_eq!(shown(&bench), 0);
}

// row!(U36) row!(L11)
#[test]
fn a_page_that_goes_away_signs_off_and_out_of_the_cache_it_opens_its_stream_anew() {
    let mut bench = Bench::owner();
    let out = bench.give(Input::PageHide);
    assert!(matches!(out[..], [Output::Disconnect]), "the browser may leave it open");
    bench.now += 3_600_000;
    assert!(bench.give(Input::Tick).is_empty(), "no stream while it is put away");
    let out = bench.give(Input::PageShow);
    assert!(matches!(out[..], [Output::Connect]));
    bench.stream(event(1, rings(1))); // a late word of the old one
    assert_eq!(shown(&bench), 0);
    let out = bench.give(Input::StreamOpened);
    assert!(matches!(&out[..], [Output::Hello { resume: Some(_), .. }]));
    let mut first = Bench::owner();
    assert!(first.give(Input::PageShow).is_empty(), "no reason at the first show");
    first.give(Input::StreamLost { jitter: 1.0 });
    let out = first.give(Input::PageShow);
    assert!(matches!(out[..], [Output::Connect]), "nothing to close");
}

// row!(L11) row!(L23)
#[test]
fn who_thaws_says_nothing_to_hubspot_before_it_knows_who_is_heard() {
    let mut bench = Bench::owner();
    bench.call(ringing(1));
    bench.now += 40_000; // no timer runs, and nothing is read
    let mut out = bench.call(connected(&ringing(1)));
    out.extend(bench.event(Event::Owner(Some(owner_of("s2", 2)))));
    out.extend(bench.call(wrap_up(&ringing(1))));
    out.extend(bench.idle(10_000));
    assert_eq!(told(&out), [] as [&str; 0], "the new ear has said it");
    let mut alone = Bench::owner();
    alone.call(ringing(1));
    alone.now += 40_000;
    let mut out = alone.call(connected(&ringing(1)));
    assert_eq!(told(&out), [] as [&str; 0]);
    out.extend(alone.pass(250));
    assert_eq!(told(&out), ["CALL_ANSWERED"], "nobody took over, so it is said after all");
}

// row!(L11)
#[test]
fn after_a_sleep_longer_than_every_limit_it_comes_back_by_itself() {
    let mut bench = Bench::owner();
    bench.now += 3_600_000;
    let out = bench.give(Input::Tick);
    assert!(matches!(out[..], [Output::Disconnect]), "the silence is noticed at once");
    assert_eq!(connects(&bench.pass(250)), 1);
    bench.give(Input::StreamOpened);
    let now = EPOCH_MS + bench.now;
    bench.stream(ServerMessage::Welcome { stream: "st".into(), now });
    let all = Snapshot { seq: 900, ..snapshot(Some(owner_of("s1", 5)), vec![], bench.now) };
    bench.stream(ServerMessage::Snapshot(Box::new(all)));
    assert_eq!(bench.desk.view().link, Link::Up);
    bench.seq = 900;
    bench.event(Event::Status(Status::default()));
    assert!(bench.desk.misses("st", 902));
}

/// When a page comes back after this, in milliseconds.
fn comes_back(seed: u64, after: ServerMessage) -> u64 {
    let mut bench = Bench::owner();
    bench.desk = Desk::new("s1".into(), seed);
    bench.drain();
    bench.host("h1");
    bench.give(Input::SignedIn);
    bench.give(Input::StreamOpened);
    bench.stream(ServerMessage::Welcome { stream: "st".into(), now: EPOCH_MS + bench.now });
    let all = snapshot(Some(owner_of("s1", 1)), vec![], bench.now);
    bench.stream(ServerMessage::Snapshot(Box::new(all)));
    let start = bench.now;
    bench.stream(after);
    while connects(&bench.pass(10)) == 0 {
        assert!(bench.now < start + 60_000, "it never comes back");
    }
    bench.now - start
}

// row!(L11)
#[test]
fn a_thousand_pages_that_are_sent_away_at_once_come_back_one_by_one() {
    let bye = || ServerMessage::Bye { code: "going-away".into() };
    let mut back: Vec<u64> =
        (0..1_000).map(|n: u64| comes_back(n.wrapping_mul(0x9e37_79b9_7f4a_7c15), bye())).collect();
    back.sort_unstable();
    assert!(back[0] >= 250 && back[999] <= 4_010, "{} to {}", back[0], back[999]);
    let busiest = (0..40).map(|n| {
        let tenth = n * 100..(n + 1) * 100_u64;
        back.iter().filter(|at| tenth.contains(*at)).count()
    });
    // Spread evenly there would be 27 in every tenth of a second.
    let busiest = busiest.max().unwrap();
    assert!(busiest < 55, "{busiest} in one tenth of a second");
}

#[test]
fn one_page_that_lost_its_own_stream_is_back_at_once() {
    for n in 0..100 {
        let gap = event(7, rings(1)); // something was missed: nobody else's business
        assert!(comes_back(n, gap) <= 260);
    }
}
