//! Whether a call sounds well enough, and what to do where it does not. The thresholds are here and
//! nowhere else.

use contract::SoundQuality;

/// Below this opinion, in tenths, people ask each other to say it again.
const MOS: u32 = 30;
/// Above this round trip, in milliseconds, they begin to speak at the same time.
const RTT: u32 = 400;
/// Above this unsteadiness, in milliseconds, sound comes too late to be played.
const JITTER: u32 = 30;
/// Above this loss, in tenths of a percent, syllables are missing.
const LOSS: u32 = 10;

/// How the call in front sounds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Quality {
    /// Nothing is known yet, or no call is on the line.
    #[default]
    Unknown,
    /// As it should.
    Good,
    /// Not well; what to do, in a sentence.
    Poor(&'static str),
}

/// What these figures mean to the agent.
pub fn judge(sound: &SoundQuality) -> Quality {
    let SoundQuality { you, mos, rtt, jitter, loss, .. } = *sound;
    let (lossy, unsteady) = (loss > LOSS, jitter > JITTER);
    if !lossy && !unsteady && rtt <= RTT && mos >= MOS {
        return Quality::Good;
    }
    Quality::Poor(match you {
        false => "The other end's line is poor. Nothing helps here but to call again.",
        true if lossy => {
            "Your network loses sound. A cable, or moving closer to the router, helps."
        }
        true if unsteady => "Your network is unsteady. Stop downloads and video, or use a cable.",
        true => "Your network is slow. Try without a VPN, or another network.",
    })
}
