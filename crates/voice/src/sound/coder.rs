//! Sound through a codec, one way: what is heard of a stream as samples, and samples as packets of one.
//! For G.711 nothing is kept from packet to packet; Opus remembers what came before, and what it
//! remembers belongs to one stream.

use opus_pure::{Application, MAX_PACKET_BYTES, OpusDecoder, OpusEncoder, Repacketizer};

use super::{Codec, RATE};

/// The longest packet of Opus there is, in our samples: 120 ms.
const LONGEST: usize = 960;

/// The lengths of a frame of Opus, in our samples, that are put together to those of packets: 60, 40, 20,
/// 10, 5 and 2.5 ms.
const FRAMES: [usize; 6] = [480, 320, 160, 80, 40, 20];

/// Speech with the pitches of a telephone, which is all that is ours to say, is as it was at this rate.
const BITS_A_SECOND: i32 = 24_000;

/// Of ten: what more would cost is not heard in speech.
const CARE: i32 = 5;

/// Hears a stream.
#[derive(Debug, Default)]
pub struct Decoder {
    opus: Option<Box<OpusDecoder>>,
}

/// Speaks a stream.
#[derive(Debug, Default)]
pub struct Encoder {
    opus: Option<Box<OpusEncoder>>,
}

impl Decoder {
    /// A packet as linear samples, 8,000 a second. Nothing when it is no packet of this codec.
    pub fn decode(&mut self, codec: Codec, payload: &[u8]) -> Vec<i16> {
        if codec.is_g711() {
            return codec.decode(payload);
        }
        // An empty one would be taken for one that is lost, and be made up.
        if payload.is_empty() {
            return Vec::new();
        }
        if self.opus.is_none() {
            self.opus = OpusDecoder::new(RATE as i32, 1).ok().map(Box::new);
        }
        let mut samples = vec![0; LONGEST];
        let decoder = self.opus.as_mut();
        let decoded = decoder.and_then(|opus| opus.decode_s16(payload, LONGEST, &mut samples).ok());
        samples.truncate(decoded.unwrap_or(0));
        samples
    }
}

impl Encoder {
    /// Linear samples, 8,000 a second, as a packet. `None` for Opus when they are more than 120 ms or
    /// none; what is not whole there, in steps of 2.5 ms, is filled up with silence.
    pub fn encode(&mut self, codec: Codec, samples: &[i16]) -> Option<Vec<u8>> {
        if codec.is_g711() {
            return Some(codec.encode(samples));
        }
        let step = FRAMES[FRAMES.len() - 1];
        let mut samples = samples.to_vec();
        samples.resize(samples.len().next_multiple_of(step), 0);
        if samples.is_empty() || samples.len() > LONGEST {
            return None;
        }
        if self.opus.is_none() {
            self.opus = Some(Box::new(opus()?));
        }
        let opus = self.opus.as_mut()?;
        // Frames of one packet are all of one length.
        let frame = *FRAMES.iter().find(|frame| samples.len().is_multiple_of(**frame))?;
        let mut packet = vec![0; MAX_PACKET_BYTES];
        let mut parts = Repacketizer::new();
        for part in samples.chunks(frame) {
            let length = opus.encode_s16(part, frame, &mut packet).ok()?;
            if part.len() == samples.len() {
                packet.truncate(length);
                return Some(packet);
            }
            parts.cat(packet.get(..length)?).ok()?;
        }
        parts.out().ok()
    }
}

fn opus() -> Option<OpusEncoder> {
    let mut opus = OpusEncoder::new(RATE as i32, 1, Application::Voip).ok()?;
    (opus.bitrate_bps, opus.complexity) = (BITS_A_SECOND, CARE);
    Some(opus)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sound::{FRAME, Tone, level, strength};

    fn through(codec: Codec, length: usize) -> Vec<i16> {
        let (mut tone, mut there, mut here) =
            (Tone::steady(&[440.0]), Encoder::default(), Decoder::default());
        let said: Vec<i16> = (0..60).flat_map(|_| tone.frame()).collect();
        let packets = said.chunks_exact(length).map(|part| there.encode(codec, part).unwrap());
        packets.flat_map(|packet| here.decode(codec, &packet)).collect()
    }

    #[test]
    fn a_tone_is_heard_through_every_codec_and_every_length_of_packet() {
        for codec in Codec::ALL {
            // 10, 20, 30, 40, 50, 60, 100 and 120 ms.
            for length in [80, 160, 240, 320, 400, 480, 800, 960] {
                let heard = through(codec, length);
                assert_eq!(heard.len(), 60 * FRAME / length * length, "{codec:?} {length}");
                let strength = strength(&heard[960..], 440.0);
                assert!(strength > 0.98, "{codec:?} {length}: {strength}");
            }
        }
    }

    #[test]
    fn opus_takes_less_than_half_of_what_a_telephone_takes() {
        let (mut tone, mut encoder) = (Tone::steady(&[440.0, 620.0]), Encoder::default());
        let bytes = |_| encoder.encode(Codec::Opus, &tone.frame()).unwrap().len();
        let all: usize = (0..50).map(bytes).sum();
        assert!(all < 50 * FRAME / 2, "{all}");
    }

    #[test]
    fn what_is_no_packet_is_nothing_and_harms_nothing() {
        let (mut tone, mut there, mut here) =
            (Tone::steady(&[440.0]), Encoder::default(), Decoder::default());
        assert!(here.decode(Codec::Opus, &[]).is_empty());
        // Two frames of unequal length, of which the first is longer than the packet.
        assert!(here.decode(Codec::Opus, &[0x0A, 200, 1]).is_empty());
        assert_eq!(there.encode(Codec::Opus, &[]), None);
        assert_eq!(there.encode(Codec::Opus, &[0; 961]), None);
        let said = |_| here.decode(Codec::Opus, &there.encode(Codec::Opus, &tone.frame()).unwrap());
        let heard: Vec<i16> = (0..50).flat_map(said).collect();
        assert!(strength(&heard[960..], 440.0) > 0.98);
    }

    #[test]
    fn silence_is_silent() {
        let (mut there, mut here) = (Encoder::default(), Decoder::default());
        for _ in 0..20 {
            let packet = there.encode(Codec::Opus, &crate::sound::SILENCE).unwrap();
            assert!(!level(&here.decode(Codec::Opus, &packet)).is_speech());
        }
    }
}
