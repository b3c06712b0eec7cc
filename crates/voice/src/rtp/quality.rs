//! How good a line sounds, as a number that people know: the mean opinion score, estimated by the
//! E-model (ITU-T G.107) for G.711.

use std::time::Duration;

/// What is known of one direction of a line.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Quality {
    /// The share of packets that got lost, 0 to 1.
    pub loss: f64,
    /// How unsteadily they come.
    pub jitter: Duration,
    /// There and back; nought where it is not known yet.
    pub round_trip: Duration,
}

/// What G.711 with concealment survives (G.113, appendix I): the larger, the better.
const ROBUST: f64 = 25.1;

/// The opinion from 1 (bad) to 4.41 (as good as a telephone gets).
pub fn mos(quality: Quality) -> f64 {
    // Half of the round trip, and a listener's buffer that holds twice the jitter and a frame.
    let delay =
        quality.round_trip.as_secs_f64() * 500.0 + quality.jitter.as_secs_f64() * 2_000.0 + 20.0;
    let late = 0.024 * delay + 0.11 * (delay - 177.3).max(0.0);
    let percent = quality.loss.clamp(0.0, 1.0) * 100.0;
    let holes = 95.0 * percent / (percent + ROBUST);
    let rating = (93.2 - late - holes).clamp(0.0, 100.0);
    let opinion = 1.0 + 0.035 * rating + rating * (rating - 60.0) * (100.0 - rating) * 7e-6;
    opinion.clamp(1.0, 4.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(loss: f64, jitter: u64, round_trip: u64) -> f64 {
        mos(Quality {
            loss,
            jitter: Duration::from_millis(jitter),
            round_trip: Duration::from_millis(round_trip),
        })
    }

    #[test]
    fn a_clean_line_is_as_good_as_a_telephone_gets() {
        assert!((of(0.0, 0, 0) - 4.4).abs() < 0.02, "{}", of(0.0, 0, 0));
    }

    #[test]
    fn loss_delay_and_jitter_each_make_it_worse() {
        assert!(of(0.01, 0, 0) < of(0.0, 0, 0));
        assert!(of(0.0, 0, 400) < of(0.0, 0, 100));
        assert!(of(0.0, 60, 0) < of(0.0, 5, 0));
        // A tenth of everything missing is past what people put up with.
        assert!(of(0.10, 30, 300) < 3.0);
    }

    #[test]
    fn it_stays_on_the_scale_whatever_comes() {
        for (loss, jitter, round_trip) in [(1.0, 10_000, 100_000), (7.0, 0, 0), (-1.0, 0, 0)] {
            assert!((1.0..=4.5).contains(&of(loss, jitter, round_trip)));
        }
    }
}
