//! Two ends of a line report to each other: what gets lost, how unsteadily it comes, and how long it
//! takes there and back.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test begins at some moment")]

use proptest::prelude::*;
use std::time::{Duration, Instant};
use voice::rtp::{Reception, Reports, Stamp};

const FRAME: Duration = Duration::from_millis(20);

struct Side {
    ssrc: u32,
    reports: Reports,
    reception: Reception,
}

impl Side {
    fn new(ssrc: u32, now: Instant) -> Self {
        Self { ssrc, reports: Reports::new(ssrc, 8_000, now), reception: Reception::default() }
    }
}

/// Two sides speak for so many seconds over a line that takes this long each way; `lost` says which
/// packets of the first one never arrive.
fn speak(seconds: u32, way: Duration, lost: impl Fn(u32) -> bool) -> [Side; 2] {
    let began = Instant::now();
    let (mut one, mut two) = (Side::new(1, began), Side::new(2, began));
    let mut under_way: Vec<(Instant, bool, Vec<u8>)> = Vec::new();
    for n in 0..seconds * 50 {
        let now = began + FRAME * n;
        let stamp = Stamp { seq: u64::from(n), time: n * 160, marker: false };
        one.reports.sent(stamp, 160);
        two.reports.sent(stamp, 160);
        one.reception.came(two.ssrc, n as u16, n * 160, now + way);
        if !lost(n) {
            two.reception.came(one.ssrc, n as u16, n * 160, now + way);
        }
        for (first, side) in [(true, &mut one), (false, &mut two)] {
            let report = side.reports.due(&side.reception, now);
            under_way.extend(report.map(|report| (now + way, first, report)));
        }
        for (at, first, report) in under_way.extract_if(.., |(at, ..)| *at <= now) {
            let hears = if first { &mut two } else { &mut one };
            assert!(hears.reports.came(&report, at));
        }
    }
    [one, two]
}

#[test]
fn the_way_there_and_back_is_measured() {
    for way in [0, 10, 150] {
        let way = Duration::from_millis(way);
        for side in speak(16, way, |_| false) {
            let measured = side.reports.quality().round_trip;
            assert!(measured.abs_diff(way * 2) < Duration::from_millis(1), "{way:?} {measured:?}");
        }
    }
}

#[test]
fn who_sends_learns_what_got_lost() {
    let [one, two] = speak(16, Duration::from_millis(5), |n| n % 20 == 7);
    assert!((one.reports.quality().loss - 0.05).abs() < 0.01, "{:?}", one.reports.quality());
    assert!(two.reports.quality().loss <= 0.0);
}

#[test]
fn a_report_says_only_what_is_new() {
    // Everything of the first six seconds got lost in part, and nothing after.
    let [one, _] = speak(26, Duration::from_millis(5), |n| n < 250 && n % 2 == 1);
    assert!(one.reports.quality().loss <= 0.0, "{:?}", one.reports.quality());
}

#[test]
fn somebody_elses_report_changes_nothing() {
    let began = Instant::now();
    let mut side = Side::new(9, began);
    let mut stranger = Side::new(5, began);
    stranger.reception.came(4, 1, 1, began);
    stranger.reports.sent(Stamp { seq: 1, time: 1, marker: true }, 160);
    let report = stranger.reports.due(&stranger.reception, began + Duration::from_secs(6)).unwrap();
    assert!(side.reports.came(&report, began + Duration::from_secs(6)));
    assert_eq!(side.reports.quality(), voice::rtp::Quality::default());
}

proptest! {
    #[test]
    fn no_datagram_breaks_it(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let began = Instant::now();
        Side::new(1, began).reports.came(&bytes, began);
    }

    /// Nearly a report: some of its bytes are others.
    #[test]
    fn no_damaged_report_breaks_it(changes in prop::collection::vec((0..60_usize, any::<u8>()), 1..6)) {
        let began = Instant::now();
        let mut side = Side::new(1, began);
        side.reception.came(1, 1, 1, began);
        side.reports.sent(Stamp { seq: 1, time: 1, marker: true }, 160);
        let later = began + Duration::from_secs(6);
        let mut report = side.reports.due(&side.reception, later).unwrap();
        for (at, byte) in changes {
            let length = report.len();
            report[at % length] = byte;
        }
        side.reports.came(&report, later);
        prop_assert!((0.0..=1.0).contains(&side.reports.quality().loss));
    }
}
