//! How much of one pitch is in a sound: the filter of Goertzel. By it tests hear, and the test tone
//! is found again.

use super::RATE;

/// The share of a sound's power that lies at this pitch, in hertz: 0 for none of it, 1 for a pure
/// tone. Longer sounds tell pitches apart better: 160 samples within 50 Hz, 8,000 within 1 Hz.
pub fn strength(samples: &[i16], hertz: f64) -> f64 {
    let turn = std::f64::consts::TAU * hertz / f64::from(RATE);
    let coefficient = 2.0 * turn.cos();
    let (mut last, mut before, mut power) = (0.0, 0.0, 0.0);
    for sample in samples {
        let sample = f64::from(*sample);
        let next = sample + coefficient * last - before;
        (before, last) = (last, next);
        power += sample * sample;
    }
    if power <= 0.0 {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "a recording has far fewer than 2^52 samples")]
    let count = samples.len() as f64;
    let at = last * last + before * before - coefficient * last * before;
    (2.0 * at / (count * power)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::Tone;

    fn tone(hertz: f64) -> Vec<i16> {
        let mut tone = Tone::steady(&[hertz]);
        (0..50).flat_map(|_| tone.frame()).collect()
    }

    #[test]
    fn a_tone_is_found_at_its_own_pitch_and_nowhere_else() {
        let sound = tone(440.0);
        assert!(strength(&sound, 440.0) > 0.99);
        for other in [300.0, 425.0, 450.0, 880.0, 1_000.0] {
            assert!(strength(&sound, other) < 0.01, "{other}");
        }
        assert!(strength(&[0; 8_000], 440.0) <= 0.0);
    }

    #[test]
    fn two_tones_share_the_sound() {
        let both: Vec<i16> = tone(440.0).iter().zip(tone(600.0)).map(|(a, b)| a + b).collect();
        assert!((strength(&both, 440.0) - 0.5).abs() < 0.01);
        assert!((strength(&both, 600.0) - 0.5).abs() < 0.01);
    }
}
