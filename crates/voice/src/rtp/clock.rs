//! The times of packets: on the wire they count by their codec's clock, here always in samples of ours,
//! so that streams of unlike codecs can follow one another.

use crate::sound::{Codec, RATE};

/// Samples of ours are told apart by parts that all clocks share.
const PARTS: i64 = 48_000;

/// What is known of the times of one stream that is received.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// The codec of the last packet, its time as it came, and all the time so far, in 48,000ths.
    last: Option<(Codec, u32, i64)>,
}

impl Clock {
    /// The time of a packet in samples of ours, and whether its distance to the one before says nothing,
    /// because that was of a codec with another clock.
    pub fn ours(&mut self, codec: Codec, time: u32) -> (u32, bool) {
        let step = PARTS / i64::from(codec.clock());
        let (begins, all) = match self.last {
            Some((before, at, all)) if before.clock() == codec.clock() => {
                // Their numbers go round, and what comes late goes back.
                let since = time.wrapping_sub(at).cast_signed();
                (false, all + i64::from(since) * step)
            }
            Some((_, _, all)) => (true, all),
            None => (false, i64::from(time) * step),
        };
        self.last = Some((codec, time, all));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "times go round"
        )]
        let ours = all.div_euclid(PARTS / i64::from(RATE)) as u32;
        (ours, begins)
    }
}

/// A time in samples of ours as it is on the wire, by a clock that ticks so often a second.
pub fn on_the_wire(time: u32, clock: u32) -> u32 {
    time.wrapping_mul(clock / RATE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephones_time_is_ours() {
        let mut clock = Clock::default();
        for time in [7, 167, u32::MAX - 3, 156] {
            assert_eq!(clock.ours(Codec::Pcma, time), (time, false));
        }
        assert_eq!(on_the_wire(123, Codec::Pcma.clock()), 123);
    }

    #[test]
    fn a_faster_clock_goes_round_without_a_jump() {
        let (mut clock, mut time) = (Clock::default(), u32::MAX - 10_000);
        let (first, _) = clock.ours(Codec::Opus, time);
        // 30 hours, in packets of 20 ms and one of 2.5 ms between them, and one that comes late.
        for _ in 0..5_400_000_u32 {
            time = time.wrapping_add(960);
            clock.ours(Codec::Opus, time);
        }
        let (late, begins) = clock.ours(Codec::Opus, time.wrapping_sub(120));
        assert_eq!((late.wrapping_sub(first), begins), (5_400_000 * 160 - 20, false));
        assert_eq!(clock.ours(Codec::Opus, time).0.wrapping_sub(first), 5_400_000 * 160);
    }

    #[test]
    fn what_goes_out_keeps_its_distances_where_ours_go_round() {
        let out = |time| on_the_wire(time, Codec::Opus.clock());
        assert_eq!(out(150_u32).wrapping_sub(out(u32::MAX - 9)), 960);
    }

    #[test]
    fn another_clock_begins_anew() {
        let mut clock = Clock::default();
        clock.ours(Codec::Pcmu, 1_000);
        assert_eq!(clock.ours(Codec::Pcma, 1_160), (1_160, false));
        assert_eq!(clock.ours(Codec::Opus, 77), (1_160, true));
        assert_eq!(clock.ours(Codec::Opus, 77 + 960), (1_320, false));
    }
}
