//! A leg takes what the other side of the call sends, and nothing from anybody else.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test begins at some moment")]

use proptest::prelude::*;
use std::net::SocketAddr;
use std::time::Instant;
use voice::media::{Plain, PlainError, Received, Remote, Say};
use voice::rtp::{Digit, Events, Saying, Stamp};
use voice::sound::Codec;

fn address(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

fn leg(roams: bool) -> Plain {
    let remote = Remote {
        address: address(4_000),
        codec: Codec::Pcma,
        number: 8,
        digits: Some(Events::new(101)),
        reports: address(4_001),
        roams,
    };
    Plain::new(99, remote, Instant::now())
}

/// A packet as the other side would send it.
fn packet(seq: u64) -> Vec<u8> {
    let stamp = Stamp { seq, time: (seq * 160) as u32, marker: false };
    leg(false).datagram(&Say::Sound(stamp, vec![0x55; 160])).unwrap().1
}

#[test]
fn what_one_leg_sends_another_receives() {
    let (mut leg, now) = (leg(false), Instant::now());
    let datagram = packet(500);
    let Ok(Received::Sound(heard)) = leg.receive(address(4_000), &datagram, now) else {
        panic!("no sound");
    };
    assert!(heard.first);
    assert_eq!((heard.codec, heard.time, heard.source), (Codec::Pcma, 80_000, 99));
    assert_eq!(heard.payload, [0x55; 160]);
    assert_eq!(leg.receive(address(4_000), &datagram, now), Ok(Received::Nothing));
    assert_eq!((leg.counts().packets, leg.counts().lost), (1, 0));
}

#[test]
fn a_digit_is_heard_once() {
    let (mut hears, mut says, now) = (leg(false), leg(false), Instant::now());
    let mut saying = Saying::new(Digit::of('7').unwrap());
    let mut heard = Vec::new();
    for seq in 0.. {
        let Some(payload) = saying.payload() else { break };
        let stamp = Stamp { seq, time: 320, marker: seq == 0 };
        let (_, datagram) = says.datagram(&Say::Digit(stamp, payload)).unwrap();
        if let Ok(Received::Digit(digit)) = hears.receive(address(4_000), &datagram, now) {
            heard.push(digit.key());
        }
    }
    assert_eq!(heard, ['7']);
}

#[test]
fn a_stranger_is_not_heard() {
    let (mut leg, now) = (leg(false), Instant::now());
    assert_eq!(leg.receive(address(4_001), &packet(1), now), Err(PlainError::Stranger));
    assert!(leg.receive(address(4_000), &packet(1), now).is_ok());
}

#[test]
fn who_may_send_from_elsewhere_is_the_first_who_does_until_the_named_address_is_heard() {
    let (mut leg, now) = (leg(true), Instant::now());
    // Rubbish settles nothing.
    assert_eq!(leg.receive(address(6_666), b"rubbish", now), Err(PlainError::Malformed));
    assert!(leg.receive(address(5_000), &packet(1), now).is_ok());
    assert_eq!(leg.receive(address(5_500), &packet(2), now), Err(PlainError::Stranger));
    let say = Say::Sound(Stamp { seq: 1, time: 1, marker: true }, vec![0; 160]);
    assert_eq!(leg.datagram(&say).unwrap().0, address(5_000));
    // The first was a late packet of another call: what it said counts no more.
    let datagram = packet(1);
    let Ok(Received::Sound(heard)) = leg.receive(address(4_000), &datagram, now) else {
        panic!("no sound");
    };
    assert!(heard.first);
    assert_eq!(leg.datagram(&say).unwrap().0, address(4_000));
    assert_eq!(leg.receive(address(5_000), &packet(2), now), Err(PlainError::Stranger));
    assert_eq!(leg.counts().packets, 1);
}

#[test]
fn who_does_not_listen_is_sent_nothing() {
    let mut leg = leg(false);
    let say = Say::Sound(Stamp { seq: 1, time: 1, marker: true }, vec![0; 160]);
    leg.listens(false);
    assert_eq!(leg.datagram(&say), None);
    leg.listens(true);
    assert!(leg.datagram(&say).is_some());
}

#[test]
fn a_codec_that_was_not_agreed_upon_is_refused() {
    let (mut leg, now) = (leg(false), Instant::now());
    let mut datagram = packet(1);
    datagram[1] = 18;
    assert_eq!(leg.receive(address(4_000), &datagram, now), Err(PlainError::Unknown(18)));
    assert_eq!(leg.counts().packets, 0);
}

proptest! {
    #[test]
    fn nothing_that_comes_from_outside_panics(datagrams in prop::collection::vec(
        prop::collection::vec(any::<u8>(), 0..64), 0..50))
    {
        let (mut leg, now) = (leg(true), Instant::now());
        for datagram in &datagrams {
            let _ = leg.receive(address(4_000), datagram, now);
        }
    }

    /// Packets with each part changed at will: nearly RTP.
    #[test]
    fn nothing_that_is_nearly_rtp_panics(changes in prop::collection::vec(
        (0..24_usize, any::<u8>(), 0..200_usize), 0..50))
    {
        let (mut leg, now) = (leg(true), Instant::now());
        for (at, byte, length) in changes {
            let mut datagram = packet(9);
            datagram[at] = byte;
            datagram.truncate(length);
            let _ = leg.receive(address(4_000), &datagram, now);
        }
    }
}
