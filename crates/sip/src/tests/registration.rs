//! When a line registers again.

use proptest::prelude::*;

use crate::registration::{Outcome, Registration, granted};

fn refused(status: u16) -> Outcome {
    Outcome::Refused { status, retry_after_s: None, min_expires_s: None }
}

#[test]
fn it_registers_again_before_it_expires() {
    let mut line = Registration::new(600, false);
    let pause = line.next(&Outcome::Registered { granted_s: 600 }, 0);
    assert_eq!(pause, 450_000);
    let spread = line.next(&Outcome::Registered { granted_s: 600 }, 999);
    assert!((405_000..450_000).contains(&spread), "{spread}");
}

#[test]
fn over_a_stream_it_never_waits_until_the_connection_is_taken_for_dead() {
    let mut line = Registration::new(3_600, true);
    assert_eq!(line.next(&Outcome::Registered { granted_s: 3_600 }, 0), 240_000);
}

#[test]
fn pauses_grow_while_it_fails_and_begin_anew_after_success() {
    let mut line = Registration::new(600, false);
    let pauses: Vec<u64> = (0..10).map(|_| line.next(&Outcome::Silent, 0)).collect();
    assert_eq!(pauses[..5], [1_000, 2_000, 4_000, 8_000, 16_000]);
    assert_eq!(pauses[9], 300_000);
    line.next(&Outcome::Registered { granted_s: 60 }, 0);
    assert_eq!(line.next(&Outcome::Silent, 0), 1_000);
}

#[test]
fn a_wrong_password_is_not_tried_often() {
    for status in [401, 403, 407] {
        let mut line = Registration::new(600, false);
        assert_eq!(line.next(&refused(status), 0), 30_000);
        assert_eq!(line.next(&refused(status), 0), 60_000);
    }
}

#[test]
fn the_phone_system_may_ask_for_a_longer_pause_or_a_longer_time() {
    let mut line = Registration::new(60, false);
    let busy = Outcome::Refused { status: 503, retry_after_s: Some(120), min_expires_s: None };
    assert_eq!(line.next(&busy, 0), 120_000);
    let brief = Outcome::Refused { status: 423, retry_after_s: None, min_expires_s: Some(900) };
    assert_eq!(line.next(&brief, 0), 0);
    assert_eq!(line.expires_s(), 900);
    // Once: a registrar that is never content is not asked in a circle.
    assert!(line.next(&brief, 0) > 0);
}

#[test]
fn what_was_granted_is_read_from_our_contact() {
    let ours = "1001@192.0.2.9:5060";
    let several =
        "<sip:1001@192.0.2.1:5060>;expires=30, <sip:1001@192.0.2.9:5060;line=a>;expires=90";
    assert_eq!(granted(&[several], ours, Some("600"), 300), 90);
    assert_eq!(granted(&["<sip:1001@10.0.0.1>;expires=\"45\""], ours, Some("600"), 300), 45);
    assert_eq!(granted(&["<sip:1001@192.0.2.9:5060>"], ours, Some("600"), 300), 600);
    assert_eq!(granted(&[], ours, None, 300), 300);
    assert_eq!(granted(&["<sip:a@b>;expires=1,<sip:c@d>;expires=2"], ours, None, 300), 300);
    assert_eq!(granted(&["<<<,,\";expires=99999999999999"], ours, Some("x"), 300), 300);
}

proptest! {
    #[test]
    fn a_pause_is_never_none_nor_endless(
        outcomes in prop::collection::vec((0_u8..3, 300_u16..700, any::<u32>()), 1..40),
        stream: bool,
    ) {
        let mut line = Registration::new(300, stream);
        for (kind, status, number) in outcomes {
            let outcome = match kind {
                0 => Outcome::Registered { granted_s: number },
                1 => Outcome::Refused {
                    status, retry_after_s: Some(number), min_expires_s: None,
                },
                _ => Outcome::Silent,
            };
            let pause = line.next(&outcome, number);
            prop_assert!(pause >= 750, "{outcome:?}: {pause}");
            let longest = if kind == 0 { u64::from(number.max(2)) * 750 } else { 3_600_000 };
            prop_assert!(pause <= longest, "{outcome:?}: {pause}");
        }
    }

    #[test]
    fn contacts_from_outside_never_panic(value in ".{0,200}", expires in ".{0,20}") {
        let _ = granted(&[&value], "1001@192.0.2.9", Some(&expires), 300);
    }
}
