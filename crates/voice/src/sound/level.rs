//! How loud something is, as a meter shows it.

/// Loudness in decibels below the loudest there is (dBov): 0 is the loudest, 127 is silence, as in
/// RFC 6464.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level(pub u8);

impl Level {
    /// Silence.
    pub const SILENT: Self = Self(127);

    /// Speech is above this; the noise of a quiet line is below it.
    pub const SPEECH: Self = Self(45);

    /// Whether this is as loud as speech.
    pub fn is_speech(self) -> bool {
        self <= Self::SPEECH
    }
}

/// How loud these samples are together.
pub fn level(samples: &[i16]) -> Level {
    let power: f64 = samples.iter().map(|s| f64::from(*s) * f64::from(*s)).sum();
    if power <= 0.0 {
        return Level::SILENT;
    }
    #[expect(clippy::cast_precision_loss, reason = "a packet has a few hundred samples")]
    let loudest = samples.len() as f64 * f64::from(i16::MAX) * f64::from(i16::MAX);
    let below = -10.0 * (power / loudest).log10();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    Level(below.round().clamp(0.0, 127.0) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meter_reads_from_silence_to_the_loudest() {
        assert_eq!(level(&[]), Level::SILENT);
        assert_eq!(level(&[0; 160]), Level::SILENT);
        assert_eq!(level(&[i16::MAX; 160]), Level(0));
        // A tenth of the amplitude is 20 dB less.
        assert_eq!(level(&[3_277; 160]), Level(20));
        assert!(level(&[1_000; 160]).is_speech());
        assert!(!level(&[20; 160]).is_speech());
    }
}
