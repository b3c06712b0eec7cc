//! A frame's attempt: it needs its own secret and the digits that the window showed.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::persons::{self, PersonId};
use sidetone_backend::{clock, ids, sign_in};

use crate::rig::{ORIGIN, Rig};

/// The person of the rig's agent.
pub async fn ada(rig: &Rig) -> PersonId {
    let members = persons::members(&rig.store, &rig.tenant().await, None, 0).await.unwrap();
    let ada = members.into_iter().find(|member| member.person.name == "Ada King").unwrap();
    ada.person.id
}

/// What a frame puts into the window's address.
pub fn attempt_of(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(ids::hash(secret))
}

pub async fn finish(rig: &Rig, secret: &str, digits: &str) -> Response {
    let body = json!({ "secret": secret, "digits": digits });
    rig.ask(Method::POST, "/api/session").header("origin", ORIGIN).json(&body).send().await.unwrap()
}

async fn proven(rig: &Rig, secret: &str) -> String {
    let ada = ada(rig).await;
    sign_in::proven(&rig.store, &ids::hash(secret), &ada, None).await.unwrap()
}

/// Digits that are certainly others.
fn other(digits: &str) -> String {
    let last = if digits.ends_with('0') { "1" } else { "0" };
    format!("{}{last}", &digits[..5])
}

#[tokio::test(flavor = "multi_thread")]
async fn digits_open_a_session_once_and_only_together_with_the_frames_secret() {
    let rig = Rig::new().await;
    let digits = proven(&rig, "the frame's secret").await;
    assert_eq!(digits.len(), 6);
    // Whoever got hold of the digits alone has nothing, and takes nothing away.
    let stolen = finish(&rig, "another secret", &digits).await;
    assert_eq!(stolen.status(), StatusCode::UNAUTHORIZED);
    let grouped = format!("{} {}", &digits[..3], &digits[3..]);
    let answer = finish(&rig, "the frame's secret", &grouped).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("Partitioned") && cookie.contains("SameSite=None"), "{cookie}");
    let session: Value = answer.json().await.unwrap();
    let token = session["token"].as_str().unwrap();
    let answer = rig.ask(Method::GET, "/api/snapshot").bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);

    let again = finish(&rig, "the frame's secret", &digits).await;
    assert_eq!(again.status(), StatusCode::UNAUTHORIZED, "used twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_frames_that_finish_one_attempt_at_once_are_not_both_let_in() {
    let rig = Rig::new().await;
    let digits = proven(&rig, "secret").await;
    let tries = (0..8).map(|_| finish(&rig, "secret", &digits));
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|a| a.status() == StatusCode::OK).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_guesses_end_the_attempt() {
    let rig = Rig::new().await;
    let digits = proven(&rig, "secret").await;
    for left in (0..5).rev() {
        let problem: Value = finish(&rig, "secret", &other(&digits)).await.json().await.unwrap();
        let code = if left == 0 { "signed-out" } else { "digits" };
        assert_eq!(problem["code"], code, "{left} left: {problem}");
    }
    let answer = finish(&rig, "secret", &digits).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "right, but too late");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_does_not_complete_by_itself_nor_after_its_time() {
    let rig = Rig::new().await;
    let digits = proven(&rig, "secret").await;
    let waiting = rig.ask(Method::POST, "/api/session").header("origin", ORIGIN);
    let answer = waiting.json(&json!({ "secret": "secret" })).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "without digits");
    rig.edit_store("UPDATE sign_in_attempts SET expires = 1").await;
    assert!(clock::now() > 1);
    assert_eq!(finish(&rig, "secret", &digits).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_every_surface_and_every_cookie_but_not_in_a_call() {
    let rig = Rig::new().await;
    let digits = proven(&rig, "secret").await;
    let answer = finish(&rig, "secret", &digits).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    let cookie = cookie.to_owned();
    let mut first = rig.surface("first").await;
    let mut second = rig.surface("second").await;

    let call = rig.ring("+442073238299").await;
    first.until(|s| s.call(&call).is_some()).await;
    let out = || rig.ask(Method::POST, "/api/sign-out").header("origin", ORIGIN);
    let answer = out().bearer_auth(&first.token).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    rig.far(&call, "hangup").await;
    first.until_call(&call, |c| matches!(c.phase, contract::Phase::Closed { .. })).await;

    let answer = out().bearer_auth(&first.token).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert_eq!(first.until_bye().await.as_deref(), Some("signed-out"));
    assert_eq!(second.until_bye().await.as_deref(), Some("signed-out"));
    let renew = rig.ask(Method::POST, "/api/session").header("origin", ORIGIN);
    let renew = renew.header("cookie", cookie).json(&json!({})).send().await.unwrap();
    assert_eq!(renew.status(), StatusCode::UNAUTHORIZED);
    let asked = rig.ask(Method::GET, "/api/snapshot").bearer_auth(&second.token);
    assert_eq!(asked.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_proves_nothing_by_what_is_made_up() {
    let rig = Rig::new().await;
    let ask = async |path: &str, body: Value| {
        let request = rig.ask(Method::POST, path).header("origin", ORIGIN);
        request.json(&body).send().await.unwrap()
    };
    let begun: Value = ask("/api/sign-in/passkey/begin", json!({})).await.json().await.unwrap();
    assert_eq!(begun["options"]["publicKey"]["userVerification"], "required");
    assert!(begun["options"].get("mediation").is_none());
    let made_up = json!({ "id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
        "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA",
        "userHandle": "AAAA" } });
    for credential in [json!(null), json!({}), made_up] {
        for ceremony in [begun["ceremony"].clone(), json!("unknown")] {
            let body = json!({ "ceremony": ceremony, "credential": credential });
            let answer = ask("/api/sign-in/passkey", body).await;
            assert_eq!(answer.status(), StatusCode::CONFLICT);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_without_a_name_has_no_passkeys_and_says_so() {
    let rig = Rig::with(|config| config.public_url = "http://127.0.0.1:8080".into()).await;
    let request =
        rig.ask(Method::POST, "/api/sign-in/ways").header("origin", "http://127.0.0.1:8080");
    let ways: Value = request.json(&json!({})).send().await.unwrap().json().await.unwrap();
    assert_eq!(ways, json!({ "passkey": false, "hubspot": "none" }));
}
