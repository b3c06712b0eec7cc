//! The authorize pages: who may connect the app, what is shown, and where the browser goes then.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use axum::{body::Body, http::Request};
use common::{
    link::{asked, authorize, chosen, decide, form, location, with},
    own, send,
};
use serde_json::{Value, json};

const PAGE: &str = "/oauth/authorize";

#[tokio::test]
async fn the_chooser_leads_to_consent_and_consent_back_with_code_and_state() {
    let preview = common::preview(None);
    let (status, page) = authorize(&preview, PAGE, &asked()).await;
    assert_eq!(status, 200);
    for shown in ["123456", "654321", "sally.sales@demo.example", "Stand-in for HubSpot"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let (status, page) = authorize(&preview, PAGE, &chosen(asked(), 0, 123_456)).await;
    assert_eq!(status, 200);
    assert!(page.contains("Connect app") && page.contains("crm.objects.contacts.write"), "{page}");
    let answer = decide(&preview, chosen(asked(), 0, 123_456), "connect").await;
    let address = location(&answer);
    assert!(address.starts_with(&format!("{}?code=", common::link::REDIRECT)), "{address}");
    assert!(address.ends_with("&state=a%20state%2F%3F%26"), "{address}");
}

#[tokio::test]
async fn an_account_in_the_address_is_the_only_one_offered() {
    let preview = common::preview(None);
    let (_, page) = authorize(&preview, "/oauth/654321/authorize", &asked()).await;
    assert!(page.contains("654321") && !page.contains("123456"), "{page}");
    assert_eq!(authorize(&preview, "/oauth/1/authorize", &asked()).await.0, 400);
}

#[tokio::test]
async fn a_request_that_is_not_the_app_s_gets_a_page_and_no_redirect() {
    let preview = common::preview(None);
    let linked = common::link::REDIRECT;
    for (name, value, said) in [
        ("client_id", "unknown", "client id"),
        ("redirect_uri", &format!("{linked}/"), "match a registered one exactly"),
        ("redirect_uri", &linked.to_uppercase(), "match a registered one exactly"),
        ("redirect_uri", "https://hostile.example/oauth/hubspot/linked", "registered"),
        ("scope", "crm.objects.contacts.read", "oauth"),
        ("scope", "", "leaves out scopes"),
        ("code_challenge_method", "plain", "S256"),
        ("code_challenge", "short", "S256"),
        ("code_challenge", "", "S256"),
    ] {
        let wrong = with(asked(), name, value);
        let (status, page) = authorize(&preview, PAGE, &wrong).await;
        assert_eq!(status, 400, "{name}={value}");
        assert!(page.contains(said) && page.contains("role=\"alert\""), "{name}={value}: {page}");
        let answer = decide(&preview, chosen(wrong, 0, 123_456), "connect").await;
        assert_eq!(answer.status(), 400, "the form is checked like the link: {name}={value}");
    }
    let scopes = format!("{} unheard.of", asked()[2].1);
    let (status, page) = authorize(&preview, PAGE, &with(asked(), "scope", &scopes)).await;
    assert_eq!(status, 400);
    assert!(page.contains("unheard.of"));
}

#[tokio::test]
async fn cancel_goes_back_with_access_denied_and_state() {
    let preview = common::preview(None);
    let answer = decide(&preview, chosen(asked(), 0, 123_456), "cancel").await;
    let address = location(&answer);
    assert!(address.contains("?error=access_denied&error_description="), "{address}");
    assert!(address.ends_with("&state=a%20state%2F%3F%26"), "{address}");
}

#[tokio::test]
async fn a_person_without_marketplace_access_is_told_so_and_cannot_connect() {
    let preview = common::preview(None);
    let sally = chosen(asked(), 1, 123_456);
    let (status, page) = authorize(&preview, PAGE, &sally).await;
    assert_eq!(status, 403);
    assert!(page.contains("no App Marketplace Access"), "{page}");
    assert_eq!(decide(&preview, sally, "connect").await.status(), 403);
}

#[tokio::test]
async fn what_the_app_sends_never_becomes_markup() {
    let preview = common::preview(None);
    let hostile = with(asked(), "state", "\"><script>alert(1)</script>");
    for request in [hostile.clone(), with(hostile, "redirect_uri", "<script>")] {
        let (_, page) = authorize(&preview, PAGE, &request).await;
        assert!(!page.contains("<script"), "{page}");
    }
}

#[tokio::test]
async fn a_switch_parts_the_pages_from_their_opener() {
    let preview = common::preview(None);
    for (policy, status) in [("unsafe-none", 200), ("same-origin", 200), ("sometimes", 400)] {
        let asked = json!({ "openerPolicy": policy });
        assert_eq!(own(&preview, "POST", "/preview/switches", asked).await.0, status);
    }
    let (_, now) = own(&preview, "GET", "/preview/switches", Value::Null).await;
    assert_eq!((&now["openerPolicy"], &now["autoSignIn"]), (&json!("same-origin"), &json!(true)));
    let request = Request::get(format!("{PAGE}?{}", form(&asked()))).body(Body::empty()).unwrap();
    let answer = send(&preview, "hubspot.localhost", request).await;
    assert_eq!(answer.headers()["cross-origin-opener-policy"], "same-origin");
    let answer = decide(&preview, chosen(asked(), 0, 123_456), "connect").await;
    assert_eq!(answer.headers()["cross-origin-opener-policy"], "same-origin");
}

#[tokio::test]
async fn the_pages_are_at_the_stand_in_s_name_only() {
    let preview = common::preview(None);
    let request =
        || Request::get(format!("{PAGE}?{}", form(&asked()))).body(Body::empty()).unwrap();
    assert_eq!(send(&preview, "127.0.0.1", request()).await.status(), 404);
    assert_eq!(send(&preview, "hubspot.localhost", request()).await.status(), 200);
}
