//! How good a call sounds is said of its worse side, of the time since the last look, and at its end of
//! the whole of it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;
use voice::media::{End, Impression, Sounds};
use voice::rtp::{Counts, Quality};
use voice::sound::{Codec, Level};

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

fn counts(packets: u64, lost: u64, jitter: u64) -> Counts {
    Counts { packets, lost, jitter: ms(jitter) }
}

/// A clean call of so many seconds, 50 packets each.
fn clean(seconds: u64) -> Sounds {
    Sounds {
        page: counts(seconds * 50, 0, 1),
        far: counts(seconds * 50, 0, 1),
        to_page: Quality::default(),
        to_far: Quality::default(),
        levels: (Level::SILENT, Level::SILENT),
        codec: Some(Codec::Pcma),
    }
}

#[test]
fn a_clean_call_is_good_on_either_side() {
    let look = Impression::default().look(&clean(2)).unwrap();
    assert!(look.mos > 4.3, "{look:?}");
}

#[test]
fn the_worse_side_is_told_with_the_worse_figure_of_its_ways() {
    let mut impression = Impression::default();
    let far = Sounds { far: counts(90, 10, 3), ..clean(2) };
    let look = impression.look(&far).unwrap();
    assert_eq!((look.side, look.quality.jitter), (End::Far, ms(3)));
    assert!((look.quality.loss - 0.1).abs() < 1e-9);
    // The page says that little of what was sent arrived, and what came from it was unsteady.
    let to_page = Quality { loss: 0.2, jitter: ms(0), round_trip: ms(300) };
    let agent = Sounds { page: counts(200, 0, 40), to_page, ..clean(4) };
    let look = impression.look(&agent).unwrap();
    assert_eq!(look.side, End::Agent);
    assert_eq!(look.quality, Quality { loss: 0.2, jitter: ms(40), round_trip: ms(300) });
    assert!(look.mos < 3.0);
}

#[test]
fn only_what_got_lost_since_the_last_look_counts() {
    let mut impression = Impression::default();
    let lost = |seconds| Sounds { page: counts(seconds * 50 - 20, 20, 1), ..clean(seconds) };
    assert!((impression.look(&lost(2)).unwrap().quality.loss - 0.2).abs() < 1e-9);
    assert!(impression.look(&lost(4)).unwrap().quality.loss <= 0.0);
    // What came late after all is no negative loss.
    assert!(impression.look(&clean(6)).unwrap().quality.loss <= 0.0);
}

#[test]
fn a_reloaded_page_counts_from_nought() {
    let mut impression = Impression::default();
    impression.look(&clean(60)).unwrap();
    let reloaded = Sounds { page: counts(40, 10, 1), ..clean(62) };
    assert!((impression.look(&reloaded).unwrap().quality.loss - 0.2).abs() < 1e-9);
}

#[test]
fn nothing_is_said_of_a_call_that_no_page_carries_or_speaks_in() {
    let mut impression = Impression::default();
    assert_eq!(impression.look(&Sounds { codec: None, ..clean(2) }), None);
    assert_eq!(impression.whole(), None);
    impression.look(&clean(2)).unwrap();
    assert_eq!(impression.look(&clean(2)), None, "nothing came since");
    assert!(impression.whole().is_some());
}

#[test]
fn a_simulated_far_end_is_never_the_worse_side() {
    let simulated = Sounds { far: Counts::default(), page: counts(99, 1, 1), ..clean(2) };
    assert_eq!(Impression::default().look(&simulated).unwrap().side, End::Agent);
}

#[test]
fn the_whole_of_a_call_has_means_and_the_worst_of_each() {
    let mut impression = Impression::default();
    let to_page = |loss, round_trip| Quality { loss, jitter: ms(0), round_trip: ms(round_trip) };
    let looks = [(0.0, 100), (0.3, 20), (0.0, 30)];
    for (n, (loss, round_trip)) in looks.into_iter().enumerate() {
        let sounds = Sounds { to_page: to_page(loss, round_trip), ..clean(2 * (n as u64 + 1)) };
        impression.look(&sounds).unwrap();
    }
    let whole = impression.whole().unwrap();
    assert_eq!(whole.codec, Codec::Pcma);
    assert!((whole.loss.mean - 0.1).abs() < 1e-9 && (whole.loss.worst - 0.3).abs() < 1e-9);
    assert_eq!((whole.round_trip.mean, whole.round_trip.worst), (ms(50), ms(100)));
    assert!(whole.mos.worst < 3.0 && whole.mos.mean > whole.mos.worst);
    assert_eq!(whole.jitter.worst, ms(1));
}
