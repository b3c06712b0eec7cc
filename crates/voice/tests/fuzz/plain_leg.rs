//! RTP and RTCP from a phone system, or from somebody who speaks from its address.

use std::net::SocketAddr;
use std::time::Duration;

use voice::media::Socket;
use voice::sound::{Codec, Decoder, Encoder, Tone};

use super::driver::drive;
use super::node::{CALL, Node, PORT, TELEPHONE};

/// One datagram to the port for sound; whether it counted as sound of the call.
fn rtp(node: &mut Node, bytes: &[u8]) -> bool {
    let before = node.gateway.sounds(CALL).unwrap().far.packets;
    node.gateway.receive(Socket::Far(PORT), TELEPHONE.into(), bytes, node.now);
    node.gateway.sounds(CALL).unwrap().far.packets > before
}

/// One datagram to the port for reports; whether its reader takes it for some.
fn rtcp(node: &mut Node, bytes: &[u8]) -> bool {
    let from = SocketAddr::from((TELEPHONE.0, TELEPHONE.1 + 1));
    node.gateway.receive(Socket::Reports(PORT), from, bytes, node.now);
    let sounds = node.gateway.sounds(CALL).unwrap();
    assert!((0.0..=1.0).contains(&sounds.to_far.loss), "{sounds:?}");
    assert!(sounds.to_far.round_trip <= Duration::from_secs(60), "{sounds:?}");
    rtcp_types::Compound::parse(bytes).is_ok()
}

const PIECES: [&[u8]; 8] = [
    b"\x80\x08",
    b"\x80\xe5",
    b"\xb0\x00\xff\xff",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"\x81\xc8\x00\x0c",
    b"\x81\xc9\x00\x07",
    b"\xbe\xde\xff\xff",
];

fn packet(kind: u8, seq: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x80, kind];
    bytes.extend(seq.to_be_bytes());
    bytes.extend((u32::from(seq) * 160).to_be_bytes());
    bytes.extend(77_u32.to_be_bytes());
    bytes.extend(payload);
    bytes
}

#[test]
fn rtp_of_any_kind_does_no_harm() {
    let mut node = Node::new();
    let mut corpus = Vec::new();
    for seq in [1, 2, 1_000, 40_000, 65_535] {
        corpus.push(packet(8, seq, &[0xD5; 160]));
        corpus.push(packet(0, seq, &[0xFF; 240]));
        // A digit, begun and ended.
        corpus.push(packet(101, seq, &[5, 10, 0, 160]));
        corpus.push(packet(101, seq, &[11, 0x8A, 3, 192]));
    }
    // With padding, with an extension, with those whose voices are in it.
    corpus.push([&packet(8, 7, &[0xD5; 160])[..], &[0, 0, 0, 4]].concat());
    corpus[20][0] = 0xA0;
    let (mut extended, mut mixed) =
        (packet(8, 8, &[0xBE, 0xDE, 0, 1, 1, 2, 3, 4]), packet(8, 9, &[1; 40]));
    (extended[0], mixed[0]) = (0x90, 0x8F);
    corpus.extend([extended, mixed]);
    let mut n = 0_u16;
    drive(3_000, &corpus, &PIECES, |bytes, random| {
        let mut bytes = bytes.to_vec();
        // Half of them are the next of a stream, as far as they can tell: those come through.
        if random.below(2) == 0 && bytes.len() >= 12 {
            n = n.wrapping_add(1);
            bytes[2..4].copy_from_slice(&n.to_be_bytes());
            bytes[4..8].copy_from_slice(&(u32::from(n) * 160).to_be_bytes());
            bytes[8..12].copy_from_slice(&77_u32.to_be_bytes());
        }
        let counted = rtp(&mut node, &bytes);
        // A thousand in a second, where a telephone sends fifty.
        node.goes_on(Duration::from_millis(1));
        counted
    });
    // Digits that it was told still have their turn, and its numbers are far from the telephone's.
    node.goes_on(Duration::from_secs(10));
    assert!(node.speak_with_each_other());
}

#[test]
fn opus_of_any_kind_does_no_harm() {
    let (mut tone, mut said) = (Tone::steady(&[440.0, 1_330.0]), Encoder::default());
    let mut corpus: Vec<Vec<u8>> = [160, 80, 20, 320, 480, 960, 240]
        .into_iter()
        .map(|length| {
            let sound: Vec<i16> = (0..6).flat_map(|_| tone.frame()).collect();
            said.encode(Codec::Opus, &sound[..length]).unwrap()
        })
        .collect();
    // Every way of coding, in mono and stereo: what the first byte says (RFC 6716, 3.1).
    corpus.extend((0..64).map(|kind| [&[kind << 2], &[0x5A; 60][..]].concat()));
    let mut heard = Decoder::default();
    drive(20_000, &corpus, &PIECES, |bytes, random| {
        // A stream that goes on, and now and then one that begins.
        if random.below(200) == 0 {
            heard = Decoder::default();
        }
        let samples = heard.decode(Codec::Opus, bytes);
        assert!(samples.len() <= 960, "{} samples", samples.len());
        !samples.is_empty()
    });
}

#[test]
fn reports_of_any_kind_do_no_harm() {
    let mut node = Node::new();
    let mut corpus = Vec::new();
    while corpus.len() < 4 {
        node.goes_on(Duration::from_secs(1));
        corpus.extend(node.telephone_reports());
    }
    // The telephone's own, which name the gateway's stream; an end; somebody's application.
    corpus.push(b"\x80\xcb\x00\x01\x00\x00\x00\x4d".to_vec());
    corpus.push(b"\x80\xcc\x00\x03\x00\x00\x00\x4dname\x00\x00\x00\x00".to_vec());
    drive(2_000, &corpus, &PIECES, |bytes, _| {
        let read = rtcp(&mut node, bytes);
        node.goes_on(Duration::from_millis(1));
        read
    });
    assert!(node.speak_with_each_other());
}

#[test]
fn digits_without_end_are_not_kept() {
    let mut node = Node::new();
    let (mut n, corpus) = (0_u16, [packet(101, 1, &[5, 10, 0, 160])]);
    drive(3_000, &corpus, &PIECES[..1], |bytes, _| {
        let mut bytes = bytes.to_vec();
        if bytes.len() < 16 {
            return false;
        }
        n = n.wrapping_add(1);
        bytes[..12].copy_from_slice(&packet(101, n, &[]));
        bytes[12..14].copy_from_slice(&[5, 10]);
        // No time passes: nothing of it can be said meanwhile.
        rtp(&mut node, &bytes)
    });
    node.goes_on(Duration::from_secs(30));
    assert!(node.speak_with_each_other());
}
