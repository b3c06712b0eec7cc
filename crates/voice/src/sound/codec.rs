//! The codecs of calls: G.711 in its two laws (RFC 3551), which every telephone speaks, a byte a sample,
//! none of which depends on another; and Opus (RFC 6716), where both ends speak it.

use audio_codec::Encoder as _;
use audio_codec::{Decoder as _, pcma, pcmu};

use super::RATE;

/// A codec that the gateway can hear.
///
/// The gateway counts the time of all of them in its own samples, 8,000 a second; what is on the wire
/// is counted by the codec's own [`clock`](Self::clock).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// µ-law, payload type 0: North America and Japan.
    Pcmu,
    /// A-law, payload type 8: everywhere else.
    Pcma,
    /// Opus: the voice as it is, not as a telephone makes it.
    Opus,
}

impl Codec {
    /// All of them, in the order of preference where nobody has another.
    pub const ALL: [Self; 3] = [Self::Opus, Self::Pcmu, Self::Pcma];

    /// The payload type that stands for it: everywhere for G.711 (RFC 3551, table 4), and for Opus,
    /// which has none of its own, in our offers.
    pub const fn payload_type(self) -> u8 {
        match self {
            Self::Pcmu => 0,
            Self::Pcma => 8,
            Self::Opus => 111,
        }
    }

    /// By how many a second the times of its packets count; for Opus always 48,000 (RFC 7587, 4.1).
    pub const fn clock(self) -> u32 {
        match self {
            Self::Pcmu | Self::Pcma => RATE,
            Self::Opus => 48_000,
        }
    }

    /// Whether a byte is a sample: sound of any length can be cut and put together anywhere.
    pub const fn is_g711(self) -> bool {
        matches!(self, Self::Pcmu | Self::Pcma)
    }

    /// Its name in session descriptions.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pcmu => "PCMU",
            Self::Pcma => "PCMA",
            Self::Opus => "opus",
        }
    }

    /// The codec of a payload type that means the same everywhere.
    pub const fn of(payload_type: u8) -> Option<Self> {
        match payload_type {
            0 => Some(Self::Pcmu),
            8 => Some(Self::Pcma),
            _ => None,
        }
    }

    /// Linear samples as bytes; of Opus, whose packets depend on each other, nothing: that takes an
    /// [`Encoder`](super::Encoder).
    pub fn encode(self, samples: &[i16]) -> Vec<u8> {
        let mut bytes = vec![0; samples.len()];
        // Both laws need a byte a sample, and that much there is.
        let _ = match self {
            Self::Pcmu => pcmu::PcmuEncoder::new().encode_into(samples, &mut bytes),
            Self::Pcma => pcma::PcmaEncoder::new().encode_into(samples, &mut bytes),
            Self::Opus => return Vec::new(),
        };
        bytes
    }

    /// Bytes as linear samples; of Opus nothing: that takes a [`Decoder`](super::Decoder).
    pub fn decode(self, bytes: &[u8]) -> Vec<i16> {
        let mut samples = vec![0; bytes.len()];
        let _ = match self {
            Self::Pcmu => pcmu::PcmuDecoder::new().decode_into(bytes, &mut samples),
            Self::Pcma => pcma::PcmaDecoder::new().decode_into(bytes, &mut samples),
            Self::Opus => return Vec::new(),
        };
        samples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_decoded_comes_out_again_when_it_is_encoded() {
        for codec in [Codec::Pcmu, Codec::Pcma] {
            for byte in 0..=u8::MAX {
                let again = codec.encode(&codec.decode(&[byte]));
                let (was, is) = (codec.decode(&[byte])[0], codec.decode(&again)[0]);
                // The quietest negative sample may come out as the quietest positive one.
                assert!(was == is || (was, is) == (-8, 8), "{codec:?} {byte}: {was} {is}");
            }
        }
    }

    #[test]
    fn known_samples_are_the_bytes_of_the_standard() {
        // G.711, tables 1a and 2a: the largest values, and the quietest of each law.
        assert_eq!(Codec::Pcmu.encode(&[0, 32_124, -32_124]), [0xFF, 0x80, 0x00]);
        assert_eq!(Codec::Pcma.encode(&[8, 32_256, -32_256]), [0xD5, 0xAA, 0x2A]);
    }

    #[test]
    fn speech_loses_little_between_the_laws() {
        let spoken: Vec<i16> = (0..160).map(|n| (n * 97 % 4_001 - 2_000) as i16).collect();
        let there = Codec::Pcmu.decode(&Codec::Pcmu.encode(&spoken));
        for (was, is) in spoken.iter().zip(Codec::Pcma.decode(&Codec::Pcma.encode(&there))) {
            let allowed = 40 + was.unsigned_abs() / 12;
            assert!(was.abs_diff(is) <= allowed, "{was} became {is}");
        }
    }
}
