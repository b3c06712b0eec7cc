//! The token routes: codes, renewal, rotation, introspection and revocation.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{
    link::{self, TOKEN, asked, exchange, names, post, renew, with},
    own,
};
use serde_json::{Value, json};

const INSPECT: &str = "/oauth/2026-09/token/introspect";
const REVOKE: &str = "/oauth/2026-09/token/revoke";

#[tokio::test]
async fn a_code_becomes_tokens_of_its_account_once() {
    let preview = common::preview(None);
    let code = link::code(&preview, asked(), 654_321).await;
    let (status, pair) = exchange(&preview, &code, ("state", "")).await;
    assert_eq!(status, 200);
    assert_eq!((&pair["hub_id"], &pair["expires_in"]), (&json!(654_321), &json!(1800)));
    assert_eq!(pair["token_type"], "bearer");
    assert!(pair["scopes"].as_array().unwrap().contains(&json!("oauth")));
    let (status, again) = exchange(&preview, &code, ("state", "")).await;
    assert_eq!((status.as_u16(), names(&again)), (400, json!(["invalid_grant", "BAD_AUTH_CODE"])));
    let (_, now) = own(&preview, "GET", "/preview/hubspot/connect", Value::Null).await;
    assert_eq!(now["installs"][0]["portalId"], 654_321);
    assert_eq!(now["tokens"], json!({ "issued": 1, "access": 1, "refresh": 1 }));
}

#[tokio::test]
async fn what_does_not_belong_to_the_code_is_named_and_spends_it() {
    let preview = common::preview(None);
    let signed_in = link::REDIRECT.replace("linked", "signed-in");
    let other = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cX";
    for (change, expected) in [
        (("redirect_uri", signed_in.as_str()), ["invalid_grant", "BAD_REDIRECT_URI"]),
        (("code_verifier", other), ["invalid_grant", "BAD_CODE_VERIFIER"]),
        (("code_verifier", ""), ["invalid_grant", "BAD_CODE_VERIFIER"]),
    ] {
        let code = link::code(&preview, asked(), 123_456).await;
        let (status, error) = exchange(&preview, &code, change).await;
        assert_eq!((status.as_u16(), names(&error)), (400, json!(expected)));
        assert_eq!(error["message"], error["error_description"]);
        assert_eq!(exchange(&preview, &code, ("state", "")).await.0, 400, "{change:?}");
    }
}

#[tokio::test]
async fn wrong_credentials_and_wrong_forms_spend_nothing() {
    let preview = common::preview(None);
    let code = link::code(&preview, asked(), 123_456).await;
    for (change, expected) in [
        (("client_id", "unknown"), ["invalid_client", "BAD_CLIENT_ID"]),
        (("client_secret", "wrong"), ["invalid_client", "BAD_CLIENT_SECRET"]),
        (("grant_type", "password"), ["unsupported_grant_type", "BAD_GRANT_TYPE"]),
        (("code", "unknown"), ["invalid_grant", "BAD_AUTH_CODE"]),
    ] {
        let (status, error) = exchange(&preview, &code, change).await;
        assert_eq!((status.as_u16(), names(&error)), (400, json!(expected)));
    }
    let json_body = common::request("POST", &format!("/hubspot-api{TOKEN}"), json!({}));
    assert_eq!(common::send(&preview, "127.0.0.1", json_body).await.status(), 400);
    assert_eq!(exchange(&preview, &code, ("state", "")).await.0, 200);
}

#[tokio::test]
async fn without_a_challenge_no_verifier_is_wanted() {
    let preview = common::preview(None);
    let plain = with(with(asked(), "code_challenge", ""), "code_challenge_method", "");
    let code = link::code(&preview, plain.clone(), 123_456).await;
    assert_eq!(exchange(&preview, &code, ("code_verifier", "")).await.0, 200);
    let code = link::code(&preview, plain, 123_456).await;
    assert_eq!(exchange(&preview, &code, ("state", "")).await.0, 400, "a verifier out of nowhere");
}

