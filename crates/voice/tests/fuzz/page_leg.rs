//! STUN, DTLS and SRTP to the one socket for all browsers: from a page's own address, and from
//! thousands of others.

use std::net::SocketAddr;
use std::time::Duration;

use voice::media::{Gateway, Socket};
use voice::sound::Codec;

use super::driver::{Random, drive};
use super::node::{CALL, Node};
use super::page::{GATEWAY, Page};

/// One datagram from somewhere.
fn datagram(node: &mut Node, from: SocketAddr, bytes: &[u8]) {
    node.gateway.receive(Socket::Browsers, from, bytes, node.now);
    node.delivers();
}

/// Every other one from the page's own address, as far as the network tells.
fn somewhere(page: SocketAddr, random: &mut Random) -> SocketAddr {
    if random.below(2) == 0 {
        return page;
    }
    let host = 1 + u8::try_from(random.below(20)).unwrap_or(1);
    SocketAddr::from(([203, 0, 113, host], 1_024 + u16::try_from(random.below(5_000)).unwrap()))
}

const PIECES: [&[u8]; 10] = [
    // STUN: the cookie, an attribute of a length that lies, a user name, use-candidate.
    b"\x21\x12\xa4\x42",
    b"\x00\x06\xff\xff",
    b"\x00\x06\x00\x09abcd:efgh\x00\x00\x00",
    b"\x00\x25\x00\x00",
    b"\x80\x28\x00\x04\x00\x00\x00\x00",
    // DTLS: a hello of a length that lies, an alert that closes.
    b"\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\x01",
    b"\x15\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x09\x00\x02\x01\x00",
    b"\x14\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x01",
    // RTP and RTCP.
    b"\x80\x08\x00\x01",
    b"\x80\xc8\x00\x06",
];

#[test]
fn datagrams_of_any_kind_do_not_end_a_call_or_grow() {
    let mut node = Node::new();
    node.goes_on(Duration::from_secs(4));
    // All of it was said by the page: names, handshake, sound. What comes again comes late.
    let corpus = node.sent.clone();
    let stun = corpus.iter().filter(|bytes| bytes[0] < 2).count();
    let dtls = corpus.iter().filter(|bytes| (20..64).contains(&bytes[0])).count();
    let srtp = corpus.iter().filter(|bytes| bytes[0] >= 128).count();
    assert!(stun > 3 && dtls > 1 && srtp > 100, "{stun} {dtls} {srtp}");
    let page = node.page.address();
    let mut answered = 0;
    drive(1_500, &corpus, &PIECES, |bytes, random| {
        let from = somewhere(page, random);
        let before = node.strangers;
        datagram(&mut node, from, bytes);
        answered += node.strangers - before;
        node.goes_on(Duration::from_millis(1));
        // From the page's address it reaches the leg, whatever it is.
        from == page || node.strangers > before
    });
    println!("{answered} answers to strangers");
    assert!(node.speak_with_each_other());
}

/// Before the page is connected: nothing of what strangers say is kept for it.
#[test]
fn a_page_that_never_comes_costs_no_more_for_what_others_send() {
    let sender = Node::new();
    let corpus = sender.sent.clone();
    let (now, mut n) = (sender.now, 0);
    let mut gateway = Gateway::new(GATEWAY.into(), 3);
    let (page, offer) = Page::new(9_000, 440.0, &[Codec::Pcmu], now);
    gateway.offered(CALL, "page", &offer, now).unwrap();
    drive(1_000, &corpus, &PIECES, |bytes, random| {
        n += 1;
        let now = now + Duration::from_millis(n);
        let from = somewhere(page.address(), random);
        gateway.receive(Socket::Browsers, from, bytes, now);
        gateway.wake(now);
        while gateway.poll().is_some() {}
        from == page.address()
    });
}
