//! HubSpot's REST side: faults on demand, the log, and starting over.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use common::{own, rest};
use serde_json::{Value, json};
use sidetone_preview::{front, serve};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::Instant,
};

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
async fn a_fault_without_an_end_lasts_until_it_is_cleared() {
    let preview = common::preview(None);
    own(&preview, "POST", FAULTS, json!({ "status": 502, "times": 0 })).await;
    for _ in 0..20 {
        assert_eq!(rest(&preview, "GET", CALLS, Value::Null).await.0, 502);
    }
    let (_, waiting) = own(&preview, "GET", FAULTS, Value::Null).await;
    assert_eq!(waiting["results"][0]["times"], 0);
    own(&preview, "DELETE", FAULTS, Value::Null).await;
    assert_eq!(rest(&preview, "GET", CALLS, Value::Null).await.0, 200);
}

#[tokio::test]
async fn errors_have_hubspot_s_names() {
    let preview = common::preview(None);
    for (fault, name, value) in [
        (json!({ "status": 401 }), "category", "EXPIRED_AUTHENTICATION"),
        (
            json!({ "status": 401, "category": "INVALID_AUTHENTICATION" }),
            "category",
            "INVALID_AUTHENTICATION",
        ),
        (json!({ "status": 403 }), "category", "MISSING_SCOPES"),
        (json!({ "status": 423 }), "category", "LOCKED"),
        (json!({ "status": 477, "retryAfter": 9 }), "category", "MIGRATION_IN_PROGRESS"),
        (json!({ "status": 429, "policy": "DAILY" }), "policyName", "DAILY"),
        (json!({ "status": 429, "policy": "SECONDLY" }), "policyName", "SECONDLY"),
    ] {
        own(&preview, "POST", FAULTS, fault.clone()).await;
        let (status, body) = rest(&preview, "GET", CALLS, Value::Null).await;
        assert_eq!((json!(status.as_u16()), &body[name]), (fault["status"].clone(), &json!(value)));
    }
}

#[tokio::test]
async fn chance_decides_in_the_same_way_for_the_same_seed() {
    let statuses = async |seed: u64| {
        let preview = common::preview(None);
        let fault = json!({ "status": 500, "times": 0, "probability": 0.5, "seed": seed });
        own(&preview, "POST", FAULTS, fault).await;
        let mut all = Vec::new();
        for _ in 0..40 {
            all.push(rest(&preview, "GET", CALLS, Value::Null).await.0.as_u16());
        }
        all
    };
    let (one, again, other) = (statuses(1).await, statuses(1).await, statuses(2).await);
    assert!(one.contains(&200) && one.contains(&500), "{one:?}");
    assert_eq!(one, again);
    assert_ne!(one, other);
}

/// Sends one request over a connection of its own and returns what comes back until it ends.
async fn over_a_socket(address: std::net::SocketAddr) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let body = call().to_string();
    let head = format!(
        "POST /hubspot-api{CALLS} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         authorization: Bearer preview-demo-token\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // A connection that is reset has said nothing either.
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

#[tokio::test]
async fn a_connection_is_cut_before_or_after_the_work() {
    let preview = common::preview(None);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(serve::serve(listener, front::router(preview.clone())));
    for (applied, made) in [(false, 0), (true, 1)] {
        let fault = json!({ "cut": true, "applied": applied });
        assert_eq!(own(&preview, "POST", FAULTS, fault).await.0, 200);
        assert_eq!(over_a_socket(address).await, "");
        let (_, all) = own(&preview, "GET", "/preview/hubspot/calls", Value::Null).await;
        assert_eq!(all["results"].as_array().unwrap().len(), made, "applied: {applied}");
    }
    assert!(over_a_socket(address).await.starts_with("HTTP/1.1 201"));
    let (_, log) = own(&preview, "GET", "/preview/hubspot/requests", Value::Null).await;
    let statuses: Vec<_> =
        log["results"].as_array().unwrap().iter().map(|r| &r["status"]).collect();
    assert_eq!(statuses, [0, 0, 201]);
    serving.abort();
}

#[tokio::test]
async fn a_late_answer_is_late_by_the_delay_divided_by_the_speed() {
    let preview = common::preview(None);
    own(&preview, "POST", "/preview/hubspot/limits", json!({ "speed": 100 })).await;
    own(&preview, "POST", FAULTS, json!({ "delayMs": 20_000 })).await;
    let before = Instant::now();
    assert_eq!(rest(&preview, "POST", CALLS, call()).await.0, 201);
    // Far from both ends: without the delay it takes none of this, without the speed a hundredfold.
    let took = before.elapsed().as_millis();
    assert!((200..10_000).contains(&took), "{took} ms");
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
        json!({ "cut": true, "status": 504 }),
        json!({ "status": 500, "category": "EXPIRED_AUTHENTICATION" }),
        json!({ "status": 401, "category": "TIRED" }),
        json!({ "status": 500, "policy": "DAILY" }),
        json!({ "status": 500, "probability": 0 }),
        json!({ "status": 500, "probability": 1.5 }),
        json!({ "applied": true }),
        json!({ "indexDelayMs": 1_000_000 }),
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
