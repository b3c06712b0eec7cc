//! How a widget that is not signed in becomes the demo agent.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
    routing::post,
};
use serde_json::{Value, json};
use sidetone_preview::state::Shared;

/// What a pretended backend was asked: origin, cookie and body.
type Asked = Arc<Mutex<Vec<(String, String, Value)>>>;

/// A backend that makes a session for the code `code-1` only.
async fn backend() -> (Shared, Asked) {
    let asked = Asked::default();
    let kept = asked.clone();
    let session = move |headers: HeaderMap, body: Bytes| {
        let kept = kept.clone();
        async move {
            let text = |name| headers.get(name).map(|v| v.to_str().unwrap().to_owned());
            let body: Value = serde_json::from_slice(&body).unwrap();
            let good = ["code-1", "second-code-1"].iter().any(|code| body["code"] == *code);
            let seen = (text("origin").unwrap_or_default(), text("cookie").unwrap_or_default());
            kept.lock().unwrap().push((seen.0, seen.1, body));
            match good {
                true => {
                    ([("set-cookie", "__Host-sidetone=x")], "{\"token\":\"t\"}").into_response()
                }
                false => (StatusCode::UNAUTHORIZED, "{}").into_response(),
            }
        }
    };
    let address = common::serve(Router::new().route("/api/session", post(session))).await;
    (common::preview(Some(address)), asked)
}

async fn sign_in(preview: &Shared, body: Value) -> axum::response::Response {
    let mut request = common::request("POST", "/api/session", body);
    let headers = request.headers_mut();
    headers.insert("origin", "http://sidetone.localhost:4180".parse().unwrap());
    headers.insert("cookie", "__Host-sidetone=old".parse().unwrap());
    common::send(preview, "sidetone.localhost", request).await
}

#[tokio::test]
async fn a_refused_renewal_is_repeated_with_a_code_and_everything_else_unchanged() {
    let (preview, asked) = backend().await;
    let answer = sign_in(&preview, json!({})).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["set-cookie"], "__Host-sidetone=x");
    let origin = "http://sidetone.localhost:4180".to_owned();
    let cookie = "__Host-sidetone=old".to_owned();
    let first = (origin.clone(), cookie.clone(), json!({}));
    assert_eq!(*asked.lock().unwrap(), [first, (origin, cookie, json!({ "code": "code-1" }))]);
}

#[tokio::test]
async fn a_frame_within_the_second_hubspot_gets_a_code_of_the_second_agent() {
    let page = Router::new().route("/", axum::routing::get(|| async { "the widget" }));
    let address = common::serve(page).await;
    let preview = common::preview(Some(address));
    let frame = async |within: &str| {
        let mut request = common::request("GET", "/", Value::Null);
        request.headers_mut().insert("referer", format!("http://{within}/").parse().unwrap());
        common::send(&preview, "sidetone.localhost", request).await
    };
    let first = frame("hubspot.localhost:4180").await;
    assert_eq!((first.status().as_u16(), first.headers().get("set-cookie")), (200, None));
    let second = frame("hubspot-two.localhost:4180").await;
    let cookie = second.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.ends_with("Secure; HttpOnly; SameSite=None; Partitioned"), "{cookie}");

    let (preview, asked) = backend().await;
    let mut request = common::request("POST", "/api/session", json!({}));
    let cookie = format!("__Host-sidetone=old; {}", cookie.split(';').next().unwrap());
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    assert_eq!(common::send(&preview, "sidetone.localhost", request).await.status(), 200);
    assert_eq!(asked.lock().unwrap()[1].2, json!({ "code": "second-code-1" }));
}

#[tokio::test]
async fn with_the_switch_off_the_refusal_stays() {
    let (preview, asked) = backend().await;
    let off = json!({ "autoSignIn": false });
    assert_eq!(common::own(&preview, "POST", "/preview/switches", off).await.0, 200);
    assert_eq!(sign_in(&preview, json!({})).await.status(), 401);
    assert_eq!(asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_code_that_was_refused_is_not_replaced() {
    let (preview, asked) = backend().await;
    assert_eq!(sign_in(&preview, json!({ "code": "wrong" })).await.status(), 401);
    assert_eq!(asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn digits_that_were_refused_are_not_replaced() {
    let (preview, asked) = backend().await;
    let body = json!({ "secret": "s", "digits": "000000" });
    assert_eq!(sign_in(&preview, body).await.status(), 401);
    assert_eq!(asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn who_signs_out_stays_signed_out() {
    let (preview, asked) = backend().await;
    let mut request = common::request("POST", "/api/sign-out", json!({}));
    request.headers_mut().insert("origin", "http://sidetone.localhost:4180".parse().unwrap());
    common::send(&preview, "sidetone.localhost", request).await;
    assert!(!preview.switches.auto_sign_in());
    asked.lock().unwrap().clear();
    assert_eq!(sign_in(&preview, json!({})).await.status(), 401);
    assert_eq!(asked.lock().unwrap().len(), 1);
}
