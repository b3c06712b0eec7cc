//! What an access token opens: its own account, its own scopes, until it or the install ends.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    link::{self, asked, names, renew, rest, with},
    own,
};
use serde_json::{Value, json};

const CALLS: &str = "/crm/objects/2026-09/calls";
const CONTACTS: &str = "/crm/objects/2026-09/contacts";
const DETAILS: &str = "/account-info/2026-09/details";
const LEAVE: &str = "/appinstalls/2026-09/external-install";

fn call() -> Value {
    json!({ "properties": { "hs_timestamp": "1" }, "associations": [] })
}

#[tokio::test]
async fn a_token_sees_its_own_account_and_no_other() {
    let preview = common::preview(None);
    let one = link::link(&preview, asked(), 123_456).await["access_token"].clone();
    let two = link::link(&preview, asked(), 654_321).await["access_token"].clone();
    for (token, portal, people) in [(&one, 123_456, 8), (&two, 654_321, 1)] {
        let (_, details) = rest(&preview, token, "GET", DETAILS, Value::Null).await;
        assert_eq!(details["portalId"], portal);
        let (_, contacts) = rest(&preview, token, "GET", CONTACTS, Value::Null).await;
        assert_eq!(contacts["results"].as_array().unwrap().len(), people);
    }
    let (status, made) = rest(&preview, &two, "POST", CALLS, call()).await;
    assert_eq!(status, 201);
    let path = format!("{CALLS}/{}", made["id"].as_str().unwrap());
    assert_eq!(rest(&preview, &two, "GET", &path, Value::Null).await.0, 200);
    assert_eq!(rest(&preview, &one, "GET", &path, Value::Null).await.0, 404);
    assert_eq!(common::rest(&preview, "GET", &path, Value::Null).await.0, 404);
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let preview = common::preview(None);
    let token = link::link(&preview, asked(), 123_456).await["access_token"].clone();
    for (path, scope) in [
        ("/crm/objects/2026-09/companies/501", "crm.objects.companies.read"),
        ("/settings/v3/users", "settings.users.read"),
    ] {
        let (status, error) = rest(&preview, &token, "GET", path, Value::Null).await;
        assert_eq!((status.as_u16(), &error["category"]), (403, &json!("MISSING_SCOPES")));
        assert_eq!(error["errors"][0]["context"]["requiredGranularScopes"], json!([scope]));
    }
    let more = "settings.users.read crm.objects.companies.read";
    let more = with(asked(), "optional_scope", more);
    let token = link::link(&preview, more, 123_456).await["access_token"].clone();
    let (status, users) = rest(&preview, &token, "GET", "/settings/v3/users", Value::Null).await;
    assert_eq!((status.as_u16(), users["results"].as_array().unwrap().len()), (200, 3));
}

#[tokio::test]
async fn an_optional_scope_that_the_account_does_not_have_is_left_out() {
    let preview = common::preview(None);
    let transcripts = "crm.extensions_calling_transcripts.read";
    let more = with(asked(), "optional_scope", &format!("{transcripts} tickets unheard.of"));
    for (portal, has) in [(123_456, true), (654_321, false)] {
        let pair = link::link(&preview, more.clone(), portal).await;
        let scopes = pair["scopes"].as_array().unwrap();
        assert_eq!(scopes.contains(&json!(transcripts)), has, "{portal}");
        assert!(scopes.contains(&json!("tickets")) && !scopes.contains(&json!("unheard.of")));
    }
}

