//! Requests about tokens carry everything in a form, and their replies are read with tolerance.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::oauth::{self, Kind, TokenError};
use hubspot::{Auth, Method, Reply, Request};

fn pairs(request: &Request) -> Vec<(String, String)> {
    let form = request.body.form().unwrap();
    url::form_urlencoded::parse(form.as_bytes()).into_owned().collect()
}

fn names(request: &Request) -> Vec<String> {
    pairs(request).into_iter().map(|(name, _)| name).collect()
}

fn ok(body: &str) -> Reply<'_> {
    Reply { status: 200, retry_after: None, body: body.as_bytes() }
}

#[test]
fn a_code_is_exchanged_once_and_with_its_verifier() {
    let request = oauth::exchange("i&d", "s=c", "https://a.example/b?c", "co+de", Some("v~"));
    assert_eq!((request.method, request.auth), (Method::Post, Auth::None));
    assert_eq!(request.path, "/oauth/2026-09/token");
    assert!(request.creates, "a code works once");
    let expected = [
        ("grant_type", "authorization_code"),
        ("client_id", "i&d"),
        ("client_secret", "s=c"),
        ("redirect_uri", "https://a.example/b?c"),
        ("code", "co+de"),
        ("code_verifier", "v~"),
    ];
    let found = pairs(&request);
    let found: Vec<_> = found.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(found, expected);
    let without = oauth::exchange("i", "s", "r", "c", None);
    assert!(!names(&without).contains(&"code_verifier".to_owned()));
}

#[test]
fn refresh_introspection_and_revocation_have_their_fields() {
    let refresh = oauth::refresh("i", "s", "t");
    assert_eq!(names(&refresh), ["grant_type", "client_id", "client_secret", "refresh_token"]);
    assert!(!refresh.creates);
    let about = [
        (oauth::introspect("i", "s", "t", Kind::Access), "/introspect", "access_token"),
        (oauth::revoke("i", "s", "t", Kind::Refresh), "/revoke", "refresh_token"),
    ];
    for (request, end, hint) in about {
        assert_eq!(request.path, format!("/oauth/2026-09/token{end}"));
        assert_eq!(names(&request), ["client_id", "client_secret", "token", "token_type_hint"]);
        assert_eq!(pairs(&request)[3].1, hint);
    }
    let uninstall = oauth::uninstall();
    assert_eq!((uninstall.method, uninstall.auth), (Method::Delete, Auth::Bearer));
    assert!(uninstall.done(&Reply { status: 204, retry_after: None, body: b"" }).is_ok());
}

#[test]
fn tokens_are_read_in_every_form_that_is_known() {
    let asked = oauth::refresh("i", "s", "old");
    let full = r#"{"token_type":"bearer","refresh_token":"new","access_token":"a","hub_id":77,
        "scopes":["oauth","tickets"],"expires_in":1800,"user_id":"5","token_use":"access_token"}"#;
    let tokens = oauth::read_tokens(&asked, &ok(full)).unwrap();
    assert_eq!((tokens.access.as_str(), tokens.refresh.as_str()), ("a", "new"));
    assert_eq!((tokens.expires_in, tokens.hub_id, tokens.user_id), (1800, Some(77), Some(5)));
    assert_eq!(tokens.scopes.unwrap(), ["oauth", "tickets"]);
    let sparse = r#"{"refresh_token":"new","access_token":"a","expires_in":"1800","hub_id":null}"#;
    let tokens = oauth::read_tokens(&asked, &ok(sparse)).unwrap();
    assert_eq!((tokens.hub_id, tokens.scopes, tokens.user_id), (None, None, None));
    let spaced =
        r#"{"access_token":"a","refresh_token":"b","expires_in":1,"scopes":"oauth files"}"#;
    let tokens = oauth::read_tokens(&asked, &ok(spaced)).unwrap();
    assert_eq!(tokens.scopes.unwrap(), ["oauth", "files"]);
}

#[test]
fn the_refresh_token_is_kept_where_none_comes_back() {
    let body = r#"{"access_token":"a","expires_in":1800}"#;
    let refreshed = oauth::read_tokens(&oauth::refresh("i", "s", "old"), &ok(body)).unwrap();
    assert_eq!(refreshed.refresh, "old");
    let exchange = oauth::exchange("i", "s", "r", "c", None);
    let first = oauth::read_tokens(&exchange, &ok(body));
    assert!(matches!(first, Err(TokenError::Unreadable { .. })));
}

#[test]
fn introspection_tells_the_living_from_the_dead() {
    let asked = oauth::introspect("i", "s", "t", Kind::Access);
    let body = r#"{"active":true,"token":"t","hub_id":77,"user_id":5,"client_id":"i","app_id":9,
        "user":"ada@example.com","hub_domain":"example.com","scopes":["oauth"],"expires_in":60,
        "signed_access_token":{"hubId":77}}"#;
    let living = oauth::read_introspection(&asked, &ok(body)).unwrap();
    assert!(living.active);
    assert_eq!((living.hub_id, living.user_id, living.app_id), (Some(77), Some(5), Some(9)));
    assert_eq!(living.user.as_deref(), Some("ada@example.com"));
    let dead = oauth::read_introspection(&asked, &ok(r#"{"active":false}"#)).unwrap();
    assert!(!dead.active);
    // Silence is no death: an account is not declared unlinked because a field is missing.
    let silent = oauth::read_introspection(&asked, &ok(r#"{"hub_id":77}"#));
    assert!(matches!(silent, Err(TokenError::Unreadable { .. })));
}

#[test]
fn a_token_is_revoked_whatever_the_success_says_and_when_it_was_gone() {
    let asked = oauth::revoke("i", "s", "t", Kind::Refresh);
    for body in ["", "{}", "null", "ok"] {
        assert_eq!(oauth::read_revoked(&asked, &ok(body)), Ok(()), "{body}");
    }
    let gone = Reply { status: 400, ..ok(r#"{"error":"invalid_grant"}"#) };
    assert_eq!(oauth::read_revoked(&asked, &gone), Ok(()));
    let wrong = Reply { status: 400, ..ok(r#"{"error":"invalid_client"}"#) };
    assert!(oauth::read_revoked(&asked, &wrong).is_err());
}
