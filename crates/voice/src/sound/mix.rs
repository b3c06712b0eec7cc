//! Several voices at once.

use super::{Frame, SILENCE};

/// What one hears who hears all of these. What is too loud together is cut, as a telephone does.
pub fn mix<'a>(voices: impl IntoIterator<Item = &'a Frame>) -> Frame {
    let mut mixed = SILENCE;
    for voice in voices {
        for (sum, sample) in mixed.iter_mut().zip(voice) {
            *sum = sum.saturating_add(*sample);
        }
    }
    mixed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{FRAME, Tone, strength};

    #[test]
    fn both_are_heard() {
        let (mut low, mut high) = (Tone::steady(&[400.0]), Tone::steady(&[1_000.0]));
        let sound: Vec<i16> = (0..50).flat_map(|_| mix([&low.frame(), &high.frame()])).collect();
        assert!(strength(&sound, 400.0) > 0.45 && strength(&sound, 1_000.0) > 0.45);
    }

    #[test]
    fn too_loud_is_cut_and_does_not_wrap() {
        assert_eq!(mix([&[30_000; FRAME], &[30_000; FRAME]]), [i16::MAX; FRAME]);
        assert_eq!(mix([&[-30_000; FRAME], &[-30_000; FRAME]]), [i16::MIN; FRAME]);
        assert_eq!(mix([]), SILENCE);
    }
}
