//! Whoever speaks, the other side hears one stream: its numbers and times only grow, and stay with
//! the clock.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test begins at some moment")]

use proptest::prelude::*;
use std::time::{Duration, Instant};
use voice::rtp::{Outgoing, Stamp};

const FRAME: Duration = Duration::from_millis(20);

#[test]
fn what_is_passed_on_keeps_its_distances() {
    let (mut out, now) = (Outgoing::new(9, 500), Instant::now());
    let mut pass = |seq: u64, at| out.pass(1, seq, (seq * 160) as u32, 160, now + FRAME * at);
    assert_eq!(pass(70, 0), Some(Stamp { seq: 9, time: 500, marker: true }));
    assert_eq!(pass(71, 1), Some(Stamp { seq: 10, time: 660, marker: false }));
    // One is lost, and one comes late.
    assert_eq!(pass(74, 4), Some(Stamp { seq: 13, time: 1_140, marker: false }));
    assert_eq!(pass(72, 4), Some(Stamp { seq: 11, time: 820, marker: false }));
    // From before this stream was joined: never sent.
    assert_eq!(pass(69, 5), None);
}

#[test]
fn a_gap_is_filled_and_speech_goes_on_after_it() {
    let (mut out, now) = (Outgoing::new(0, 0), Instant::now());
    for n in 0..10 {
        out.pass(1, u64::from(n), n * 160, 160, now + FRAME * n).unwrap();
    }
    let hiss: Vec<Stamp> = (13..20).map(|n| out.own(now + FRAME * n)).collect();
    assert_eq!((hiss[0].seq, hiss[0].time, hiss[0].marker), (10, 13 * 160, true));
    assert_eq!((hiss[6].seq, hiss[6].time, hiss[6].marker), (16, 19 * 160, false));
    // The page was reloaded: another source, other numbers.
    let back = out.pass(2, 4_000, 77, 160, now + FRAME * 20).unwrap();
    assert_eq!(back, Stamp { seq: 17, time: 20 * 160, marker: true });
}

proptest! {
    /// Whatever happens in whatever order, no time is far from the clock and no number is used for
    /// two moments.
    #[test]
    fn times_stay_with_the_clock(steps in prop::collection::vec((0..4_u8, 0..5_u32), 1..200)) {
        let (mut out, began) = (Outgoing::new(65_530, u32::MAX - 1_000), Instant::now());
        let (mut clock, mut seq) = (0_u32, 0_u64);
        let mut sent: Vec<(u32, Stamp)> = Vec::new();
        for (what, pause) in steps {
            clock += pause + 1;
            seq += u64::from(pause) + 1;
            let now = began + FRAME * clock;
            match what {
                0 => sent.push((clock, out.own(now))),
                1 => out.rejoin(),
                source => {
                    let time = clock.wrapping_mul(160).wrapping_add(u32::from(source) * 9_999);
                    let stamp = out.pass(u32::from(source), seq, time, 160, now);
                    sent.extend(stamp.map(|stamp| (clock, stamp)));
                }
            }
        }
        for pair in sent.windows(2) {
            let ((before, one), (after, two)) = (pair[0], pair[1]);
            prop_assert!(two.seq > one.seq, "{one:?} {two:?}");
            let told = two.time.wrapping_sub(one.time);
            let passed = (after - before) * 160;
            prop_assert!(told.abs_diff(passed) <= 160 * 5, "{told} for {passed}");
        }
    }
}
