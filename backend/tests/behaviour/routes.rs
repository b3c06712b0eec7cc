//! Every route but health needs a token, and says so in the same words.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::web::{Access, routes};

use crate::rig::{ORIGIN, Rig};

#[tokio::test(flavor = "multi_thread")]
async fn every_route_but_health_needs_a_token() {
    let rig = Rig::new().await;
    let mut open = Vec::new();
    for route in routes() {
        let method: Method = route.method.parse().unwrap();
        let path = route.path.replace("{id}", "0198c0de-0000-7000-8000-000000000000");
        let path = path.replace("{tenant}", "x").replace("{person}", "y");
        let path = path.replace("{connection}", "z");
        match route.access {
            Access::Open => open.push(route.path),
            Access::Window => {
                let request = rig.ask(method, &path).json(&json!({}));
                assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN, "{path}");
            }
            // Its token is in the first message; see the tests of the stream.
            Access::TokenInside => {}
            _ => {
                for token in [None, Some("nonsense")] {
                    let mut request = rig.ask(method.clone(), &path).header("origin", ORIGIN);
                    if let Some(token) = token {
                        request = request.bearer_auth(token);
                    }
                    if method != Method::GET {
                        request = request.json(&json!({}));
                    }
                    let answer = request.send().await.unwrap();
                    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path} {token:?}");
                    let problem: Value = answer.json().await.unwrap();
                    assert_eq!(problem["code"], "signed-out", "{path}");
                }
            }
        }
    }
    assert_eq!(open, ["/healthz", "/readyz", "/oauth/hubspot/linked", "/oauth/hubspot/signed-in"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agents_token_is_no_control_token_and_the_other_way_round() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    let body = json!({ "from": "+442073238299" });
    let request = rig.ask(Method::POST, "/api/simulated/calls").bearer_auth(&token).json(&body);
    assert_eq!(request.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let request = rig.ask(Method::GET, "/api/snapshot").bearer_auth(crate::rig::CONTROL);
    assert_eq!(request.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_control_token_there_are_no_control_routes() {
    let rig = Rig::with(|config| config.simulated_phone.control_token = None).await;
    let answer = rig.control("/api/simulated/calls", json!({ "from": "+442073238299" })).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_page_may_post_nothing() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    let request = rig
        .ask(Method::POST, "/api/commands")
        .bearer_auth(token)
        .header("origin", "https://evil.example")
        .header("idempotency-key", "1")
        .json(&json!({}));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn long_bodies_are_refused() {
    let rig = Rig::new().await;
    let token = rig.token(&rig.agent).await;
    let request = rig
        .ask(Method::POST, "/api/commands")
        .bearer_auth(token)
        .header("idempotency-key", "1")
        .json(&json!({ "long": "x".repeat(70 * 1024) }));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_told_to_everybody_and_readiness_needs_the_widget() {
    let rig = Rig::new().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(rig.ask(Method::GET, path).send().await.unwrap().status(), StatusCode::OK);
    }
    let rig = Rig::with(|config| config.widget_dir = "no such folder".into()).await;
    let answer = rig.ask(Method::GET, "/readyz").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
}
