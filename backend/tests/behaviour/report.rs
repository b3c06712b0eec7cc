//! An agent reports that something was wrong: administrators of the tenant read it, and nobody's number,
//! notes or secret is in it.

use contract::Phase;
use contract::console::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::people as store_people;

use crate::fake_hubspot::TOKEN;
use crate::people::Person;
use crate::rig::{CONTROL, Rig};
use crate::surface::Surface;

const FAR: &str = "+442073238299";
const NOTES: &str = "Grace wants the blue one";

async fn send(rig: &Rig, by: &Surface, report: &Value) -> (StatusCode, Value) {
    let request = rig.ask(Method::POST, "/api/report").bearer_auth(&by.token).json(report);
    let answer = request.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

async fn read(rig: &Rig, by: &Person, rest: &str) -> (StatusCode, Value) {
    let path = format!("/tenants/{}/reports{rest}", rig.tenant().await.0);
    let answer = rig.console(by, "GET", &path).send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

async fn admin(rig: &Rig) -> Person {
    rig.member(&rig.tenant().await, "admin@example.com", Role::Administrator).await
}

/// A call that was answered, with notes and an outcome.
async fn spoken(rig: &Rig, at: &mut Surface) -> String {
    let call = rig.ring(FAR).await;
    at.until_call(&call, |_| true).await;
    rig.done(at, json!({ "answer": { "call": call } })).await;
    rig.done(at, json!({ "hangUp": { "call": call } })).await;
    let draft = json!({ "outcome": "d-1", "notes": NOTES });
    rig.done(at, json!({ "save": { "call": call, "draft": draft } })).await;
    at.until_call(&call, |c| matches!(c.phase, Phase::Closed { .. })).await;
    call
}

// row!(P3)
#[tokio::test(flavor = "multi_thread")]
async fn a_report_tells_of_the_last_calls_and_of_the_page() {
    let rig = Rig::new().await;
    let mut surface = rig.surface("s").await;
    let call = spoken(&rig, &mut surface).await;
    let report = json!({
        "surface": "s",
        "said": "It crackled.",
        "facts": [["Browser", "Chrome/156.0.0.0"], ["Microphone", "granted"]],
    });
    let (status, sent) = send(&rig, &surface, &report).await;
    assert_eq!(status, StatusCode::CREATED, "{sent}");
    let admin = admin(&rig).await;
    let (_, list) = read(&rig, &admin, "").await;
    let row = &list["rows"][0];
    assert_eq!((&row["id"], &row["said"]), (&sent["id"], &json!("It crackled.")));
    assert_eq!(row["agent"], "Ada King");
    let (_, whole) = read(&rig, &admin, &format!("/{}", sent["id"].as_str().unwrap())).await;
    let text = whole["text"].as_str().unwrap();
    for told in [
        "It crackled.",
        "Browser: Chrome/156.0.0.0",
        "Microphone: granted",
        &format!("Call {call}"),
        "inbound from …299, simulated",
        "Completed, 0 s spoken",
        " answer\n",
        " hang up\n",
        env!("CARGO_PKG_VERSION"),
    ] {
        assert!(text.contains(told), "{told:?} in\n{text}");
    }
}

// row!(P3)
#[tokio::test(flavor = "multi_thread")]
async fn no_number_no_notes_and_no_secret_are_in_it() {
    let rig = Rig::new().await;
    rig.hubspot.contact("51", "Grace", "Hopper", FAR);
    let mut surface = rig.surface("s").await;
    spoken(&rig, &mut surface).await;
    let dialled = sidetone_backend::ids::new_id();
    rig.done(&surface, json!({ "dial": { "call": dialled, "to": "+442073238311" } })).await;
    surface.until_call(&dialled, |_| true).await;
    let report = json!({
        "surface": format!("s {FAR}"),
        "said": format!("{FAR} and 020 7323 8311 and grace@example.com, token {TOKEN}1234567890abcdef"),
        "facts": [["Number", FAR], [FAR, "x"], ["Two\nlines: yes", "a\nCall forged"]],
    });
    let (status, sent) = send(&rig, &surface, &report).await;
    assert_eq!(status, StatusCode::CREATED, "{sent}");
    let admin = admin(&rig).await;
    let (_, list) = read(&rig, &admin, "").await;
    let (_, whole) = read(&rig, &admin, &format!("/{}", sent["id"].as_str().unwrap())).await;
    for answer in [list.to_string(), whole.to_string()] {
        for secret in [
            "73238299",
            "7323 8299",
            "73238311",
            "7323 8311",
            NOTES,
            "blue",
            "grace@",
            "Hopper",
            TOKEN,
            CONTROL,
            &surface.token,
            "7946",
            "d-1",
        ] {
            assert!(!answer.contains(secret), "{secret:?} in {answer}");
        }
    }
    let text = whole["text"].as_str().unwrap();
    assert!(text.contains("…311") && text.contains("…299"), "{text}");
    assert!(!text.contains("\nCall forged"), "{text}");
}

// row!(P3)
#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_is_cut_and_what_is_too_often_is_refused() {
    let rig = Rig::new().await;
    let surface = rig.surface("s").await;
    let facts: Vec<_> = (0..30).map(|n| [format!("fact {n}"), "y".repeat(900)]).collect();
    let long = json!({ "said": "x ".repeat(5_000), "facts": facts });
    assert_eq!(send(&rig, &surface, &long).await.0, StatusCode::CREATED);
    for _ in 0..4 {
        assert_eq!(send(&rig, &surface, &json!({})).await.0, StatusCode::CREATED);
    }
    let (status, why) = send(&rig, &surface, &json!({})).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert!(why["message"].as_str().unwrap().contains("within the hour"), "{why}");
    let admin = admin(&rig).await;
    let (_, list) = read(&rig, &admin, "").await;
    let rows = list["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    let first = &rows[4];
    assert!(first["said"].as_str().unwrap().chars().count() <= 2_000);
    let (_, whole) = read(&rig, &admin, &format!("/{}", first["id"].as_str().unwrap())).await;
    let text = whole["text"].as_str().unwrap();
    assert!(text.contains("fact 19: ") && !text.contains("fact 20: "), "{text}");
    assert!(!text.contains(&"y".repeat(201)));
    // An hour later another one is taken, and after thirty days they are forgotten.
    rig.edit_store("UPDATE reports SET at = at - 3600001").await;
    assert_eq!(send(&rig, &surface, &json!({})).await.0, StatusCode::CREATED);
    rig.store
        .tidy(sidetone_backend::clock::now() + 30 * 24 * 60 * 60_000 - 1_000_000)
        .await
        .unwrap();
    assert_eq!(rig.count_in_store("SELECT count(*) FROM reports").await, 1);
}

// row!(O1)
#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_of_the_agents_own_tenant_read_it() {
    let rig = Rig::new().await;
    let surface = rig.surface("s").await;
    let (_, sent) = send(&rig, &surface, &json!({ "said": "Ours." })).await;
    let theirs = store_people::add_tenant(&rig.store, "Theirs").await.unwrap();
    let stranger = rig.member(&theirs, "stranger@example.com", Role::Administrator).await;
    let id = sent["id"].as_str().unwrap();
    assert_eq!(read(&rig, &stranger, "").await.0, StatusCode::NOT_FOUND);
    assert_eq!(read(&rig, &stranger, &format!("/{id}")).await.0, StatusCode::NOT_FOUND);
    // Not by their own tenant's address either.
    for (rest, found) in [("", StatusCode::OK), (&*format!("/{id}"), StatusCode::NOT_FOUND)] {
        let path = format!("/tenants/{}/reports{rest}", theirs.0);
        let answer = rig.console(&stranger, "GET", &path).send().await.unwrap();
        assert_eq!(answer.status(), found);
        assert!(!answer.text().await.unwrap().contains("Ours."));
    }
}
