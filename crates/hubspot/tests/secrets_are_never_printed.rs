//! Nothing that can be printed shows a secret: requests, tokens, what came back, errors.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use hubspot::oauth::{self, Kind, Return, TokenError};
use hubspot::{Auth, Error, Reply, Request, calling_settings, owners, private_app};

const SECRET: &str = "s3cr3t-value";

fn with_secrets() -> Vec<Request> {
    vec![
        oauth::exchange("id", SECRET, "https://a.example", "c", Some("v")),
        oauth::exchange("id", "s", "https://a.example", SECRET, Some("v")),
        oauth::exchange("id", "s", "https://a.example", "c", Some(SECRET)),
        oauth::refresh("id", SECRET, "t"),
        oauth::refresh("id", "s", SECRET),
        oauth::introspect("id", "s", SECRET, Kind::Access),
        oauth::revoke("id", "s", SECRET, Kind::Refresh),
        private_app::introspect(SECRET),
    ]
}

#[test]
fn a_printed_request_shows_method_and_path_only() {
    for request in with_secrets() {
        assert!(!format!("{request:?} {request:#?} {:?}", request.body).contains(SECRET));
        assert!(!request.path.contains(SECRET));
    }
    let refresh = oauth::refresh("id", SECRET, "t");
    assert_eq!(format!("{refresh:?}"), "Post /oauth/2026-09/token");
    let by_mail = owners::list(Some("ada@example.com"), None);
    assert_eq!(format!("{by_mail:?}"), "Get /crm/owners/2026-09");
}

#[test]
fn the_developer_key_has_no_place_in_a_path() {
    let request = calling_settings::get(7, Auth::DeveloperKey);
    assert_eq!(request.path, "/crm/extensions/calling/2026-09/7/settings");
    assert_eq!(request.auth, Auth::DeveloperKey);
}

#[test]
fn printed_tokens_show_whom_they_are_for_and_not_what_they_are() {
    let body = format!(
        r#"{{"access_token":"{SECRET}","refresh_token":"{SECRET}","expires_in":1800,"hub_id":77}}"#
    );
    let reply = Reply { status: 200, retry_after: None, body: body.as_bytes() };
    let tokens = oauth::read_tokens(&oauth::refresh("id", "s", "t"), &reply).unwrap();
    let printed = format!("{tokens:?} {tokens:#?}");
    assert!(!printed.contains(SECRET));
    assert!(printed.contains("77"));
    let back = Return::parse(&format!("code={SECRET}&state={SECRET}")).unwrap();
    assert!(!format!("{back:?} {back:#?}").contains(SECRET));
}

#[test]
fn an_error_does_not_repeat_a_secret_that_hubspot_repeats() {
    for request in with_secrets() {
        for text in ["error_description", "message", "status", "error"] {
            let body = format!(r#"{{"{text}":"no good: {SECRET}"}}"#);
            let reply = Reply { status: 400, retry_after: None, body: body.as_bytes() };
            let error: TokenError = oauth::read_tokens(&request, &reply).unwrap_err();
            assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
            let error: Error = request.done(&reply).unwrap_err();
            assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
        }
    }
}

#[test]
fn an_unreadable_success_does_not_show_what_was_in_it() {
    let request = oauth::refresh("id", "s", "t");
    let broken = [
        format!(r#"{{"access_token":"a","refresh_token":"b","expires_in":"{SECRET}"}}"#),
        format!(r#"{{"access_token":["{SECRET}"],"refresh_token":"b","expires_in":1}}"#),
        format!(r#"{{"access_token":"{SECRET}"#),
        format!(r#""{SECRET}""#),
    ];
    for body in broken {
        let reply = Reply { status: 200, retry_after: None, body: body.as_bytes() };
        let error = oauth::read_tokens(&request, &reply).unwrap_err();
        assert!(matches!(error, TokenError::Unreadable { .. }), "{error}");
        assert!(!format!("{error} {error:?}").contains(SECRET), "{error}");
    }
}
