//! Descriptions of pages: any text is answered or refused, and a call whose page offers again and
//! again does not grow.

use std::time::{Duration, Instant};

use voice::media::{Browser, Gateway, OfferError};
use voice::sound::Codec;

use super::driver::drive;
use super::page::{GATEWAY, Page};

/// The target: any bytes as a page's offer. Whether it was answered.
fn offer(bytes: &[u8], now: Instant) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match Browser::answer(&text, GATEWAY.into(), Codec::Pcmu, now) {
        Ok((mut leg, answer)) => {
            // One sound, of a codec of ours, on our address, and a name to be found by.
            assert_eq!(answer.matches("\r\nm=").count(), 1, "{answer}");
            assert!(answer.len() < 20_000 && leg.codec().is_some() && !leg.name().is_empty());
            while leg.poll().is_some() {}
            true
        }
        Err(error) => {
            // What is said to the agent is a sentence, not the whole of what came.
            assert!(error.to_string().len() < 1_000, "{error}");
            false
        }
    }
}

const PIECES: [&[u8]; 26] = [
    b"\r\n",
    b"\n",
    b"m=audio 9 UDP/TLS/RTP/SAVPF 0 8 126\r\n",
    b"m=video 9 UDP/TLS/RTP/SAVPF 96\r\n",
    b"m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n",
    b"a=mid:0\r\n",
    b"a=mid:999999999999999999999999999999\r\n",
    b"a=group:BUNDLE 0 1 2\r\n",
    b"a=rtpmap:0 PCMU/8000\r\n",
    b"a=rtpmap:126 telephone-event/8000\r\n",
    b"a=rtpmap:999 PCMU/0\r\n",
    b"a=fmtp:111 minptime=10;useinbandfec=1\r\n",
    b"a=extmap:15 urn:x\r\n",
    b"a=extmap:0 urn:ietf:params:rtp-hdrext:sdes:mid\r\n",
    b"a=ssrc:4294967296 cname:x\r\n",
    b"a=ssrc-group:FID 1 2\r\n",
    b"a=candidate:1 1 udp 2122260223 192.0.2.9 50000 typ host\r\n",
    b"a=candidate:1 1 udp 99999999999 x.local 0 typ relay raddr ::1 rport 70000\r\n",
    b"a=fingerprint:sha-256 00\r\n",
    b"a=setup:active\r\n",
    b"a=ice-ufrag:\r\n",
    b"a=ice-pwd:x\r\n",
    b"a=inactive\r\n",
    b"a=simulcast:send 1;2\r\n",
    b"\xff\xfe",
    b"-1",
];

/// As browsers write it: more than we know, in another order than str0m's.
const BROWSER: &str = "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n\
a=group:BUNDLE 0\r\na=extmap-allow-mixed\r\na=msid-semantic: WMS\r\n\
m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\r\nc=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n\
a=ice-ufrag:Qx3b\r\na=ice-pwd:0123456789abcdefghijklmn\r\na=ice-options:trickle\r\n\
a=fingerprint:sha-256 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF\r\n\
a=setup:actpass\r\na=mid:0\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n\
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=sendrecv\r\na=msid:- 1\r\na=rtcp-mux\r\n\
a=rtcp-rsize\r\na=rtpmap:111 opus/48000/2\r\na=rtcp-fb:111 transport-cc\r\n\
a=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\na=fmtp:63 111/111\r\n\
a=rtpmap:9 G722/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:13 CN/8000\r\n\
a=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n\
a=ssrc:1234567 cname:abc\r\na=ssrc:1234567 msid:- 1\r\n";

fn corpus(now: Instant) -> Vec<Vec<u8>> {
    let ours = |codecs: &[Codec]| Page::new(9_000, 440.0, codecs, now).1.into_bytes();
    vec![
        BROWSER.as_bytes().to_vec(),
        ours(&[Codec::Pcmu, Codec::Pcma]),
        ours(&[Codec::Pcma]),
        ours(&[]),
    ]
}

#[test]
fn descriptions_of_any_kind_are_answered_or_refused() {
    let now = Instant::now();
    assert!(offer(BROWSER.as_bytes(), now));
    drive(1_000, &corpus(now), &PIECES, |bytes, _| offer(bytes, now));
}

#[test]
fn a_page_that_offers_without_end_does_not_grow() {
    let begun = Instant::now();
    let mut gateway = Gateway::new(GATEWAY.into(), 5);
    let (corpus, mut n) = (corpus(begun), 0_u32);
    drive(600, &corpus, &PIECES, |bytes, random| {
        n += 1;
        let now = begun + Duration::from_millis(20) * n;
        // The same page again, or another one that takes over.
        let page = format!("page {}", random.below(3));
        let text = String::from_utf8_lossy(bytes);
        let answer = gateway.offered("call", &page, &text, now);
        gateway.wake(now);
        while gateway.poll().is_some() {}
        !matches!(answer, Err(OfferError::TooLong)) && answer.is_ok()
    });
    gateway.ends("call", begun + Duration::from_secs(3_600));
    assert_eq!(gateway.wakes(), None);
}
