//! Sound as the gateway handles it: 8,000 samples a second, one channel, 20 ms at a time. Only what it
//! passes on untouched may be more than that.

mod codec;
mod coder;
mod level;
mod mix;
mod noise;
mod pitch;
mod tone;

pub use codec::Codec;
pub use coder::{Decoder, Encoder};
pub use level::{Level, level};
pub use mix::mix;
pub use noise::Noise;
pub use pitch::strength;
pub use tone::{Cadence, Tone};

/// Samples a second: G.711's. The times of every codec are counted in them.
pub const RATE: u32 = 8_000;

/// Samples in a frame: 20 ms.
pub const FRAME: usize = 160;

/// Twenty milliseconds of sound, linear, 16 bits a sample.
pub type Frame = [i16; FRAME];

/// Twenty milliseconds of nothing at all.
pub const SILENCE: Frame = [0; FRAME];
