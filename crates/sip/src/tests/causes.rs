//! The phone system's answers, number by number.

use crate::{Refusal, Why, sentence, why};

#[test]
fn every_answer_has_its_end() {
    for status in 300..700 {
        let end = why(status, "Words", false);
        match status {
            486 | 600 => assert_eq!(end, Why::Busy, "{status}"),
            408 | 480 => assert_eq!(end, Why::NoAnswer, "{status}"),
            403 | 603 | 607 | 608 => assert_eq!(end, Why::Rejected, "{status}"),
            487 => assert_eq!(end, Why::Canceled, "{status}"),
            _ => {
                let Why::Failed { status: told, sentence } = end else {
                    panic!("{status}: {end:?}")
                };
                assert_eq!(told, status);
                assert!(sentence.ends_with(&format!("({status} Words)")), "{sentence}");
            }
        }
    }
}

#[test]
fn nobody_answered_when_our_own_limit_canceled() {
    assert_eq!(why(487, "Request Terminated", true), Why::NoAnswer);
    assert_eq!(why(486, "Busy Here", true), Why::Busy);
}

#[test]
fn a_number_that_does_not_exist_is_said_so() {
    let said = |status| match why(status, "", false) {
        Why::Failed { sentence, .. } => sentence,
        other => panic!("{status}: {other:?}"),
    };
    assert_eq!(said(404), "The number does not exist there; check it. (404)");
    assert_eq!(said(484), "The number is not complete; check it. (484)");
    assert!(said(401).contains("password"));
    assert!(said(503).contains("try again later"));
    assert!(said(488).contains("G.711"));
}

#[test]
fn the_phone_systems_words_are_cut_and_harmless() {
    let long = format!("a\r\nb{}", "x".repeat(500));
    let said = sentence(500, &long);
    assert!(!said.contains(['\r', '\n']));
    assert!(said.len() < 260, "{said}");
}

#[test]
fn refusals_have_their_numbers() {
    let numbers = [
        (Refusal::Unavailable, 480),
        (Refusal::NoAnswer, 480),
        (Refusal::Busy, 486),
        (Refusal::Declined, 603),
    ];
    for (refusal, status) in numbers {
        assert_eq!(refusal.sip().0, status);
    }
}
