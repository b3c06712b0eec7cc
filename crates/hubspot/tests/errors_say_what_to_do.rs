//! Errors are told apart by status and body, and say whether and when to try again.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use hubspot::{Error, Object, Reply, calls};

fn outcome(status: u16, retry_after: Option<u64>, body: &str) -> Error {
    let reply = Reply { status, retry_after, body: body.as_bytes() };
    calls::find_by_external_id("x").read::<Object>(&reply).unwrap_err()
}

#[test]
fn the_limit_waits_as_long_as_its_policy_says() {
    let rolling = r#"{"policyName":"TEN_SECONDLY_ROLLING"}"#;
    assert_eq!(outcome(429, None, rolling), Error::RateLimited { wait: 10_000 });
    assert_eq!(
        outcome(429, None, r#"{"policyName":"SECONDLY"}"#),
        Error::RateLimited { wait: 1_000 }
    );
    assert_eq!(outcome(429, Some(3), rolling), Error::RateLimited { wait: 3_000 });
    assert_eq!(outcome(429, None, "not json"), Error::RateLimited { wait: 10_000 });
}

#[test]
fn missing_scopes_are_named() {
    let body = r#"{"category":"MISSING_SCOPES","errors":[{"message":"m","context":{"requiredGranularScopes":["crm.objects.contacts.write"]}}]}"#;
    assert_eq!(
        outcome(403, None, body),
        Error::Forbidden { scopes: "crm.objects.contacts.write".to_owned() }
    );
    assert_eq!(outcome(403, None, "{}"), Error::Forbidden { scopes: "not named".to_owned() });
}

#[test]
fn only_trouble_that_passes_is_tried_again() {
    for status in [423, 429, 477, 500, 502, 503, 504, 521, 524] {
        assert!(outcome(status, None, "").is_passing(), "{status}");
    }
    for status in [400, 401, 403, 404, 409, 414] {
        assert!(!outcome(status, None, "").is_passing(), "{status}");
    }
}

#[test]
fn a_lost_answer_leaves_the_outcome_open_and_a_lost_connection_does_not() {
    let timed_out = Error::NoAnswer { why: "timed out".to_owned(), never_sent: false };
    let refused = Error::NoAnswer { why: "no connection".to_owned(), never_sent: true };
    assert!(timed_out.outcome_unknown());
    assert!(!refused.outcome_unknown());
    assert!(outcome(502, None, "").outcome_unknown());
    assert!(!outcome(400, None, "").outcome_unknown());
}

#[test]
fn a_success_with_a_strange_body_is_an_error_and_not_a_panic() {
    assert!(matches!(outcome(200, None, "[]"), Error::Unreadable { .. }));
    assert!(matches!(outcome(201, None, ""), Error::Unreadable { .. }));
}
