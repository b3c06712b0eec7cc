//! HubSpot's REST side: a calling app's settings.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use axum::http::StatusCode;
use serde_json::{Value, json};
use sidetone_preview::{
    oauth::demo::{APP_ID, DEVELOPER_KEY},
    state::Shared,
};

async fn settings(preview: &Shared, method: &str, body: Value) -> (StatusCode, Value) {
    let base = format!("/hubspot-api/crm/extensions/calling/2026-09/{APP_ID}/settings");
    common::own(preview, method, &format!("{base}?hapikey={DEVELOPER_KEY}"), body).await
}

fn first() -> Value {
    json!({ "name": "Sidetone", "url": "https://call.example/", "isReady": false })
}

#[tokio::test]
async fn settings_are_made_once_changed_and_removed() {
    let preview = common::preview(None);
    assert_eq!(settings(&preview, "GET", Value::Null).await.0, 404);
    assert_eq!(settings(&preview, "PATCH", first()).await.0, 404);
    assert_eq!(settings(&preview, "DELETE", Value::Null).await.0, 404);

    let (status, made) = settings(&preview, "POST", first()).await;
    assert_eq!((status.as_u16(), &made["name"]), (200, &json!("Sidetone")));
    assert!(made["createdAt"].is_string() && made["usesRemote"] == false);
    let (status, error) = settings(&preview, "POST", first()).await;
    assert_eq!(status, 400);
    assert_eq!(error["subCategory"], "CallingSettingError.SETTINGS_ALREADY_EXISTS");

    let change = json!({ "isReady": true, "usesRemote": true, "height": 650 });
    assert_eq!(settings(&preview, "PATCH", change).await.0, 200);
    let (_, now) = settings(&preview, "GET", Value::Null).await;
    assert_eq!((&now["isReady"], &now["height"]), (&json!(true), &json!(650)));
    assert_eq!(now["url"], "https://call.example/");
    let (_, seen) = common::own(&preview, "GET", "/preview/hubspot/connect", Value::Null).await;
    assert_eq!(seen["callingSettings"], now);

    assert_eq!(settings(&preview, "DELETE", Value::Null).await.0, 204);
    assert_eq!(settings(&preview, "GET", Value::Null).await.0, 404);
}

#[tokio::test]
async fn settings_that_make_no_sense_change_nothing() {
    let preview = common::preview(None);
    for wrong in [
        json!({ "name": "Sidetone" }),
        json!({ "name": "", "url": "https://call.example/" }),
        json!({ "name": "Sidetone", "url": "https://call.example/", "hieght": 1 }),
        json!({ "name": "Sidetone", "url": "https://call.example/", "isReady": "yes" }),
        json!([]),
    ] {
        assert_eq!(settings(&preview, "POST", wrong.clone()).await.0, 400, "{wrong}");
    }
    assert_eq!(settings(&preview, "GET", Value::Null).await.0, 404);
}

#[tokio::test]
async fn only_the_developer_s_key_opens_them_in_the_query_or_as_bearer() {
    let preview = common::preview(None);
    let base = format!("/hubspot-api/crm/v3/extensions/calling/{APP_ID}/settings");
    for (path, bearer, status) in [
        (base.clone(), None, 401),
        (format!("{base}?hapikey=wrong"), None, 401),
        (base.clone(), Some("preview-demo-token"), 401),
        (base.clone(), Some(DEVELOPER_KEY), 404),
        (format!("{base}?hapikey={DEVELOPER_KEY}"), None, 404),
        (base.replace("98765", "1"), Some(DEVELOPER_KEY), 404),
        (base.replace("98765", "app"), Some(DEVELOPER_KEY), 400),
    ] {
        let mut request = common::request("GET", &path, Value::Null);
        if let Some(bearer) = bearer {
            let bearer = format!("Bearer {bearer}").parse().unwrap();
            request.headers_mut().insert("authorization", bearer);
        }
        let answer = common::send(&preview, "127.0.0.1", request).await;
        assert_eq!(answer.status().as_u16(), status, "{path} {bearer:?}");
    }
}
