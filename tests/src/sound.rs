//! What is heard at the ends of a call: recordings of far ends, and the tone that the browser's
//! microphone hears.

use std::path::Path;

use hyper::Method;
use voice::sound::{FRAME, level, strength};

use crate::{Api, Done, LONG, Trouble, until, until_within};

/// What every browser's microphone hears here, in hertz. It comes and goes as speech does: a tone that
/// never ends is taken for noise, and suppressed.
pub const SPOKEN: f64 = 600.0;

/// The tone that a simulated far end plays when it is told to, in hertz. A browser takes what comes
/// back from the far end for an echo of its own loudspeaker, and the microphone's tone with it: who
/// measures gaps has the far end play this.
pub const PLAYED: f64 = 1_000.0;

/// Twenty milliseconds in which so much of the sound is the tone count as spoken.
const CLEARLY: f64 = 0.6;

/// A second, in milliseconds.
const SECOND: usize = 1_000;

/// What somebody heard, 8,000 samples a second.
#[derive(Debug, Clone)]
pub struct Recording(pub Vec<i16>);

impl Recording {
    /// Reads a WAV file's bytes.
    pub fn read(wav: &[u8]) -> Done<Self> {
        let said = |error: hound::Error| Trouble::Said(format!("no recording: {error}"));
        let reader = hound::WavReader::new(wav).map_err(said)?;
        let samples: Result<Vec<i16>, _> = reader.into_samples().collect();
        Ok(Self(samples.map_err(said)?))
    }

    /// Its last milliseconds; all of it when it is shorter.
    pub fn last(&self, ms: usize) -> Self {
        let from = self.0.len().saturating_sub(ms * 8);
        Self(self.0.get(from..).unwrap_or_default().to_vec())
    }

    /// How long it is, in milliseconds.
    pub fn length(&self) -> usize {
        self.0.len() / 8
    }

    /// What came after its first so many milliseconds.
    pub fn since(&self, ms: usize) -> Self {
        Self(self.0.get(ms * 8..).unwrap_or_default().to_vec())
    }

    /// The share of this pitch in it, 0 to 1.
    pub fn strength(&self, hertz: f64) -> f64 {
        strength(&self.0, hertz)
    }

    /// Frame by frame, 20 ms each: whether this pitch is clearly heard.
    pub fn frames(&self, hertz: f64) -> Vec<bool> {
        let heard = |frame: &[i16]| {
            let mut whole = [0; FRAME];
            whole[..frame.len()].copy_from_slice(frame);
            level(&whole).is_speech() && strength(frame, hertz) > CLEARLY
        };
        self.0.chunks(FRAME).map(heard).collect()
    }

    /// The longest time in milliseconds without this pitch between two moments with it.
    pub fn gap(&self, hertz: f64) -> usize {
        let frames = self.frames(hertz);
        let spoken: Vec<usize> =
            frames.iter().enumerate().filter(|(_, heard)| **heard).map(|(at, _)| at).collect();
        spoken.windows(2).map(|two| (two[1] - two[0] - 1) * 20).max().unwrap_or(0)
    }
}

impl Api {
    /// What the simulated far end of a call heard so far.
    pub async fn recording(&self, call: &str) -> Done<Recording> {
        let path = format!("/preview/calls/{call}/recording");
        Recording::read(&self.http().bytes(Method::GET, &path).await?)
    }

    /// Waits until the far end hears the microphone's tone.
    pub async fn wait_spoken(&self, call: &str) -> Done {
        until("the far end hears the microphone", async || {
            let heard = self.recording(call).await?.last(600);
            let frames = heard.frames(SPOKEN);
            let clear = frames.iter().filter(|heard| **heard).count();
            match clear * 3 > frames.len() {
                true => Ok(Some(())),
                false => Err(Trouble::Said(format!(
                    "{clear} of its last {} frames have the tone, {:.2} of it is",
                    frames.len(),
                    heard.strength(SPOKEN)
                ))),
            }
        })
        .await
    }

    /// Waits until the far end has heard the microphone for a second from now on, and says the longest
    /// time without it, in milliseconds, since the recording was so long (`since`). For the first two
    /// minutes of a call: what is older is not kept.
    pub async fn gap_since(&self, call: &str, since: usize) -> Done<usize> {
        let from = self.recording(call).await?.length();
        until_within(LONG, "the far end hears the microphone again for a second", async || {
            let all = self.recording(call).await?;
            let last = all.since(from.max(all.length().saturating_sub(SECOND)));
            let frames = last.frames(SPOKEN);
            let clear = frames.iter().filter(|heard| **heard).count();
            match last.length() >= SECOND && clear * 4 >= frames.len() * 3 {
                true => Ok(Some(all.since(since).gap(SPOKEN))),
                false => {
                    let length = last.length();
                    Err(Trouble::Said(format!("{clear} frames of the last {length} ms have it")))
                }
            }
        })
        .await
    }

    /// Waits until the far end hears nothing of the microphone.
    pub async fn wait_unspoken(&self, call: &str) -> Done {
        until("the far end hears nothing of the microphone", async || {
            let frames = self.recording(call).await?.last(800).frames(SPOKEN);
            Ok((!frames.contains(&true)).then_some(()))
        })
        .await
    }
}

/// Writes what the browser's microphone hears: ten seconds that are repeated.
pub(crate) fn write_speech(to: &Path) -> Done {
    let said = |error: hound::Error| Trouble::Said(format!("no tone for the microphone: {error}"));
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(to, spec).map_err(said)?;
    for at in 0..480_000_u32 {
        let seconds = f64::from(at) / 48_000.0;
        // Louder and softer four times a second, never gone.
        let loud = 9_000.0 + 6_000.0 * (std::f64::consts::TAU * 4.0 * seconds).sin();
        let tone = loud * (std::f64::consts::TAU * SPOKEN * seconds).sin();
        #[expect(clippy::cast_possible_truncation, reason = "it is between -15,000 and 15,000")]
        wav.write_sample(tone as i16).map_err(said)?;
    }
    wav.finalize().map_err(said)
}
