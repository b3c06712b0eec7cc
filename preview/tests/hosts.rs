//! One port, several sites: every request is told apart by its own name.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use axum::{Router, body::Body, http::Request, routing::any};
use http_body_util::BodyExt;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use sidetone_preview::front;
use tokio::net::TcpStream;

/// A backend that says which host it was asked as.
async fn backend() -> std::net::SocketAddr {
    let say = |request: Request<Body>| async move {
        format!("backend as {}", request.headers()["host"].to_str().unwrap())
    };
    common::serve(Router::new().fallback(any(say))).await
}

#[tokio::test]
async fn two_names_over_one_connection_reach_two_sites() {
    let preview = common::preview(Some(backend().await));
    let address = common::serve(front::router(preview)).await;
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let mut seen = Vec::new();
    for host in
        ["hubspot.localhost", "sidetone.localhost", "HubSpot.LocalHost", "sidetone.localhost"]
    {
        let request = Request::get("/").header("host", format!("{host}:4180"));
        sender.ready().await.unwrap();
        let answer = sender.send_request(request.body(Body::empty()).unwrap()).await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        seen.push((status, String::from_utf8(body.to_vec()).unwrap()));
    }
    let ours = (200, "backend as sidetone.localhost:4180".to_owned());
    assert_eq!(seen, [(307, String::new()), ours.clone(), (307, String::new()), ours]);
}

#[tokio::test]
async fn preview_routes_answer_on_every_name() {
    let preview = common::preview(None);
    for host in ["hubspot.localhost", "sidetone.localhost", "127.0.0.1", "hostile.localhost"] {
        let request = common::request("GET", "/preview/switches", Value::Null);
        let (status, body) = common::read(common::send(&preview, host, request).await).await;
        assert_eq!((status.as_u16(), &body["autoSignIn"]), (200, &json!(true)), "{host}");
    }
}

#[tokio::test]
async fn pages_and_the_rest_side_are_not_on_our_own_site() {
    let preview = common::preview(Some(backend().await));
    let request = common::request("GET", "/hubspot-api/calling/v1/dispositions", Value::Null);
    let answer = common::send(&preview, "sidetone.localhost", request).await;
    assert_eq!(answer.status(), 200, "the backend answers, not the stand-in");
    for path in ["/", "/contacts/123456/record/0-1/101"] {
        let request = common::request("GET", path, Value::Null);
        assert_eq!(common::send(&preview, "127.0.0.1", request).await.status(), 404);
        let request = common::request("GET", path, Value::Null);
        assert_eq!(common::send(&preview, "hostile.localhost", request).await.status(), 404);
    }
}

#[tokio::test]
async fn while_the_backend_is_down_a_sentence_says_so() {
    let preview = common::preview(None);
    let request = common::request("GET", "/", Value::Null);
    let answer = common::send(&preview, "sidetone.localhost", request).await;
    let (status, body) = common::read(answer).await;
    assert_eq!(status, 502);
    assert!(body["error"].as_str().unwrap().contains("The backend is not running."));
    assert_eq!(common::own(&preview, "GET", "/healthz", Value::Null).await.0, 200);
    assert_eq!(common::own(&preview, "GET", "/readyz", Value::Null).await.0, 503);
}

#[tokio::test]
async fn an_unknown_record_is_not_found() {
    let preview = common::preview(None);
    for (path, status) in [
        ("/contacts/123456/record/0-1/101", 200),
        ("/contacts/123456/record/0-2/501", 200),
        ("/contacts/123456/record/0-5/701", 200),
        ("/contacts/123456/record/0-3/601", 200),
        ("/help-desk/123456/view/42/ticket/701", 200),
        ("/help-desk/123456/view/42/ticket/101", 404),
        ("/help-desk/1/view/42/ticket/701", 404),
        ("/contacts/123456/record/0-48/9001", 404),
        ("/contacts/123456/record/0-1/999", 404),
        ("/contacts/1/record/0-1/101", 404),
        ("/preview/page/main.js", 200),
        ("/preview/page/nothing.js", 404),
        ("/preview/sdk.js", 200),
    ] {
        let request = common::request("GET", path, Value::Null);
        let answer = common::send(&preview, "hubspot.localhost", request).await;
        assert_eq!(answer.status().as_u16(), status, "{path}");
    }
}
