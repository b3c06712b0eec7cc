//! Comfort noise: the hiss that says a line lives while nobody speaks.

use super::{Frame, SILENCE};

/// How loud it is: about 56 dB below the loudest, which is heard in a quiet room and not in a call
/// centre.
const LOUD: i32 = 90;

/// Noise that goes on. The seed decides all of it.
#[derive(Debug, Clone)]
pub struct Noise(u64);

impl Noise {
    /// Noise from a seed.
    pub fn new(seed: u64) -> Self {
        // The generator stands still at nought.
        Self(seed | 1)
    }

    /// The next 20 ms.
    pub fn frame(&mut self) -> Frame {
        let mut frame = SILENCE;
        for sample in &mut frame {
            // Marsaglia's xorshift: three shifts are random enough for a hiss.
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            #[expect(clippy::cast_possible_truncation, reason = "the top bits, and then few")]
            let value = ((self.0 >> 40) as i32 % (2 * LOUD + 1) - LOUD) as i16;
            *sample = value;
        }
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{Level, level};

    #[test]
    fn it_hisses_and_is_not_taken_for_speech() {
        for seed in [0, 1, 7, u64::MAX] {
            let mut noise = Noise::new(seed);
            for _ in 0..500 {
                let level = level(&noise.frame());
                assert!(level < Level::SILENT && !level.is_speech(), "seed {seed}: {level:?}");
            }
        }
    }

    #[test]
    fn a_seed_repeats_it() {
        assert_eq!(Noise::new(5).frame(), Noise::new(5).frame());
        assert_ne!(Noise::new(5).frame(), Noise::new(9).frame());
    }
}