#[tokio::test]
async fn a_refresh_token_stays_unless_the_switch_rotates_it() {
    let preview = common::preview(None);
    let pair = link::link(&preview, asked(), 123_456).await;
    let first = pair["refresh_token"].as_str().unwrap();
    let (status, renewed) = renew(&preview, first).await;
    assert_eq!((status.as_u16(), &renewed["refresh_token"]), (200, &json!(first)));
    assert_ne!(renewed["access_token"], pair["access_token"]);

    let on = json!({ "rotateRefreshTokens": true });
    assert_eq!(own(&preview, "POST", "/preview/switches", on).await.0, 200);
    let (_, rotated) = renew(&preview, first).await;
    let second = rotated["refresh_token"].as_str().unwrap();
    assert_ne!(second, first);
    let (status, error) = renew(&preview, first).await;
    assert_eq!(
        (status.as_u16(), names(&error)),
        (400, json!(["invalid_grant", "BAD_REFRESH_TOKEN"]))
    );
    assert_eq!(renew(&preview, second).await.0, 200);
}

#[tokio::test]
async fn introspection_tells_living_tokens_from_dead_ones() {
    let preview = common::preview(None);
    let pair = link::link(&preview, asked(), 123_456).await;
    for (field, token, kind) in [
        ("token", "access_token", "access_token"),
        ("access_token", "access_token", "access_token"),
        ("refresh_token", "refresh_token", "refresh_token"),
        ("token", "refresh_token", "refresh_token"),
    ] {
        let token = pair[token].as_str().unwrap();
        let (status, shown) = post(&preview, INSPECT, &[(field, token)]).await;
        assert_eq!((status.as_u16(), &shown["active"]), (200, &json!(true)));
        assert_eq!((&shown["token_use"], &shown["hub_id"]), (&json!(kind), &json!(123_456)));
        assert_eq!(shown["user"], "demo.agent@demo.example");
        assert_eq!(shown["signed_access_token"].is_object(), kind == "access_token");
    }
    own(&preview, "POST", "/preview/hubspot/tokens/expire", Value::Null).await;
    for token in [pair["access_token"].as_str().unwrap(), "unknown", ""] {
        let dead = post(&preview, INSPECT, &[("token", token)]).await;
        assert_eq!((dead.0.as_u16(), dead.1), (200, json!({ "active": false })));
    }
    let wrong = post(&preview, INSPECT, &[("token", "x"), ("client_secret", "wrong")]).await;
    assert_eq!(names(&wrong.1), json!(["invalid_client", "BAD_CLIENT_SECRET"]));
}

#[tokio::test]
async fn a_revoked_refresh_token_is_dead_and_its_access_token_goes_on() {
    let preview = common::preview(None);
    let pair = link::link(&preview, asked(), 123_456).await;
    let refresh = pair["refresh_token"].as_str().unwrap();
    for token in [refresh, refresh, "unknown"] {
        assert_eq!(post(&preview, REVOKE, &[("token", token)]).await.0, 200);
    }
    assert_eq!(names(&renew(&preview, refresh).await.1)[1], "BAD_REFRESH_TOKEN");
    let details = "/account-info/2026-09/details";
    let access = &pair["access_token"];
    assert_eq!(link::rest(&preview, access, "GET", details, Value::Null).await.0, 200);
    assert_eq!(post(&preview, REVOKE, &[("token", access.as_str().unwrap())]).await.0, 200);
    assert_eq!(link::rest(&preview, access, "GET", details, Value::Null).await.0, 401);
}

#[tokio::test]
async fn the_static_token_is_a_private_app_s() {
    let preview = common::preview(None);
    let path = "/hubspot-api/oauth/v2/private-apps/get/access-token-info";
    let body = json!({ "tokenKey": "preview-demo-token" });
    let (status, shown) = own(&preview, "POST", path, body).await;
    assert_eq!((status.as_u16(), &shown["hubId"]), (200, &json!(123_456)));
    assert!(shown["scopes"].as_array().unwrap().contains(&json!("crm.objects.contacts.write")));
    assert_eq!(own(&preview, "POST", path, json!({ "tokenKey": "wrong" })).await.0, 401);
}
