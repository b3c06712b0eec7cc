//! Sound in files, as phones without a sound card play and record it: wav, 16 bits, one channel,
//! 8,000 samples a second.

use std::f64::consts::TAU;

use crate::{Done, Trouble};

const RATE: u32 = 8_000;

/// A file with a tone of this pitch, in hertz, for so many seconds; a pitch of 0 is silence.
pub fn tone_wav(pitch: f64, seconds: u32) -> Vec<u8> {
    let samples = RATE * seconds;
    let bytes = samples * 2;
    let mut wav = Vec::new();
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(bytes + 36).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    wav.extend_from_slice(&RATE.to_le_bytes());
    wav.extend_from_slice(&(RATE * 2).to_le_bytes());
    wav.extend_from_slice(b"\x02\0\x10\0data");
    wav.extend_from_slice(&bytes.to_le_bytes());
    for n in 0..samples {
        let at = f64::from(n) / f64::from(RATE);
        // A quarter of the loudest.
        #[expect(clippy::cast_possible_truncation, reason = "a quarter of what fits")]
        let sample = (8_192.0 * (TAU * pitch * at).sin()) as i16;
        wav.extend_from_slice(&sample.to_le_bytes());
    }
    wav
}

/// The samples of a file of this kind. One that is still being written says nothing true of its
/// length: what is there is what there is.
///
/// # Errors
/// When it is of another kind.
pub fn read_wav(bytes: &[u8]) -> Done<Vec<i16>> {
    let strange = |why: &str| Trouble::said(format!("this recording cannot be read: {why}"));
    if bytes.get(..4) != Some(b"RIFF") || bytes.get(8..12) != Some(b"WAVE") {
        return Err(strange("it is no wav file"));
    }
    let (mut at, mut known) = (12, false);
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let rest = bytes.get(at + 8..).unwrap_or_default();
        match &head[..4] {
            b"fmt " => {
                let pair =
                    |at: usize| rest.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
                let rate = rest.get(4..8).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
                known =
                    (pair(0), pair(2), rate, pair(14)) == (Some(1), Some(1), Some(RATE), Some(16));
            }
            b"data" if !known => return Err(strange("it is not 16 bits at 8,000 a second")),
            b"data" => {
                let pairs = rest.chunks_exact(2);
                return Ok(pairs.map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect());
            }
            _ => {}
        }
        at += 8 + length + length % 2;
    }
    Ok(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let samples = read_wav(&tone_wav(1_000.0, 1)).unwrap();
        assert_eq!(samples.len(), 8_000);
        // A thousand hertz: eight samples a turn.
        assert_eq!((samples[0], samples[2], samples[6]), (0, 8_192, -8_192));
        assert!(read_wav(&tone_wav(0.0, 1)).unwrap().iter().all(|sample| *sample == 0));
    }

    #[test]
    fn a_recording_that_is_not_finished_is_read_as_far_as_it_is() {
        let mut wav = tone_wav(1_000.0, 1);
        wav[40..44].fill(0);
        wav.truncate(44 + 801);
        assert_eq!(read_wav(&wav).unwrap().len(), 400);
        assert!(read_wav(&wav[..44]).unwrap().is_empty());
        assert!(read_wav(&wav[..30]).unwrap().is_empty());
    }

    #[test]
    fn another_kind_of_file_is_refused() {
        let mut stereo = tone_wav(1_000.0, 1);
        stereo[22] = 2;
        assert!(read_wav(&stereo).is_err());
        assert!(read_wav(b"OggS").is_err());
    }
}
