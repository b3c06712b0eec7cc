//! HubSpot's REST side: faults on demand, the log, and starting over.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use common::{own, rest};
use serde_json::{Value, json};

const CALLS: &str = "/crm/objects/2026-09/calls";
const FAULTS: &str = "/preview/hubspot/faults";

fn call() -> Value {
    json!({ "properties": { "hs_timestamp": "1" } })
}

#[tokio::test]
async fn a_fault_lasts_for_as_many_requests_as_asked() {
    let preview = common::preview(None);
    assert_eq!(own(&preview, "POST", FAULTS, json!({ "status": 503, "times": 2 })).await.0, 200);
    for expected in [503, 503, 201] {
        assert_eq!(rest(&preview, "POST", CALLS, call()).await.0, expected);
    }
    let (_, all) = own(&preview, "GET", "/preview/hubspot/calls", Value::Null).await;
    assert_eq!(all["results"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_answer_can_get_lost_after_the_record_was_made() {
    let preview = common::preview(None);
    let fault = json!({ "status": 504, "applied": true, "method": "POST", "path": "/calls" });
    assert_eq!(own(&preview, "POST", FAULTS, fault).await.0, 200);
    assert_eq!(rest(&preview, "GET", CALLS, Value::Null).await.0, 200, "not meant for GET");
    assert_eq!(rest(&preview, "POST", CALLS, call()).await.0, 504);
    let (_, all) = own(&preview, "GET", "/preview/hubspot/calls", Value::Null).await;
    assert_eq!(all["results"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn too_many_requests_says_how_long_to_wait() {
    let preview = common::preview(None);
    own(&preview, "POST", FAULTS, json!({ "status": 429, "retryAfter": 7 })).await;
    let mut request = common::request("POST", &format!("/hubspot-api{CALLS}"), call());
    request.headers_mut().insert("authorization", "Bearer preview-demo-token".parse().unwrap());
    let answer = common::send(&preview, "127.0.0.1", request).await;
    assert_eq!(answer.headers()["retry-after"], "7");
    let (status, body) = common::read(answer).await;
    assert_eq!((status.as_u16(), &body["policyName"]), (429, &json!("TEN_SECONDLY_ROLLING")));
}

#[tokio::test]
async fn a_fault_that_makes_no_sense_is_refused() {
    let preview = common::preview(None);
    for fault in [
        json!({}),
        json!({ "status": 200 }),
        json!({ "stauts": 503 }),
        json!({ "status": "503" }),
        json!({ "delayMs": 100_000 }),
        json!([]),
    ] {
        let (status, body) = own(&preview, "POST", FAULTS, fault.clone()).await;
        assert_eq!(status, 400, "{fault}");
        assert!(body["error"].is_string());
    }
}

#[tokio::test]
async fn requests_are_logged_and_reset_forgets_all_but_the_next_id() {
    let preview = common::preview(None);
    rest(&preview, "POST", CALLS, call()).await;
    rest(&preview, "GET", "/nowhere", Value::Null).await;
    let (_, log) = own(&preview, "GET", "/preview/hubspot/requests", Value::Null).await;
    let seen: Vec<_> =
        log["results"].as_array().unwrap().iter().map(|r| (&r["path"], &r["status"])).collect();
    assert_eq!(seen, [(&json!(CALLS), &json!(201)), (&json!("/nowhere"), &json!(404))]);
    assert_eq!(log["results"][0]["method"], "POST");
    assert!(log["results"][0]["time"].is_u64());

    own(&preview, "POST", FAULTS, json!({ "status": 503, "indexDelayMs": 5 })).await;
    own(&preview, "POST", "/preview/hubspot/reset", Value::Null).await;
    let (_, log) = own(&preview, "GET", "/preview/hubspot/requests", Value::Null).await;
    assert_eq!(log, json!({ "results": [] }));
    let (_, faults) = own(&preview, "GET", FAULTS, Value::Null).await;
    assert_eq!(faults, json!({ "results": [], "indexDelayMs": 0 }));
    let (_, made) = rest(&preview, "POST", CALLS, call()).await;
    assert_eq!(made["id"], "9002");
}
