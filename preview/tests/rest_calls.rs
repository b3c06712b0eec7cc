//! HubSpot's REST side: call records, their rules and their links.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use common::{own, rest};
use serde_json::{Value, json};

const CALLS: &str = "/crm/objects/2026-09/calls";

fn call() -> Value {
    json!({
        "properties": {
            "hs_timestamp": "1795294475713",
            "hs_call_direction": "INBOUND",
            "hs_call_status": "COMPLETED",
            "hs_call_external_id": "a-call",
        },
        "associations": [],
    })
}

#[tokio::test]
async fn a_call_is_made_changed_linked_and_read() {
    let preview = common::preview(None);
    let (status, made) = rest(&preview, "POST", CALLS, call()).await;
    assert_eq!(status, 201);
    assert_eq!(made["properties"]["hs_timestamp"], "2026-11-21T20:54:35.713Z");
    let id = made["id"].as_str().unwrap();
    let one = format!("{CALLS}/{id}");

    let change = json!({ "properties": { "hs_call_duration": 3800, "hs_call_status": "" } });
    let (status, changed) = rest(&preview, "PATCH", &one, change).await;
    assert_eq!(
        (status.as_u16(), &changed["properties"]["hs_call_duration"]),
        (200, &json!("3800"))
    );

    for _ in 0..2 {
        let link = format!("{one}/associations/default/contacts/101");
        assert_eq!(rest(&preview, "PUT", &link, Value::Null).await.0, 200);
    }
    let (_, links) =
        rest(&preview, "GET", &format!("{one}/associations/contacts"), Value::Null).await;
    assert_eq!(links["results"].as_array().unwrap().len(), 1);

    let wanted = format!("{one}?properties=hs_call_external_id,hs_call_status");
    let (_, read) = rest(&preview, "GET", &wanted, Value::Null).await;
    assert_eq!(read["properties"]["hs_call_external_id"], "a-call");
    assert_eq!(read["properties"]["hs_call_status"], Value::Null);

    let (_, all) = own(&preview, "GET", "/preview/hubspot/calls", Value::Null).await;
    let shown = &all["results"][0];
    assert_eq!(shown["associations"]["contacts"]["results"][0]["id"], "101");
    assert_eq!(shown["associations"]["contacts"]["results"][0]["type"], "call_to_contact");
}

#[tokio::test]
async fn a_link_to_nobody_and_a_record_that_is_not_there_are_404() {
    let preview = common::preview(None);
    let (_, made) = rest(&preview, "POST", CALLS, call()).await;
    let one = format!("{CALLS}/{}", made["id"].as_str().unwrap());
    let link = format!("{one}/associations/default/contacts/999");
    let (status, error) = rest(&preview, "PUT", &link, Value::Null).await;
    assert_eq!((status.as_u16(), &error["category"]), (404, &json!("OBJECT_NOT_FOUND")));
    assert_eq!(rest(&preview, "GET", &format!("{CALLS}/1"), Value::Null).await.0, 404);
    assert_eq!(rest(&preview, "PATCH", &format!("{CALLS}/1"), call()).await.0, 404);
    assert_eq!(rest(&preview, "GET", "/crm/objects/2020-01/calls", Value::Null).await.0, 404);
}

#[tokio::test]
async fn what_hubspot_refuses_is_refused_and_changes_nothing() {
    let preview = common::preview(None);
    for (name, value, code) in [
        ("hs_call_colour", "red", "PROPERTY_DOESNT_EXIST"),
        ("hs_call_status", "DONE", "INVALID_OPTION"),
        ("hs_call_direction", "inbound", "INVALID_OPTION"),
        ("hs_call_disposition", "Connected", "INVALID_OPTION"),
        ("hs_call_source", "SIDETONE", "INVALID_OPTION"),
        ("hs_call_duration", "long", "INVALID_NUMBER"),
        ("hs_timestamp", "yesterday", "INVALID_DATE"),
        ("hs_timestamp", "", "Some required properties were not set"),
        ("hubspot_owner_id", "1", "INVALID_OWNER_ID"),
        ("hs_call_recording_url", "http://call.example/1.mp3", "INVALID_URL"),
        ("hs_body_preview", "Called back", "READ_ONLY_VALUE"),
        ("hs_object_id", "7", "READ_ONLY_VALUE"),
    ] {
        let mut body = call();
        body["properties"][name] = value.into();
        let (status, error) = rest(&preview, "POST", CALLS, body).await;
        assert_eq!((status.as_u16(), &error["category"]), (400, &json!("VALIDATION_ERROR")));
        assert!(error["message"].as_str().unwrap().contains(code), "{name}: {error}");
    }
    assert_eq!(rest(&preview, "POST", CALLS, json!([])).await.0, 400);
    let (_, all) = own(&preview, "GET", "/preview/hubspot/calls", Value::Null).await;
    assert_eq!(all, json!({ "results": [] }));
}

#[tokio::test]
async fn without_the_right_token_nothing_is_answered() {
    let preview = common::preview(None);
    for token in [None, Some("Bearer wrong"), Some("Basic preview-demo-token")] {
        let mut request = common::request("POST", &format!("/hubspot-api{CALLS}"), call());
        if let Some(token) = token {
            request.headers_mut().insert("authorization", token.parse().unwrap());
        }
        let answer = common::send(&preview, "127.0.0.1", request).await;
        let (status, error) = common::read(answer).await;
        assert_eq!((status.as_u16(), &error["category"]), (401, &json!("INVALID_AUTHENTICATION")));
    }
}

#[tokio::test]
async fn there_are_the_six_usual_outcomes() {
    let preview = common::preview(None);
    let (_, all) = rest(&preview, "GET", "/calling/v1/dispositions", Value::Null).await;
    assert_eq!(all.as_array().unwrap().len(), 6);
    assert_eq!(all[1]["label"], "Connected");
    assert_eq!(all[1]["deleted"], false);
}
