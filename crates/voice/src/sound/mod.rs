//! Sound as the gateway handles it: 8,000 samples a second, one channel, 20 ms at a time.

mod codec;
mod level;
mod mix;
mod noise;
mod pitch;
mod tone;

pub use codec::Codec;
pub use level::{Level, level};
pub use mix::mix;
pub use noise::Noise;
pub use pitch::strength;
pub use tone::{Cadence, Tone};

/// Samples a second: G.711's.
pub const RATE: u32 = 8_000;

/// Samples in a frame: 20 ms.
pub const FRAME: usize = 160;

/// Twenty milliseconds of sound, linear, 16 bits a sample.
pub type Frame = [i16; FRAME];

/// Twenty milliseconds of nothing at all.
pub const SILENCE: Frame = [0; FRAME];
