//! Fuzz targets for what a message of somebody else's is read by, below the user agent. The wire itself
//! is `tests/loopback/garbage.rs`, descriptions and traces are `tests/fuzz.rs`, which shares the driver.

#[path = "../../tests/driver/mod.rs"]
mod driver;

use rsipstack::sip::{Header, Request, SipMessage};

use crate::address::{self, callable, host, showable};
use crate::screen::{content_type, description, is_sdp, screen};
use crate::{digits, redacted, sipfrag};

/// The target: any bytes, as a message of the network. Whether it was one that can be worked with.
fn target(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    header(&text);
    body(bytes);
    let Ok(message) = SipMessage::try_from(bytes) else { return false };
    // What is shown of it has no longer lines than it had, and can be made for any.
    let shown = redacted(&message.to_string());
    assert_eq!(redacted(&shown), shown);
    match message {
        SipMessage::Request(request) => taken(&request),
        SipMessage::Response(response) => {
            response.headers.iter().for_each(header_of);
            body(&response.body);
            true
        }
    }
}

fn taken(request: &Request) -> bool {
    request.headers.iter().for_each(header_of);
    body(&request.body);
    let _ = (is_sdp(request), content_type(request));
    match screen(request) {
        Ok(()) => {
            assert!(request.body.is_empty() || is_sdp(request));
            true
        }
        Err(objection) => {
            // Our refusal is ours: what they sent does not come back at length.
            let said: usize = objection.headers.iter().map(|header| header.to_string().len()).sum();
            assert!(objection.status.code() >= 400 && said < 400, "{objection:?}");
            false
        }
    }
}

fn header_of(it: &Header) {
    let line = it.to_string();
    header(line.split_once(':').map_or("", |(_, value)| value));
}

/// The value of a header, as an address, a number to call, a host, a name to show.
fn header(value: &str) {
    let read = address::read(value);
    for part in [Some(&read.user), Some(&read.host), read.name.as_ref()].into_iter().flatten() {
        assert!(part.chars().count() <= 128 && !part.contains(['\r', '\n']), "{part:?}");
    }
    let fits = |to: &str| to.len() <= 64 && !to.contains([';', '<', '>', '@', '"', ' ', '\n']);
    assert!(callable(value).is_none_or(|to| fits(&to)));
    assert!(showable(value).is_none_or(|name| !name.contains(['"', '\\', '\n'])));
    assert!(host(value).is_none_or(|(host, port)| host.len() <= 253 && port != Some(0)));
}

/// A body: how a transfer goes on, a digit, a description.
fn body(bytes: &[u8]) {
    for state in ["active", "terminated;reason=noresource"] {
        let progress = sipfrag::read("refer;id=1", state, bytes);
        assert!(progress.is_some_and(|it| it.status.is_none_or(|code| (100..700).contains(&code))));
    }
    for kind in ["application/dtmf", "application/dtmf-relay"] {
        let digit = digits::read(kind, bytes);
        assert!(digit.is_none_or(|digit| (40..=5_000).contains(&digit.ms)));
    }
    if let Some(text) = description(bytes) {
        let _ = crate::sdp::read(&text);
    }
}

const PIECES: [&str; 30] = [
    "\r\n",
    "\r\n\r\n",
    "\n",
    "\t",
    ":",
    ";",
    ",",
    "\"",
    "\\",
    "<",
    ">",
    "%",
    "%2",
    "%00",
    "@",
    "[::1]",
    "[",
    "tel:",
    "sips:",
    "é",
    "\u{1F600}",
    "-1",
    "99999999999999999999",
    "Require: 100rel\r\n",
    "Require: replaces, timer\r\n",
    "Contact: *\r\n",
    "Contact: <sip:b@x>\r\n",
    "Content-Type: multipart/mixed\r\n",
    "Content-Length: 0\r\n",
    "Max-Forwards: 0\r\n",
];

const SDP: &str = "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n\
m=audio 5004 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\n";

fn corpus() -> Vec<String> {
    let head = "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport\r\nMax-Forwards: 70\r\n\
From: \"Ada L\" <sip:1001@pbx.test>;tag=a\r\nTo: <sip:+49301234@pbx.test>\r\nCall-ID: c1\r\n\
Contact: <sip:1001@192.0.2.1:5060>\r\n";
    let message = |line: &str, more: &str, body: &str| {
        let method = line.split(' ').next().unwrap_or_default();
        let length = body.len();
        format!("{line}\r\n{head}CSeq: 1 {method}\r\n{more}Content-Length: {length}\r\n\r\n{body}")
    };
    let invite = "INVITE sip:1001@192.0.2.9 SIP/2.0";
    let notify = "Event: refer\r\nSubscription-State: active\r\nContent-Type: message/sipfrag\r\n";
    vec![
        message(invite, "Content-Type: application/sdp\r\n", SDP),
        message(invite, "P-Asserted-Identity: <tel:+4930123;phone-context=x>\r\n", ""),
        message(invite, "Replaces: x;to-tag=1;from-tag=2\r\nRequire: replaces\r\n", ""),
        message("NOTIFY sip:a@192.0.2.9 SIP/2.0", notify, "SIP/2.0 180 Ringing\r\n"),
        message(
            "INFO sip:a@192.0.2.9 SIP/2.0",
            "Content-Type: application/dtmf-relay\r\n",
            "Signal=5\r\nDuration=160\r\n",
        ),
        message("BYE sip:a@192.0.2.9 SIP/2.0", "Reason: Q.850;cause=16;text=\"x\"\r\n", ""),
        format!("SIP/2.0 200 OK\r\n{head}CSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"),
        format!(
            "SIP/2.0 401 Unauthorized\r\n{head}CSeq: 1 REGISTER\r\n\
             WWW-Authenticate: Digest realm=\"pbx\", nonce=\"n\", qop=\"auth\"\r\n\r\n"
        ),
    ]
}

#[test]
fn altered_messages_are_read_or_refused() {
    let corpus = corpus();
    assert!(corpus.iter().all(|sound| target(sound.as_bytes()) || !sound.starts_with("INVITE")));
    driver::run(0x5EED_0F51_DE70_4E07, &corpus, &PIECES, target);
}