#[tokio::test]
async fn a_token_that_ended_is_told_from_one_that_never_was() {
    let preview = common::preview(None);
    let pair = link::link(&preview, asked(), 123_456).await;
    let expire = "/preview/hubspot/tokens/expire";
    let (_, done) = own(&preview, "POST", expire, json!({ "portalId": 654_321 })).await;
    assert_eq!(done, json!({ "expired": 0 }));
    let (_, done) = own(&preview, "POST", expire, Value::Null).await;
    assert_eq!(done, json!({ "expired": 1 }));
    let access = &pair["access_token"];
    let (status, error) = rest(&preview, access, "GET", CALLS, Value::Null).await;
    assert_eq!((status.as_u16(), &error["category"]), (401, &json!("EXPIRED_AUTHENTICATION")));
    let (status, error) = rest(&preview, &json!("unknown"), "GET", CALLS, Value::Null).await;
    assert_eq!((status.as_u16(), &error["category"]), (401, &json!("INVALID_AUTHENTICATION")));
    let (_, renewed) = renew(&preview, pair["refresh_token"].as_str().unwrap()).await;
    let access = &renewed["access_token"];
    assert_eq!(rest(&preview, access, "GET", CALLS, Value::Null).await.0, 200);
}

#[tokio::test]
async fn after_an_uninstall_every_token_of_that_account_is_dead() {
    let preview = common::preview(None);
    let gone = link::link(&preview, asked(), 123_456).await;
    let stays = link::link(&preview, asked(), 654_321).await;
    let path = "/preview/hubspot/uninstall";
    let (_, done) = own(&preview, "POST", path, json!({ "portalId": 123_456 })).await;
    assert_eq!(done, json!({ "uninstalled": true }));
    let (status, _) = rest(&preview, &gone["access_token"], "GET", CALLS, Value::Null).await;
    assert_eq!(status, 401);
    let error = renew(&preview, gone["refresh_token"].as_str().unwrap()).await.1;
    assert_eq!(names(&error), json!(["invalid_grant", "BAD_REFRESH_TOKEN"]));
    assert_eq!(renew(&preview, stays["refresh_token"].as_str().unwrap()).await.0, 200);
}

#[tokio::test]
async fn the_app_can_uninstall_itself_and_a_private_app_cannot() {
    let preview = common::preview(None);
    let pair = link::link(&preview, asked(), 123_456).await;
    let access = &pair["access_token"];
    assert_eq!(common::rest(&preview, "DELETE", LEAVE, Value::Null).await.0, 403);
    assert_eq!(rest(&preview, access, "DELETE", LEAVE, Value::Null).await.0, 204);
    assert_eq!(rest(&preview, access, "DELETE", LEAVE, Value::Null).await.0, 401);
    let (_, now) = own(&preview, "GET", "/preview/hubspot/connect", Value::Null).await;
    assert_eq!(now["installs"], json!([]));
}

#[tokio::test]
async fn starting_over_forgets_installs_tokens_and_both_accounts_calls() {
    let preview = common::preview(None);
    let access = link::link(&preview, asked(), 654_321).await["access_token"].clone();
    assert_eq!(rest(&preview, &access, "POST", CALLS, call()).await.0, 201);
    own(&preview, "POST", "/preview/hubspot/reset", Value::Null).await;
    assert_eq!(rest(&preview, &access, "GET", CALLS, Value::Null).await.0, 401);
    let access = link::link(&preview, asked(), 654_321).await["access_token"].clone();
    let (_, calls) = rest(&preview, &access, "GET", CALLS, Value::Null).await;
    assert_eq!(calls["results"], json!([]));
    let (_, people) = rest(&preview, &access, "GET", CONTACTS, Value::Null).await;
    assert_eq!(people["results"][0]["id"], "201");
}

#[tokio::test]
async fn the_demo_app_s_credentials_can_be_copied() {
    let preview = common::preview(None);
    let (status, app) = own(&preview, "GET", "/preview/hubspot/app", Value::Null).await;
    assert_eq!((status.as_u16(), &app["redirectUrls"][0]), (200, &json!(link::REDIRECT)));
    assert_eq!(app["authorizeUrl"], "http://hubspot.localhost:4180/oauth/authorize");
    for name in ["clientId", "clientSecret", "developerKey"] {
        assert!(app[name].as_str().is_some_and(|text| text.len() == 36), "{name}");
    }
}
