//! HubSpot's REST side: its limits are enforced, told by headers, and can be set.
#![allow(clippy::unwrap_used, reason = "a test may fail by a panic")]

mod common;

use axum::response::Response;
use common::{
    link::{self, asked},
    own,
};
use serde_json::{Value, json};
use sidetone_preview::{rest::DEMO_TOKEN, state::Shared};

const CONTACTS: &str = "/crm/objects/2026-09/contacts";
const LIMITS: &str = "/preview/hubspot/limits";

async fn ask(preview: &Shared, token: &str, method: &str, path: &str) -> Response {
    let body = if method == "GET" { Value::Null } else { json!({}) };
    let mut request = common::request(method, &format!("/hubspot-api{path}"), body);
    request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    common::send(preview, "127.0.0.1", request).await
}

fn header(response: &Response, name: &str) -> Option<String> {
    let value = response.headers().get(format!("x-hubspot-ratelimit-{name}"))?;
    Some(value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn the_real_figures_hold_unless_others_are_set() {
    let preview = common::limited(None);
    let (_, figures) = own(&preview, "GET", LIMITS, Value::Null).await;
    for (name, value) in
        [("on", json!(true)), ("tenSeconds", json!(110)), ("searchPerSecond", json!(5))]
    {
        assert_eq!(figures[name], value);
    }
    let answer = ask(&preview, DEMO_TOKEN, "GET", CONTACTS).await;
    assert_eq!(answer.status(), 200);
    for (name, value) in [
        ("max", "110"),
        ("remaining", "109"),
        ("interval-milliseconds", "10000"),
        ("daily", "250000"),
        ("daily-remaining", "249999"),
    ] {
        assert_eq!(header(&answer, name).as_deref(), Some(value), "{name}");
    }
}

#[tokio::test]
async fn too_many_requests_are_refused_and_neither_done_nor_counted() {
    let preview = common::limited(None);
    own(&preview, "POST", LIMITS, json!({ "tenSeconds": 20 })).await;
    for left in (0..20).rev() {
        let answer = ask(&preview, DEMO_TOKEN, "GET", CONTACTS).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(header(&answer, "remaining"), Some(left.to_string()));
    }
    let answer = ask(&preview, DEMO_TOKEN, "DELETE", &format!("{CONTACTS}/101")).await;
    assert_eq!(header(&answer, "remaining").as_deref(), Some("0"));
    let (status, body) = common::read(answer).await;
    assert_eq!(status, 429);
    for (name, value) in [
        ("message", "You have reached your ten_secondly_rolling limit."),
        ("errorType", "RATE_LIMIT"),
        ("policyName", "TEN_SECONDLY_ROLLING"),
        ("category", "RATE_LIMITS"),
    ] {
        assert_eq!(body[name], value);
    }
    assert!(preview.rest.crm().get(sidetone_preview::rest::Kind::Contacts, 101).is_some());
    let (_, seen) = own(&preview, "GET", LIMITS, Value::Null).await;
    assert_eq!(seen["refused"], json!({ "TEN_SECONDLY_ROLLING": 1 }));
    assert_eq!(seen["statuses"], json!({ "200": 20, "429": 1 }));
    assert_eq!(seen["requests"], json!({ "GET contacts": 20, "DELETE contacts/{id}": 1 }));
    let (_, seen) = own(&preview, "DELETE", LIMITS, Value::Null).await;
    assert_eq!((&seen["requests"], &seen["tenSeconds"]), (&json!({}), &json!(20)));
    assert_eq!(ask(&preview, DEMO_TOKEN, "GET", CONTACTS).await.status(), 200, "nothing used up");
}

#[tokio::test]
async fn searches_have_their_own_limit_and_no_headers() {
    let preview = common::limited(None);
    // Slow, so that three searches are sure to fall into one second of HubSpot's.
    let figures = json!({ "searchPerSecond": 2, "tenSeconds": 1, "speed": 0.1 });
    own(&preview, "POST", LIMITS, figures).await;
    let path = format!("{CONTACTS}/search");
    for _ in 0..2 {
        let answer = ask(&preview, DEMO_TOKEN, "POST", &path).await;
        assert_eq!((answer.status().as_u16(), header(&answer, "max")), (200, None));
    }
    let answer = ask(&preview, DEMO_TOKEN, "POST", &path).await;
    assert_eq!(header(&answer, "max"), None);
    let (status, body) = common::read(answer).await;
    assert_eq!((status.as_u16(), &body["policyName"]), (429, &json!("SECONDLY")));
    assert_eq!(body["message"], "You have reached your secondly limit.");
    assert_eq!(ask(&preview, DEMO_TOKEN, "GET", CONTACTS).await.status(), 200);
}

#[tokio::test]
async fn each_app_and_account_has_its_own_and_only_private_apps_a_day_s() {
    let preview = common::limited(None);
    own(&preview, "POST", LIMITS, json!({ "tenSeconds": 2, "daily": 3 })).await;
    let mut tokens = vec![DEMO_TOKEN.to_owned()];
    for portal in [123_456, 654_321] {
        let pair = link::link(&preview, asked(), portal).await;
        tokens.push(pair["access_token"].as_str().unwrap().to_owned());
    }
    for token in &tokens {
        for expected in [200, 200, 429] {
            let answer = ask(&preview, token, "GET", CONTACTS).await;
            assert_eq!(answer.status(), expected);
            assert_eq!(header(&answer, "daily").is_some(), token == DEMO_TOKEN);
        }
    }
    own(&preview, "POST", LIMITS, json!({ "tenSeconds": 100 })).await;
    assert_eq!(ask(&preview, DEMO_TOKEN, "GET", CONTACTS).await.status(), 200);
    let (_, body) = common::read(ask(&preview, DEMO_TOKEN, "GET", CONTACTS).await).await;
    assert_eq!(body["policyName"], "DAILY");
    assert_eq!(ask(&preview, &tokens[1], "GET", CONTACTS).await.status(), 200);
}

#[tokio::test]
async fn limits_can_be_off_and_speed_shortens_the_interval() {
    let preview = common::limited(None);
    own(&preview, "POST", LIMITS, json!({ "tenSeconds": 1, "speed": 20 })).await;
    let answer = ask(&preview, DEMO_TOKEN, "GET", CONTACTS).await;
    assert_eq!(header(&answer, "interval-milliseconds").as_deref(), Some("500"));
    own(&preview, "POST", LIMITS, json!({ "on": false })).await;
    let answer = ask(&preview, DEMO_TOKEN, "GET", CONTACTS).await;
    assert_eq!((answer.status().as_u16(), header(&answer, "max")), (200, None));
    for wrong in [json!({ "speed": 0 }), json!({ "tenSeconds": -1 }), json!({ "perMinute": 7 })] {
        assert_eq!(own(&preview, "POST", LIMITS, wrong).await.0, 400);
    }
    own(&preview, "POST", "/preview/hubspot/reset", Value::Null).await;
    let (_, figures) = own(&preview, "GET", LIMITS, Value::Null).await;
    assert_eq!((&figures["on"], &figures["tenSeconds"]), (&json!(true), &json!(110)));
}

#[tokio::test]
async fn a_refused_request_leaves_a_fault_waiting() {
    let preview = common::limited(None);
    own(&preview, "POST", LIMITS, json!({ "tenSeconds": 0 })).await;
    own(&preview, "POST", "/preview/hubspot/faults", json!({ "status": 503 })).await;
    assert_eq!(ask(&preview, DEMO_TOKEN, "GET", CONTACTS).await.status(), 429);
    own(&preview, "POST", LIMITS, json!({ "tenSeconds": 110 })).await;
    let answer = ask(&preview, DEMO_TOKEN, "GET", CONTACTS).await;
    assert_eq!(answer.status(), 503);
    assert!(header(&answer, "max").is_some(), "also on an error");
}
