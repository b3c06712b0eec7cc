//! The tones of a telephone: ringing, busy, on hold, and the one by which a headset is tried.

use super::{FRAME, Frame, RATE, SILENCE};

/// A quarter of the loudest: 12 dB below it, for all pitches of a tone together.
const LOUD: f64 = 8_192.0;

/// How long a tone sounds and is silent, again and again, in frames of 20 ms. What never pauses has
/// no pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cadence {
    /// Frames with the tone.
    pub on: u32,
    /// Frames without it.
    pub off: u32,
}

/// A tone that goes on. Each frame begins where the last one ended, so that nothing clicks.
#[derive(Debug, Clone)]
pub struct Tone {
    pitches: Vec<f64>,
    cadence: Cadence,
    frames: u32,
    sample: u64,
}

impl Tone {
    /// A tone of these pitches, in hertz, without a pause.
    pub fn steady(pitches: &[f64]) -> Self {
        Self::paused(pitches, Cadence { on: 1, off: 0 })
    }

    /// A tone of these pitches, in hertz, in this cadence.
    pub fn paused(pitches: &[f64], cadence: Cadence) -> Self {
        Self { pitches: pitches.to_vec(), cadence, frames: 0, sample: 0 }
    }

    /// What a caller hears while it rings: one second of 425 Hz, four of silence (ITU-T E.180).
    pub fn ringing() -> Self {
        Self::paused(&[425.0], Cadence { on: 50, off: 200 })
    }

    /// Somebody speaks already: half a second of 425 Hz, half a second of silence (E.180).
    pub fn busy() -> Self {
        Self::paused(&[425.0], Cadence { on: 25, off: 25 })
    }

    /// Somebody waits on hold: two short, soft notes every five seconds say that the line lives.
    pub fn on_hold() -> Self {
        Self::paused(&[523.25, 659.25], Cadence { on: 20, off: 230 })
    }

    /// The next 20 ms.
    pub fn frame(&mut self) -> Frame {
        let within = self.frames % (self.cadence.on + self.cadence.off).max(1);
        self.frames = self.frames.wrapping_add(1);
        if within >= self.cadence.on {
            self.sample = 0;
            return SILENCE;
        }
        let mut frame = SILENCE;
        for sample in &mut frame {
            #[expect(clippy::cast_precision_loss, reason = "exact for a thousand years")]
            let at = self.sample as f64 / f64::from(RATE);
            self.sample += 1;
            let sum: f64 =
                self.pitches.iter().map(|pitch| (std::f64::consts::TAU * pitch * at).sin()).sum();
            #[expect(clippy::cast_possible_truncation, reason = "within LOUD by construction")]
            let value = (LOUD * sum / self.pitches.len().max(1) as f64) as i16;
            *sample = value;
        }
        // Begins and ends softly where it pauses: a tone that breaks off clicks.
        if self.cadence.off > 0 && within == 0 {
            fade(&mut frame, |at| at);
        }
        if self.cadence.off > 0 && within + 1 == self.cadence.on {
            fade(&mut frame, |at| FRAME - 1 - at);
        }
        frame
    }
}

fn fade(frame: &mut Frame, loud: impl Fn(usize) -> usize) {
    for (at, sample) in frame.iter_mut().enumerate() {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_possible_wrap,
            reason = "under 160"
        )]
        let faded = i32::from(*sample) * loud(at) as i32 / FRAME as i32;
        #[expect(clippy::cast_possible_truncation, reason = "quieter than it was")]
        let faded = faded as i16;
        *sample = faded;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{Level, level, strength};

    #[test]
    fn ringing_sounds_for_one_second_of_five() {
        let mut ringing = Tone::ringing();
        let loud: Vec<bool> = (0..500).map(|_| level(&ringing.frame()).is_speech()).collect();
        let expected = |n: usize| n % 250 < 50;
        assert!(loud.iter().enumerate().all(|(n, is)| *is == expected(n)));
    }

    #[test]
    fn frames_join_without_a_click() {
        let mut tone = Tone::steady(&[425.0]);
        let sound: Vec<i16> = (0..100).flat_map(|_| tone.frame()).collect();
        let steepest = sound.windows(2).map(|pair| pair[0].abs_diff(pair[1])).max().unwrap();
        // A sine of this pitch and loudness climbs by 2,735 a sample at most.
        assert!(steepest <= 2_736, "{steepest}");
        assert!(strength(&sound, 425.0) > 0.99);
    }

    #[test]
    fn a_pause_is_silence() {
        let mut hold = Tone::on_hold();
        let sound: Vec<Frame> = (0..250).map(|_| hold.frame()).collect();
        assert!(sound[20..].iter().all(|frame| level(frame) == Level::SILENT));
        assert!(sound[1..19].iter().all(|frame| level(frame).is_speech()));
    }
}
