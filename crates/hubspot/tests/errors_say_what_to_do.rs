//! Errors are told apart by status and body, and say whether and when to try again.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use hubspot::{Auth, Error, Object, Reply, calling_settings, calls};

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

// row!(U8)
#[test]
fn a_refused_developer_key_is_told_from_a_refused_token() {
    let reply = Reply { status: 401, retry_after: None, body: b"{}" };
    let with = |auth| calling_settings::get(7, auth).done(&reply).unwrap_err();
    assert_eq!(with(Auth::DeveloperKey), Error::DeveloperKey);
    assert!(with(Auth::DeveloperKey).to_string().contains("rotated"));
    assert_eq!(with(Auth::Bearer), Error::Unauthorised);
}

#[test]
fn every_documented_status_has_its_class() {
    let class = |status| match outcome(status, None, r#"{"message":"m"}"#) {
        Error::Unauthorised => "unauthorised",
        Error::Forbidden { .. } => "forbidden",
        Error::NotFound => "not found",
        Error::Conflict { .. } => "conflict",
        Error::Invalid { .. } => "invalid",
        Error::RateLimited { .. } => "limited",
        Error::Locked { .. } => "locked",
        Error::Unavailable { .. } => "unavailable",
        other => panic!("{other}"),
    };
    let expected = [
        (400, "invalid"),
        (401, "unauthorised"),
        (403, "forbidden"),
        (404, "not found"),
        (409, "conflict"),
        (414, "invalid"),
        (423, "locked"),
        (429, "limited"),
        (477, "locked"),
    ];
    for (status, name) in expected {
        assert_eq!(class(status), name, "{status}");
    }
    for status in [500, 502, 503, 504, 521, 522, 523, 524, 525, 526] {
        assert_eq!(class(status), "unavailable", "{status}");
    }
}

#[test]
fn the_id_that_hubspots_support_asks_for_is_taken_when_it_is_one() {
    let id = |body: &str| {
        Reply { status: 400, retry_after: None, body: body.as_bytes() }.correlation_id()
    };
    assert_eq!(id(r#"{"correlationId":"0a-1B"}"#).as_deref(), Some("0a-1B"));
    for body in ["", "[]", "{}", r#"{"correlationId":7}"#, r#"{"correlationId":"a b\n"}"#] {
        assert_eq!(id(body), None, "{body}");
    }
}

// row!(P14)
#[test]
fn a_conflict_names_what_is_there_already() {
    let existing = |message: &str| {
        let body = serde_json::json!({ "message": message, "category": "CONFLICT" }).to_string();
        match outcome(409, None, &body) {
            Error::Conflict { existing, .. } => existing,
            other => panic!("{other}"),
        }
    };
    let message = "Contact already exists. Existing ID: 37765128953";
    assert_eq!(existing(message).as_deref(), Some("37765128953"));
    for message in ["", "Contact already exists.", "Existing ID: ", "Existing ID: abc"] {
        assert_eq!(existing(message), None, "{message}");
    }
}

// row!(P14)
#[test]
fn a_refused_value_is_named_by_its_property() {
    let property = |body: &str| match outcome(400, None, body) {
        Error::Invalid { property, .. } => property,
        other => panic!("{other}"),
    };
    let listed = r#"{"category":"VALIDATION_ERROR","message":"Property values were not valid: [{\"isValid\":false,\"message\":\"Property \\\"missing\\\" does not exist\",\"error\":\"PROPERTY_DOESNT_EXIST\",\"name\":\"missing\",\"portalId\":1}]"}"#;
    assert_eq!(property(listed).as_deref(), Some("missing"));
    let context = r#"{"message":"m","errors":[{"message":"m","context":{"other":["x"]}},{"message":"m","context":{"propertyName":["hs_call_status"]}}]}"#;
    assert_eq!(property(context).as_deref(), Some("hs_call_status"));
    let odd = r#"{"message":"m [{","errors":[{"context":{"propertyName":"no list","x":7}}]}"#;
    for body in [odd, "", "{}", r#"{"message":"[{\"name\":\"a b\"}]"}"#] {
        assert_eq!(property(body), None, "{body}");
    }
}

// row!(P14)
#[test]
fn a_pause_is_as_long_as_hubspot_says_and_never_longer_than_a_day() {
    let locked = |status, after| match outcome(status, after, "") {
        Error::Locked { wait } => wait,
        other => panic!("{other}"),
    };
    assert_eq!(locked(423, None), 2_000);
    assert_eq!(locked(423, Some(1)), 2_000, "a lock is never over sooner");
    assert_eq!(locked(477, Some(3_600)), 3_600_000);
    assert_eq!(locked(477, Some(999_999)), 24 * 3_600_000);
    let reply = |status| Reply { status, retry_after: None, body: br#"{"policyName":"DAILY"}"# };
    assert_eq!(reply(429).pause(), Some(15 * 60_000));
    assert_eq!(reply(429).policy().as_deref(), Some("DAILY"));
    assert_eq!(reply(503).pause(), None);
}
