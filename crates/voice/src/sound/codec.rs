//! The two codecs of every telephone: G.711 in its two laws (RFC 3551). A byte is a sample, and no
//! sample depends on another.

use audio_codec::Encoder as _;
use audio_codec::{Decoder as _, pcma, pcmu};

/// A codec that the gateway can hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// µ-law, payload type 0: North America and Japan.
    Pcmu,
    /// A-law, payload type 8: everywhere else.
    Pcma,
}

impl Codec {
    /// The payload type that stands for it everywhere (RFC 3551, table 4).
    pub const fn payload_type(self) -> u8 {
        match self {
            Self::Pcmu => 0,
            Self::Pcma => 8,
        }
    }

    /// Its name in session descriptions.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pcmu => "PCMU",
            Self::Pcma => "PCMA",
        }
    }

    /// The codec of a payload type, if it is one of the two.
    pub const fn of(payload_type: u8) -> Option<Self> {
        match payload_type {
            0 => Some(Self::Pcmu),
            8 => Some(Self::Pcma),
            _ => None,
        }
    }

    /// Linear samples as bytes.
    pub fn encode(self, samples: &[i16]) -> Vec<u8> {
        let mut bytes = vec![0; samples.len()];
        // Both laws need a byte a sample, and that much there is.
        let _ = match self {
            Self::Pcmu => pcmu::PcmuEncoder::new().encode_into(samples, &mut bytes),
            Self::Pcma => pcma::PcmaEncoder::new().encode_into(samples, &mut bytes),
        };
        bytes
    }

    /// Bytes as linear samples.
    pub fn decode(self, bytes: &[u8]) -> Vec<i16> {
        let mut samples = vec![0; bytes.len()];
        let _ = match self {
            Self::Pcmu => pcmu::PcmuDecoder::new().decode_into(bytes, &mut samples),
            Self::Pcma => pcma::PcmaDecoder::new().decode_into(bytes, &mut samples),
        };
        samples
    }

    /// The same sound in another codec.
    pub fn into(self, other: Self, bytes: &[u8]) -> Vec<u8> {
        if self == other { bytes.to_vec() } else { other.encode(&self.decode(bytes)) }
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
        let there = Codec::Pcmu.into(Codec::Pcma, &Codec::Pcmu.encode(&spoken));
        for (was, is) in spoken.iter().zip(Codec::Pcma.decode(&there)) {
            let allowed = 40 + was.unsigned_abs() / 12;
            assert!(was.abs_diff(is) <= allowed, "{was} became {is}");
        }
    }
}
