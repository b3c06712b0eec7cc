//! Every failure of a token request is put into the class that says who has to do something.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::oauth::{self, TokenError, Which};
use hubspot::{Error, Reply, Request};

#[derive(Debug, PartialEq)]
enum Class {
    Revoked,
    Misconfigured(Which),
    Passing,
    Code,
}
use Class::{Code, Misconfigured, Passing, Revoked};

fn exchange() -> Request {
    oauth::exchange("i", "s", "https://a.example", "the-code", Some("v"))
}

fn refresh() -> Request {
    oauth::refresh("i", "s", "the-token")
}

fn class(request: &Request, status: u16, body: &str) -> Class {
    let reply = Reply { status, retry_after: None, body: body.as_bytes() };
    let error = oauth::read_tokens(request, &reply).unwrap_err();
    assert!(error.to_string().len() > 20, "{error}");
    assert!(error.remedy().ends_with('.'), "{error}");
    match error {
        TokenError::Revoked { .. } => Revoked,
        TokenError::Misconfigured { which, .. } => Misconfigured(which),
        TokenError::Passing { .. } => Passing,
        TokenError::Code { .. } => Code,
        other => panic!("{other}"),
    }
}

fn with(error: &str, status: &str) -> String {
    format!(r#"{{"error":"{error}","status":"{status}","message":"m"}}"#)
}

#[test]
fn the_documented_answer_to_a_dead_refresh_token_ends_the_link() {
    let body = r#"{"error":"invalid_grant","error_description":"no longer good",
        "status":"BAD_REFRESH_TOKEN","message":"no longer good"}"#;
    assert_eq!(class(&refresh(), 400, body), Revoked);
    assert_eq!(class(&refresh(), 400, r#"{"error":"invalid_grant"}"#), Revoked);
    assert_eq!(class(&refresh(), 400, r#"{"status":"BAD_REFRESH_TOKEN"}"#), Revoked);
    let hub = r#"{"status":"BAD_HUB","message":"unknown hub","error":"access_denied"}"#;
    assert_eq!(class(&refresh(), 400, hub), Revoked);
    assert_eq!(class(&refresh(), 400, r#"{"status":"BAD_HUB"}"#), Revoked);
}

#[test]
fn a_bad_code_or_verifier_is_no_dead_link() {
    for status in ["BAD_AUTH_CODE", "EXPIRED_AUTH_CODE", "BAD_CODE_VERIFIER"] {
        for error in ["invalid_grant", "invalid_request", ""] {
            assert_eq!(class(&exchange(), 400, &with(error, status)), Code, "{error} {status}");
        }
    }
    for status in ["", "SOMETHING_NEW"] {
        assert_eq!(class(&exchange(), 400, &with("invalid_grant", status)), Code, "{status}");
        assert_eq!(class(&refresh(), 400, &with("invalid_grant", status)), Revoked, "{status}");
    }
}

// row!(U11)
#[test]
fn what_is_configured_wrongly_is_named() {
    use Which::{ClientId, ClientSecret, Other, RedirectUri, Scopes};
    for (error, status, which) in [
        ("invalid_client", "BAD_CLIENT_ID", ClientId),
        ("invalid_client", "BAD_CLIENT_SECRET", ClientSecret),
        ("invalid_client", "", Other),
        ("", "BAD_CLIENT_ID", ClientId),
        ("", "BAD_CLIENT_SECRET", ClientSecret),
        ("", "BAD_REDIRECT_URI", RedirectUri),
        ("invalid_grant", "BAD_REDIRECT_URI", RedirectUri),
        ("invalid_request", "BAD_REDIRECT_URI", RedirectUri),
        ("invalid_scope", "", Scopes),
        ("", "BAD_SCOPES", Scopes),
        ("unsupported_grant_type", "BAD_GRANT_TYPE", Other),
        ("", "BAD_GRANT_TYPE", Other),
        ("unauthorized_client", "", Other),
        ("something_new", "SOMETHING_NEW", Other),
    ] {
        for request in [exchange(), refresh()] {
            let found = class(&request, 400, &with(error, status));
            assert_eq!(found, Misconfigured(which), "{error} {status}");
        }
    }
    let words = r#"{"error":"invalid_client","message":"The client_secret is wrong"}"#;
    assert_eq!(class(&refresh(), 401, words), Misconfigured(ClientSecret));
}

#[test]
fn the_rfcs_word_goes_before_hubspots() {
    let both = with("invalid_client", "BAD_REFRESH_TOKEN");
    assert_eq!(class(&refresh(), 400, &both), Misconfigured(Which::Other));
    assert_eq!(class(&refresh(), 400, &with("access_denied", "BAD_CLIENT_ID")), Revoked);
    assert_eq!(class(&refresh(), 400, &with("temporarily_unavailable", "BAD_HUB")), Passing);
}

#[test]
fn trouble_that_passes_never_ends_a_link() {
    for status in [423, 429, 477, 500, 502, 503, 504, 521, 522, 523, 524, 525, 526] {
        let body = with("invalid_grant", "BAD_REFRESH_TOKEN");
        assert_eq!(class(&refresh(), status, &body), Passing, "{status}");
        assert_eq!(class(&refresh(), status, "<html>"), Passing, "{status}");
    }
}

#[test]
fn an_answer_of_another_kind_is_no_dead_link() {
    for (status, body) in [(400, ""), (401, "[]"), (403, "<html>"), (404, "{}"), (302, "null")] {
        assert_eq!(class(&refresh(), status, body), Misconfigured(Which::Other), "{status}");
    }
}

#[test]
fn a_lost_connection_passes_and_keeps_how_long_to_wait() {
    let lost = Error::NoAnswer { why: "timed out".to_owned(), never_sent: false };
    assert!(matches!(TokenError::from(lost), TokenError::Passing { .. }));
    let limited = Reply { status: 429, retry_after: Some(7), body: b"" };
    let error = oauth::read_tokens(&refresh(), &limited).unwrap_err();
    assert_eq!(error, TokenError::Passing { error: Error::RateLimited { wait: 7_000 } });
    let long = Error::Unreadable { why: "it is too long".to_owned() };
    assert!(matches!(TokenError::from(long), TokenError::Unreadable { .. }));
}
