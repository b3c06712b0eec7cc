//! Signing in: codes once and only while fresh, only from our own origin, and renewals that do not
//! log each other out.

use reqwest::header::{COOKIE, ORIGIN as ORIGIN_HEADER, SET_COOKIE};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::{clock, sign_in, store};

use crate::rig::{ORIGIN, Rig};

async fn sign_in_with(rig: &Rig, body: Value) -> Response {
    let request = rig.ask(Method::POST, "/api/session").header(ORIGIN_HEADER, ORIGIN).json(&body);
    request.send().await.unwrap()
}

async fn cookie(answer: &Response) -> String {
    let set = answer.headers()[SET_COOKIE].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_opens_one_session() {
    let rig = Rig::new().await;
    let code = sign_in::issue_code(&rig.store, &rig.agent).await.unwrap();
    let answer = sign_in_with(&rig, json!({ "code": code })).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let set = answer.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    assert!(set.starts_with("__Host-sidetone="));
    for part in ["Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"] {
        assert!(set.split("; ").any(|p| p == part), "{part} in {set}");
    }
    let session: Value = answer.json().await.unwrap();
    assert_eq!(session["expiresIn"], 15 * 60 * 1000);
    let token = session["token"].as_str().unwrap();
    let snapshot = rig.ask(Method::GET, "/api/snapshot").bearer_auth(token).send().await.unwrap();
    assert_eq!(snapshot.status(), StatusCode::OK);

    let again = sign_in_with(&rig, json!({ "code": code })).await;
    assert_eq!(again.status(), StatusCode::UNAUTHORIZED);
    let problem: Value = again.json().await.unwrap();
    assert_eq!(problem["code"], "signed-out");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_try_one_code_at_once_are_not_both_let_in() {
    let rig = Rig::new().await;
    let code = sign_in::issue_code(&rig.store, &rig.agent).await.unwrap();
    let tries = (0..8).map(|_| sign_in_with(&rig, json!({ "code": code })));
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|a| a.status() == StatusCode::OK).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_code_and_an_expired_token_open_nothing() {
    let rig = Rig::with(|config| config.tuning.token_ms = 0).await;
    let yesterday = clock::now() - 86_400_000;
    store::sessions::add_code(&rig.store, "old", &rig.agent, yesterday).await.unwrap();
    let answer = sign_in_with(&rig, json!({ "code": "old" })).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);

    let kind = store::sessions::Kind::Token;
    store::sessions::add(&rig.store, kind, "stale", &rig.agent, yesterday).await.unwrap();
    let answer = rig.ask(Method::GET, "/api/snapshot").bearer_auth("stale").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_our_own_origin_may_sign_in_and_only_with_json() {
    let rig = Rig::new().await;
    let code = sign_in::issue_code(&rig.store, &rig.agent).await.unwrap();
    let body = json!({ "code": code });
    for origin in ["https://evil.example", "null", "http://sidetone.localhost:81"] {
        let request = rig.ask(Method::POST, "/api/session").header(ORIGIN_HEADER, origin);
        let answer = request.json(&body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{origin}");
    }
    let answer = rig.ask(Method::POST, "/api/session").json(&body).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN, "no origin at all");
    let request = rig.ask(Method::POST, "/api/session").header(ORIGIN_HEADER, ORIGIN);
    let answer = request.body(body.to_string()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    // None of these used the code up.
    assert_eq!(sign_in_with(&rig, body).await.status(), StatusCode::OK);
}

// row!(L13)
#[tokio::test(flavor = "multi_thread")]
async fn frames_that_renew_at_once_all_stay_signed_in() {
    let rig = Rig::new().await;
    let code = sign_in::issue_code(&rig.store, &rig.agent).await.unwrap();
    let first = sign_in_with(&rig, json!({ "code": code })).await;
    let kept = cookie(&first).await;
    let renew = || async {
        let request = rig
            .ask(Method::POST, "/api/session")
            .header(ORIGIN_HEADER, ORIGIN)
            .header(COOKIE, format!("other=1; {kept}"));
        request.json(&json!({})).send().await.unwrap()
    };
    let answers = futures_util::future::join_all((0..6).map(|_| renew())).await;
    let mut tokens = vec![];
    for answer in answers {
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(cookie(&answer).await, kept);
        let session: Value = answer.json().await.unwrap();
        tokens.push(session["token"].as_str().unwrap().to_owned());
    }
    for token in &tokens {
        let answer = rig.ask(Method::GET, "/api/snapshot").bearer_auth(token).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
    }
    tokens.dedup();
    assert_eq!(tokens.len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_and_asking_without_anything_is_not() {
    let rig = Rig::with(|config| config.tuning.failures_a_minute = 3).await;
    for _ in 0..6 {
        assert_eq!(sign_in_with(&rig, json!({})).await.status(), StatusCode::UNAUTHORIZED);
    }
    for _ in 0..3 {
        let answer = sign_in_with(&rig, json!({ "code": "guess" })).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
    let answer = sign_in_with(&rig, json!({ "code": "guess" })).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_knows_no_secret_in_the_clear() {
    let rig = Rig::new().await;
    let code = sign_in::issue_code(&rig.store, &rig.agent).await.unwrap();
    let token = rig.token(&rig.agent).await;
    for entry in std::fs::read_dir(&rig.config.data_dir).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in [&code, &token] {
            let found = bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
            assert!(!found);
        }
    }
}
