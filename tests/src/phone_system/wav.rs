//! Sound in files, as phones without a sound card play and record it: wav, 16 bits. What is written has
//! one channel and 8,000 samples a second; what is read may have more of both, as what Opus carries has,
//! and comes out as that.

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
    // How many numbers of the file make one sample.
    let (mut at, mut known) = (12, None);
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let rest = bytes.get(at + 8..).unwrap_or_default();
        match &head[..4] {
            b"fmt " => {
                let pair =
                    |at: usize| rest.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
                let rate = rest.get(4..8).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
                known = match (pair(0), pair(2), rate, pair(14)) {
                    (Some(1), Some(channels @ 1..=2), Some(rate), Some(16))
                        if rate > 0 && rate % RATE == 0 =>
                    {
                        Some(usize::from(channels) * (rate / RATE) as usize)
                    }
                    _ => None,
                };
            }
            b"data" => {
                let many = known
                    .ok_or_else(|| strange("it is not 16 bits at a multiple of 8,000 a second"))?;
                return Ok(rest.chunks_exact(2 * many).map(together).collect());
            }
            _ => {}
        }
        at += 8 + length + length % 2;
    }
    Ok(Vec::new())
}

/// The mean of some samples.
fn together(bytes: &[u8]) -> i16 {
    let samples = bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
    let count = i32::try_from(samples.len()).unwrap_or(1).max(1);
    i16::try_from(samples.map(i32::from).sum::<i32>() / count).unwrap_or_default()
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
    fn more_channels_and_more_samples_become_one() {
        let mut wav = tone_wav(0.0, 1);
        wav[22] = 2;
        wav[24..28].copy_from_slice(&16_000_u32.to_le_bytes());
        for (n, sample) in wav[44..60].chunks_exact_mut(2).enumerate() {
            sample.copy_from_slice(
                &[[100_i16, 300, 0, 0], [-8, 0, 0, 0]][n / 4][n % 4].to_le_bytes(),
            );
        }
        let samples = read_wav(&wav).unwrap();
        assert_eq!((samples.len(), &samples[..3]), (2_000, &[100, -2, 0][..]));
    }

    #[test]
    fn another_kind_of_file_is_refused() {
        let mut odd = tone_wav(1_000.0, 1);
        odd[24..28].copy_from_slice(&11_025_u32.to_le_bytes());
        assert!(read_wav(&odd).is_err());
        assert!(read_wav(b"OggS").is_err());
    }
}
