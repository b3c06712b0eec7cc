//! Bodies of INFO and NOTIFY.

use proptest::prelude::*;

use crate::digits::{self, Digit};
use crate::sipfrag::{self, Progress};

#[test]
fn a_digit_comes_back_as_it_was_written() {
    for key in "0123456789*#ABCD".chars() {
        let digit = Digit::new(key, 200).unwrap();
        let body = digit.relay();
        assert_eq!(digits::read("application/dtmf-relay", body.as_bytes()), Some(digit));
    }
}

#[test]
fn other_writers_are_understood() {
    let relay = |body: &str| digits::read("Application/DTMF-Relay; x=y", body.as_bytes());
    assert_eq!(relay("signal = 5\nduration = 90\n"), Digit::new('5', 90));
    assert_eq!(relay("Signal=11\r\nDuration=250\r\n"), Digit::new('#', 250));
    assert_eq!(relay("Signal=d"), Digit::new('D', 160));
    assert_eq!(digits::read("application/dtmf", b"7\r\n"), Digit::new('7', 160));
    assert_eq!(relay("Signal=99"), None);
    assert_eq!(relay("Duration=90"), None);
    assert_eq!(digits::read("text/plain", b"5"), None);
}

#[test]
fn a_press_has_limits() {
    assert_eq!(Digit::new('5', 0).unwrap().ms, 40);
    assert_eq!(Digit::new('5', 60_000).unwrap().ms, 5_000);
    assert_eq!(Digit::new('x', 100), None);
}

#[test]
fn the_progress_of_a_transfer_is_read() {
    let read = |body: &str| sipfrag::read("refer;id=2", "active;expires=60", body.as_bytes());
    assert_eq!(read("SIP/2.0 100 Trying"), Some(Progress { status: Some(100), last: false }));
    assert_eq!(read("\r\nsip/2.0 486 Busy\r\n"), Some(Progress { status: Some(486), last: false }));
    assert_eq!(read("nonsense"), Some(Progress { status: None, last: false }));
    assert_eq!(read("SIP/2.0 99999 X"), Some(Progress { status: None, last: false }));
    let last = sipfrag::read("Refer", "Terminated;reason=noresource", b"SIP/2.0 200 OK");
    assert_eq!(last, Some(Progress { status: Some(200), last: true }));
    assert_eq!(sipfrag::read("message-summary", "active", b"SIP/2.0 200 OK"), None);
}

proptest! {
    #[test]
    fn bodies_from_outside_never_panic(kind in ".{0,40}", body in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = (digits::read(&kind, &body), digits::read("application/dtmf-relay", &body));
        let _ = (sipfrag::read(&kind, &kind, &body), sipfrag::read("refer", &kind, &body));
    }
}
