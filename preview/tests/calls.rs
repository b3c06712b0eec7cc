//! `/preview/calls`: the far ends of calls, through the backend's simulated phone system.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use axum::{
    Json, Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
    routing::{get, post},
};
use common::own;
use serde_json::{Value, json};
use sidetone_preview::{calls::note, state::Shared};

const ID: &str = "019aa000-0000-7000-8000-000000000001";
const REFUSED: &str = "019aa000-0000-7000-8000-000000000002";
const OVER: &str = "019aa000-0000-7000-8000-000000000003";

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

async fn state(Path(id): Path<String>) -> impl IntoResponse {
    match id.as_str() {
        ID => (StatusCode::OK, Json(json!({ "state": "calling" }))),
        REFUSED => (StatusCode::OK, Json(json!({ "state": "refused", "code": 480 }))),
        _ => (StatusCode::NOT_FOUND, Json(json!({ "message": "There is no such call." }))),
    }
}

async fn preview() -> Shared {
    let router = Router::new()
        .route("/api/simulated/calls/{id}", get(state))
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
    // As the phone system has it, for pages that come later.
    assert_eq!(list["results"][0]["state"], "calling");
    let path = |what| format!("/preview/calls/{ID}/{what}");
    let (status, body) = own(&preview, "POST", &path("answer"), Value::Null).await;
    assert_eq!((status.as_u16(), body), (409, json!({ "error": "It rings at the agent." })));
    assert_eq!(own(&preview, "POST", &path("hangup"), Value::Null).await.0, 200);
    let (_, list) = own(&preview, "GET", "/preview/calls", Value::Null).await;
    assert_eq!(list, json!({ "results": [] }));
}

#[tokio::test]
async fn a_call_that_the_phone_system_no_longer_has_leaves_the_list() {
    let preview = preview().await;
    own(&preview, "POST", "/preview/calls", json!({ "from": "+442079460958" })).await;
    let (_, list) = own(&preview, "GET", "/preview/calls", Value::Null).await;
    assert_eq!(list["results"].as_array().unwrap().len(), 1);
    // A group's call has another id than the record of whoever took it: only the phone knows.
    for over in [OVER, REFUSED] {
        note(&preview, over, "inbound", "+442079460958");
    }
    let (_, list) = own(&preview, "GET", "/preview/calls", Value::Null).await;
    assert_eq!(list["results"].as_array().unwrap().len(), 1);
    assert_eq!(list["results"][0]["id"], ID);
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
