//! Fuzz targets for what comes from outside as text.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod driver;

use std::net::IpAddr;

use sip::redacted;
use sip::sdp::{Direction, Session, read};

/// What must never be seen; in no piece.
const SECRET: &str = "5EC7E7";

/// The target for descriptions: any text. What is read can be answered, and the answer read again.
fn description(text: &str) {
    let Ok(remote) = read(text) else { return };
    assert!(remote.port > 0 && remote.payload_type < 128);
    let address: IpAddr = [192, 0, 2, 1].into();
    for wanted in [Direction::SendRecv, Direction::SendOnly] {
        let answer = Session::new(1, address, 4000).answer(&remote, wanted);
        assert!(answer.len() < 4_096);
        let again = read(&answer).unwrap();
        assert_eq!((again.codec, again.telephone_event), (remote.codec, remote.telephone_event));
        assert_eq!(again.direction, remote.direction.answered_with(wanted));
    }
}

/// The target for the trace: any text, in which a secret stands in credentials.
fn trace(text: &str) {
    let once = redacted(text);
    assert_eq!(redacted(&once), once);
    assert!(once.len() <= text.len() + 64 * (1 + text.matches(['\n', ':']).count()));
    // At the head of a message, where no empty line is before it.
    let head: String =
        text.split_inclusive('\n').take_while(|line| !line.trim().is_empty()).collect();
    let head = head.trim_end();
    let signed = format!(
        "{head}\r\nAuthorization: Digest username=\"a\", response=\"{SECRET}\"\r\n\r\n{text}"
    );
    assert!(!redacted(&signed).contains(SECRET), "{}", redacted(&signed));
}

const PIECES: [&str; 24] = [
    "m=audio 4000 RTP/AVP 0 8 101\r\n",
    "m=video 0 RTP/AVP 34\r\n",
    "c=IN IP4 0.0.0.0\r\n",
    "c=IN IP6 ::1\r\n",
    "a=rtpmap:0 PCMU/8000\r\n",
    "a=rtpmap:101 telephone-event/8000\r\n",
    "a=sendonly\r\n",
    "a=ptime:0\r\n",
    "65536",
    "-1",
    "99999999999999999999",
    "Authorization: Digest ",
    "Proxy-Authorization:",
    "response=\"x\"",
    "username=\"",
    "sip:a:b@c",
    "sips:",
    "inline:",
    "Content-Type: application/dtmf\r\n",
    "\r\n\r\n",
    "\n",
    "\t",
    "\"",
    "é",
];

const CORPUS: [&str; 3] = [
    "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\nm=audio 5004 RTP/AVP 9 8 0 96\r\n\
     a=rtpmap:9 G722/8000\r\na=rtpmap:96 telephone-event/8000\r\na=ptime:20\r\na=sendrecv\r\n",
    "v=0\r\no=x 1 2 IN IP6 ::1\r\ns=x\r\nt=0 0\r\na=inactive\r\nm=video 1 RTP/AVP 34\r\nm=audio 6000/2 RTP/AVP 110\r\n\
     c=IN IP6 2001:db8::1\r\na=rtpmap:110 PCMU/8000/1\r\n",
    "REGISTER sip:pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z\r\nTo: <sip:a:b@pbx.test>\r\n\
     Authorization: Digest username=\"a\", realm=\"pbx\", nonce=\"n\",\r\n response=\"f00\"\r\n\r\n",
];

#[test]
fn mutated_texts_never_panic_and_show_no_secret() {
    driver::run(0x5EED_0F51_DE70_4E06, &CORPUS.map(str::to_owned), &PIECES, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        description(&text);
        trace(&text);
        read(&text).is_ok()
    });
}
