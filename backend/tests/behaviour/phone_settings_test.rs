//! How lines stand at the phone system, and *Test*: what is told of it, and what is not.

use contract::console::Role;
use serde_json::{Value, json};
use sidetone_backend::people;

use crate::fake_pbx::{FakePbx, Manner};
use crate::people::Person;
use crate::phone_settings_form::{lines, put_line, saved, trunk};
use crate::rig::{Rig, eventually};

const PASSWORD: &str = "line-pw-55d0a1";

async fn states(rig: &Rig, who: &Person) -> Vec<Value> {
    let path = format!("/tenants/{}/phone/states", rig.tenant().await.0);
    rig.console(who, "GET", &path).send().await.unwrap().json().await.unwrap()
}

async fn test(rig: &Rig, who: &Person, body: Value) -> (u16, Value, String) {
    let path = format!("/tenants/{}/phone/test", rig.tenant().await.0);
    let answer = rig.console(who, "POST", &path).json(&body).send().await.unwrap();
    let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap());
    (status, serde_json::from_str(&text).unwrap_or_default(), text)
}

/// The rig's agent has a line at this phone system.
async fn with_line(rig: &Rig, who: &Person, pbx: &FakePbx) {
    let mut system = lines();
    system["server"] = json!(pbx.address.to_string());
    saved(rig, who, json!({ "system": system })).await;
    let line = json!({ "line": { "user": "201" }, "password": PASSWORD });
    assert_eq!(put_line(rig, who, &rig.agent.0, line).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_password_stands_at_the_line_and_in_the_test_without_the_password() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let pbx = FakePbx::start(Manner::TakesNoPassword).await;
    with_line(&rig, &owner, &pbx).await;
    let failing = eventually("the line fails", async || {
        let states = states(&rig, &owner).await;
        assert_eq!(states.len(), 1);
        assert_eq!(states[0]["agent"], rig.agent.0.as_str());
        let failing = states[0]["standing"]["failing"].clone();
        failing.is_object().then_some(failing)
    })
    .await;
    assert!(failing["why"].as_str().unwrap().to_lowercase().contains("password"), "{failing}");

    let body = json!({ "agent": rig.agent.0, "to": "+49 30 2312 5777" });
    let (status, report, text) = test(&rig, &owner, body).await;
    assert_eq!(status, 200, "{text}");
    let steps = report["steps"].as_array().unwrap();
    let worked: Vec<_> = steps.iter().map(|step| step["worked"].clone()).collect();
    assert_eq!(worked, [json!(false), Value::Null, Value::Null], "{text}");
    assert_eq!(steps[0]["what"], "Registration");
    let said: Vec<_> = report["exchange"].as_array().unwrap().iter().collect();
    let has = |sent: bool, what: &str| {
        said.iter().any(|m| m["sent"] == sent && m["text"].as_str().unwrap().contains(what))
    };
    assert!(has(true, "REGISTER sip:") && has(false, "401 Unauthorized"), "{text}");
    // The phone system got an answer to its question, from which the password could be guessed.
    let response = pbx.heard().iter().find_map(|message| {
        let (_, rest) = message.split_once("response=\"")?;
        Some(rest.split('"').next()?.to_owned())
    });
    let response = response.expect("the line answered the question for its password");
    for secret in [PASSWORD, &response] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    assert!(!crate::logs::written().contains(PASSWORD));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_works_registers_and_calls_the_number() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let pbx = FakePbx::start(Manner::EverybodyIsBusy).await;
    with_line(&rig, &owner, &pbx).await;
    eventually("the line is registered", async || {
        let states = states(&rig, &owner).await;
        states[0]["standing"]["registered"]["since"].is_u64().then_some(())
    })
    .await;
    let body = json!({ "agent": rig.agent.0, "to": "+49 30 2312 5777" });
    let (status, report, text) = test(&rig, &owner, body).await;
    assert_eq!(status, 200, "{text}");
    let steps = report["steps"].as_array().unwrap();
    assert!(steps.len() >= 2 && steps.iter().all(|step| step["worked"] == true), "{text}");
    let invite = pbx.heard().into_iter().find(|message| message.starts_with("INVITE "));
    assert!(invite.unwrap().starts_with("INVITE sip:+493023125777@"));
    // Nothing of it is a call of the tenant's.
    assert_eq!(rig.count_in_store("SELECT count(*) FROM calls").await, 0);

    // Whoever loses their line is registered no more.
    let path = format!("/tenants/{}/phone/lines/{}", rig.tenant().await.0, rig.agent.0);
    assert_eq!(rig.console(&owner, "DELETE", &path).send().await.unwrap().status(), 204);
    assert_eq!(states(&rig, &owner).await, Vec::<Value>::new());
    eventually("the phone system hears of it", async || {
        let gone = |message: &String| {
            message.starts_with("REGISTER ") && message.contains("expires=0")
                || message.contains("\r\nExpires: 0\r\n")
        };
        pbx.heard().iter().any(gone).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_tested_is_refused_with_what_to_do() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let (status, refused, _) = test(&rig, &owner, json!({ "to": "201" })).await;
    assert_eq!((status, &refused["code"]), (409, &json!("not-now")), "simulated");
    let mut system = trunk();
    system["server"] = json!("127.0.0.1:9");
    saved(&rig, &owner, json!({ "system": system, "password": "p" })).await;
    for to in ["", "  ", "112", "999", "9-9-9", "a@b", "<201>", &"1".repeat(65)] {
        let (status, refused, _) = test(&rig, &owner, json!({ "to": to })).await;
        assert_eq!((status, &refused["fields"][0]["field"]), (422, &json!("to")), "{to:?}");
    }
    // Another tenant's agent is not there, nor is the test for another tenant's administrator.
    let theirs = people::add_tenant(&rig.store, "Theirs").await.unwrap();
    let new = people::NewAgent { login: "bo", name: "Bo", number: "+493023125777", country: "DE" };
    let bo = people::add_agent(&rig.store, &theirs, new).await.unwrap();
    let (status, ..) = test(&rig, &owner, json!({ "agent": bo.0, "to": "201" })).await;
    assert_eq!(status, 404);
    let stranger = rig.member(&theirs, "stranger@example.com", Role::Administrator).await;
    let (status, ..) = test(&rig, &stranger, json!({ "to": "201" })).await;
    assert_eq!(status, 404);
}
