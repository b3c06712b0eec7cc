//! How the call in front sounds: the thresholds, what to do, and which call it is about.

mod common;

use common::{Bench, connected, id, owner_of, ringing, wrap_up};
use contract::{Event, ServerMessage, SoundQuality};
use desk::{Quality, judge};

fn sound(call: u64) -> SoundQuality {
    SoundQuality { call: id(call), you: true, mos: 44, rtt: 20, jitter: 2, loss: 0 }
}

fn poor(sound: &SoundQuality) -> &'static str {
    match judge(sound) {
        Quality::Poor(advice) => advice,
        other => panic!("{other:?}: {sound:?}"),
    }
}

#[test]
fn each_figure_has_its_threshold() {
    let at = SoundQuality { mos: 30, rtt: 400, jitter: 30, loss: 10, ..sound(1) };
    assert_eq!(judge(&at), Quality::Good, "at the threshold it is still good");
    for worse in [
        SoundQuality { mos: 29, ..at.clone() },
        SoundQuality { rtt: 401, ..at.clone() },
        SoundQuality { jitter: 31, ..at.clone() },
        SoundQuality { loss: 11, ..at },
    ] {
        poor(&worse);
        poor(&SoundQuality { you: false, ..worse });
    }
}

#[test]
fn the_advice_is_about_what_is_wrong_and_on_which_side() {
    let lossy = SoundQuality { loss: 50, ..sound(1) };
    assert!(poor(&lossy).contains("loses sound"));
    assert!(poor(&SoundQuality { jitter: 80, ..sound(1) }).contains("unsteady"));
    assert!(poor(&SoundQuality { rtt: 900, ..sound(1) }).contains("slow"));
    // What gets lost is worse than what comes late.
    assert_eq!(poor(&SoundQuality { jitter: 80, rtt: 900, ..lossy.clone() }), poor(&lossy));
    assert!(poor(&SoundQuality { you: false, ..lossy }).contains("other end"));
}

#[test]
fn it_is_shown_of_the_call_in_front_while_it_is_on_the_line() {
    let call = connected(&ringing(1));
    let mut bench = Bench::working(Some(owner_of("s", 1)), vec![call.clone()]);
    assert_eq!(bench.desk.view().quality, Quality::Unknown);
    bench.stream(ServerMessage::Sound(sound(1)));
    assert_eq!(bench.desk.view().quality, Quality::Good);
    assert_eq!(bench.desk.view().sound, Some(sound(1)));
    bench.stream(ServerMessage::Sound(SoundQuality { loss: 99, ..sound(1) }));
    assert!(matches!(bench.desk.view().quality, Quality::Poor(_)));
    bench.stream(ServerMessage::Sound(SoundQuality { loss: 99, ..sound(2) }));
    assert_eq!(bench.desk.view().quality, Quality::Unknown, "of another call nothing is shown");
    bench.stream(ServerMessage::Sound(sound(1)));
    bench.call(wrap_up(&call));
    assert_eq!(bench.desk.view().quality, Quality::Unknown);
}

#[test]
fn what_is_said_in_passing_is_no_gap_in_the_stream() {
    let mut bench = Bench::working(Some(owner_of("s", 1)), vec![connected(&ringing(1))]);
    bench.stream(ServerMessage::Sound(sound(1)));
    let out = bench.event(Event::Missed(2));
    assert_eq!(bench.desk.view().missed, 2, "{} outputs", out.len());
}

#[test]
fn a_service_that_is_about_to_restart_is_shown_until_the_next_one_is_there() {
    let mut bench = Bench::working(Some(owner_of("s", 1)), vec![]);
    assert!(!bench.desk.view().closing);
    bench.event(Event::Closing);
    assert!(bench.desk.view().closing);
    let fresh = common::snapshot(Some(owner_of("s", 2)), vec![], bench.now);
    bench.stream(ServerMessage::Snapshot(Box::new(fresh)));
    assert!(!bench.desk.view().closing);
}
