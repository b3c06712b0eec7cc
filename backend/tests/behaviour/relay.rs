//! With a session comes what the page's browser needs for the relay: credentials that end by
//! themselves, and never what they are made from.

use reqwest::header::{COOKIE, ORIGIN as ORIGIN_HEADER, SET_COOKIE};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use sidetone_backend::config::{Secret, TurnUse};
use sidetone_backend::{clock, sign_in};

use crate::logs;
use crate::rig::{ORIGIN, Rig};

const SECRET: &str = "between-relay-and-service";
const URL: &str = "turn:turn.example.com:3478?transport=udp";

async fn rig(used: TurnUse) -> Rig {
    Rig::with(move |config| {
        config.turn.urls = vec![URL.to_owned()];
        config.turn.secret = Some(Secret::new(SECRET));
        config.turn.used = used;
    })
    .await
}

async fn session(rig: &Rig, body: Value, cookie: Option<&str>) -> Response {
    let request = rig.ask(Method::POST, "/api/session").header(ORIGIN_HEADER, ORIGIN).json(&body);
    let request = cookie.into_iter().fold(request, |request, is| request.header(COOKIE, is));
    request.send().await.unwrap().error_for_status().unwrap()
}

async fn signed_in(rig: &Rig) -> Response {
    let code = sign_in::issue_code(&rig.store, &rig.agent).await.unwrap();
    session(rig, json!({ "code": code }), None).await
}

/// The one relay of a session, as the browser is told of it.
fn server(session: &Value) -> (Value, Value) {
    let all: Value = serde_json::from_str(session["rtc"].as_str().unwrap()).unwrap();
    assert_eq!(all["iceServers"].as_array().unwrap().len(), 1, "{all}");
    (all["iceServers"][0].clone(), all)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_gets_credentials_that_end_and_new_ones_with_each_renewal() {
    logs::capture();
    let rig = rig(TurnUse::Needed).await;
    let answer = signed_in(&rig).await;
    let cookie = answer.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    let text = answer.text().await.unwrap();
    assert!(!text.contains(SECRET), "the secret stays here");
    let (first, all) = server(&serde_json::from_str(&text).unwrap());
    assert_eq!(first["urls"], json!([URL]));
    assert!(all.get("iceTransportPolicy").is_none(), "browsers choose their way");
    let name = first["username"].as_str().unwrap();
    let (ends, whose) = name.split_once(':').unwrap();
    let left = ends.parse::<u64>().unwrap() - clock::now() / 1_000;
    assert!((3_590..=3_600).contains(&left), "they are good for an hour, not {left} s");
    assert_eq!(whose, rig.agent.0);
    let password = first["credential"].as_str().unwrap();
    assert_eq!(password.len(), 28, "an HMAC-SHA1 in base64");

    let renewed = session(&rig, json!({}), Some(cookie.split(';').next().unwrap())).await;
    let (second, _) = server(&renewed.json().await.unwrap());
    let ends_later = second["username"].as_str().unwrap().split(':').next().unwrap().to_owned();
    assert!(ends_later.parse::<u64>().unwrap() >= ends.parse::<u64>().unwrap());

    let log = logs::written();
    for secret in [SECRET, password] {
        assert!(!log.contains(secret), "the log shows nothing that lets somebody in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_for_everything_is_said_to_the_browser() {
    let rig = rig(TurnUse::Always).await;
    let (_, all) = server(&signed_in(&rig).await.json().await.unwrap());
    assert_eq!(all["iceTransportPolicy"], "relay");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_relay_nothing_is_said_of_one() {
    let rig = Rig::new().await;
    let session: Value = signed_in(&rig).await.json().await.unwrap();
    assert!(session.get("rtc").is_none(), "{session}");
}
