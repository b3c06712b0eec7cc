//! `/preview/calls`: the far ends of calls, through the backend's simulated phone system.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use axum::{
    Json, Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
    routing::post,
};
use common::{own, rest};
use serde_json::{Value, json};
use sidetone_preview::state::Shared;

const ID: &str = "019aa000-0000-7000-8000-000000000001";

async fn ring(headers: HeaderMap, Json(body): Json<Value>) -> impl IntoResponse {
    assert_eq!(headers["authorization"], "Bearer control");
    if body["from"] == "+1" {
        let problem = json!({ "code": "invalid", "message": "No such number." });
        return (StatusCode::UNPROCESSABLE_ENTITY, Json(problem));
    }
    // As with several agents, none of whom is named.
    if body["agent"] != "demo" && body["to"].is_null() {
        let problem = json!({ "code": "invalid", "message": "Several agents could take this." });
        return (StatusCode::CONFLICT, Json(problem));
    }
    (StatusCode::CREATED, Json(json!({ "id": ID })))
}

async fn act(Path((id, what)): Path<(String, String)>) -> impl IntoResponse {
    match (id.as_str(), what.as_str()) {
        (ID, "hangup") => (StatusCode::OK, Json(json!({}))),
        (ID, _) => (StatusCode::CONFLICT, Json(json!({ "message": "It rings at the agent." }))),
        _ => (StatusCode::NOT_FOUND, Json(json!({ "message": "There is no such call." }))),
    }
}

async fn preview() -> Shared {
    let router = Router::new()
        .route("/api/simulated/calls", post(ring))
        .route("/api/simulated/calls/{id}/{what}", post(act));
    common::preview(Some(common::serve(router).await))
}

#[tokio::test]
async fn a_call_rings_is_listed_and_hung_up() {
    let preview = preview().await;
    let body = json!({ "from": "+442079460958", "to": "+442079460100" });
    let (status, made) = own(&preview, "POST", "/preview/calls", body).await;
    assert_eq!((status.as_u16(), made), (201, json!({ "id": ID })));
    let (_, list) = own(&preview, "GET", "/preview/calls", Value::Null).await;
    assert_eq!(list["results"][0]["number"], "+442079460958");
    let path = |what| format!("/preview/calls/{ID}/{what}");
    let (status, body) = own(&preview, "POST", &path("answer"), Value::Null).await;
    assert_eq!((status.as_u16(), body), (409, json!({ "error": "It rings at the agent." })));
    assert_eq!(own(&preview, "POST", &path("hangup"), Value::Null).await.0, 200);
    let (_, list) = own(&preview, "GET", "/preview/calls", Value::Null).await;
    assert_eq!(list, json!({ "results": [] }));
}

#[tokio::test]
async fn a_call_whose_record_says_it_is_over_leaves_the_list() {
    let preview = preview().await;
    own(&preview, "POST", "/preview/calls", json!({ "from": "+442079460958" })).await;
    let record = json!({ "properties": {
        "hs_timestamp": "1", "hs_call_external_id": ID, "hs_call_status": "NO_ANSWER",
    } });
    rest(&preview, "POST", "/crm/objects/2026-09/calls", record).await;
    let (_, list) = own(&preview, "GET", "/preview/calls", Value::Null).await;
    assert_eq!(list, json!({ "results": [] }));
}

#[tokio::test]
async fn errors_are_sentences_with_the_right_status() {
    let up = preview().await;
    let down = common::preview(None);
    let ring = json!({ "from": "+442079460958" });
    for (preview, path, body, status) in [
        (&up, "/preview/calls", json!({}), 400),
        (&up, "/preview/calls", json!({ "from": 7 }), 400),
        (&up, "/preview/calls", json!({ "from": "nobody" }), 400),
        (&up, "/preview/calls", json!([]), 400),
        (&up, "/preview/calls", json!({ "from": "+1" }), 422),
        (&up, "/preview/calls/1/answer", Value::Null, 404),
        (&up, "/preview/calls/019aa000-0000-7000-8000-000000000002/hangup", Value::Null, 404),
        (&up, "/preview/nothing", Value::Null, 404),
        (&down, "/preview/calls", ring, 502),
        (&down, "/preview/backend/start", Value::Null, 502),
    ] {
        let (got, body) = own(preview, "POST", path, body).await;
        assert_eq!(got.as_u16(), status, "{path}");
        assert!(body["error"].as_str().unwrap().ends_with('.'), "{body}");
    }
}
