//! People's lines: given by themselves, entered, changed between calls, and taken away.

use contract::console::Role;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use sidetone_backend::people;

use crate::people::Person;
use crate::rig::{LINE, Rig};

fn body(name: &str, role: &str, line: Option<&str>) -> Value {
    let email = format!("{}@example.com", name.to_lowercase());
    let mut body = json!({ "name": name, "email": email, "role": role });
    if let Some(line) = line {
        body["line"] = json!(line);
    }
    body
}

async fn add(rig: &Rig, who: &Person, body: Value) -> Response {
    let path = format!("/tenants/{}/people", rig.tenant().await.0);
    rig.console(who, "POST", &path).json(&body).send().await.unwrap()
}

async fn added(rig: &Rig, who: &Person, body: Value) -> Value {
    let answer = add(rig, who, body).await;
    assert_eq!(answer.status(), 201);
    answer.json().await.unwrap()
}

async fn change(rig: &Rig, who: &Person, person: &Value, body: Value) -> Response {
    let id = person["id"].as_str().unwrap();
    let path = format!("/tenants/{}/people/{id}", rig.tenant().await.0);
    rig.console(who, "PATCH", &path).json(&body).send().await.unwrap()
}

async fn ada(rig: &Rig, who: &Person) -> Value {
    let path = format!("/tenants/{}/people", rig.tenant().await.0);
    let list: Vec<Value> =
        rig.console(who, "GET", &path).send().await.unwrap().json().await.unwrap();
    list.into_iter().find(|person| person["name"] == "Ada King").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_agent_gets_the_next_number_and_an_administrator_none() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let bo = added(&rig, &owner, body("Bo", "agent", None)).await;
    assert_eq!(bo["line"], "+442079460101");
    let path = format!("/tenants/{}/people/import", rig.tenant().await.0);
    let csv = "name,email,role\nCy,cy@example.com,\nDi,di@example.com,administrator\n".to_owned();
    let answer = rig.console(&owner, "POST", &path).body(csv).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let path = format!("/tenants/{}/people", rig.tenant().await.0);
    let list: Vec<Value> =
        rig.console(&owner, "GET", &path).send().await.unwrap().json().await.unwrap();
    let line = |name: &str| list.iter().find(|p| p["name"] == name).unwrap()["line"].clone();
    assert_eq!((line("Cy"), line("Di")), (json!("+442079460102"), Value::Null));
    assert_eq!(people::by_login(&rig.store, "cy").await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_international_and_belongs_to_one_person_of_the_installation() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let west = people::add_tenant(&rig.store, "West").await.unwrap();
    let elsewhere = format!("/tenants/{}/people", west.0);
    for (line, says) in [
        ("0049 30 1", "+ and the country code"),
        ("+1", "cannot be read"),
        ("+44 20", "too short"),
        ("+49 30 abc", "not a phone number"),
        (LINE, "Somebody has this number already."),
    ] {
        let form = body("Bo", "agent", Some(line));
        let answer = rig.console(&owner, "POST", &elsewhere).json(&form).send().await.unwrap();
        assert_eq!(answer.status(), 422, "{line}");
        let refused: Value = answer.json().await.unwrap();
        assert_eq!(refused["fields"][0]["field"], "line", "{line}");
        let message = refused["fields"][0]["message"].as_str().unwrap();
        assert!(message.contains(says), "{line}: {message}");
    }
    let list: Value =
        rig.console(&owner, "GET", &elsewhere).send().await.unwrap().json().await.unwrap();
    assert_eq!(list, json!([]), "nobody was added without the line that was wanted");
    let bo = added(&rig, &owner, body("Bo", "administrator", Some("+49 30 2312 5777"))).await;
    assert_eq!(bo["line"], "+493023125777", "an administrator may have a line too");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_line_is_what_the_next_call_goes_by() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let ada = ada(&rig, &owner).await;
    let mut surface = rig.surface("s").await;
    let answer = change(&rig, &owner, &ada, body("Ada", "agent", Some("+493023125777"))).await;
    assert_eq!(answer.status(), 200);
    let snapshot = rig.ask(Method::GET, "/api/snapshot").bearer_auth(&surface.token);
    let snapshot: Value = snapshot.send().await.unwrap().json().await.unwrap();
    assert_eq!(snapshot["line"]["country"], "DE");
    assert_eq!(surface.until_bye().await, None, "the page comes back for a snapshot");
    let _here = rig.surface("t").await;
    let ring = json!({ "from": "+442073238299", "to": "+493023125777" });
    assert_eq!(rig.control("/api/simulated/calls", ring).await.status(), 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_is_changed_or_taken_away_in_a_call() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let ada = ada(&rig, &owner).await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    surface.until_call(&call, |_| true).await;
    for line in ["", "+493023125777"] {
        let answer = change(&rig, &owner, &ada, body("Ada", "agent", Some(line))).await;
        assert_eq!(answer.status(), 409, "{line:?}");
    }
    // What does not touch the line is changed all the same.
    let answer = change(&rig, &owner, &ada, body("Ada", "agent", Some(LINE))).await;
    assert_eq!(answer.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_line_nobody_is_an_agent_until_there_is_one_again() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let ada = ada(&rig, &owner).await;
    let mut surface = rig.surface("s").await;
    let answer = change(&rig, &owner, &ada, body("Ada", "agent", Some(""))).await;
    assert_eq!(answer.json::<Value>().await.unwrap()["line"], Value::Null);
    assert_eq!(surface.until_bye().await.as_deref(), Some("signed-out"));
    let again = rig.ask(Method::GET, "/api/snapshot").bearer_auth(&surface.token);
    assert_eq!(again.send().await.unwrap().status(), 401);
    let ring = json!({ "from": "+442073238299", "agent": "ada" });
    assert_eq!(rig.control("/api/simulated/calls", ring.clone()).await.status(), 404);
    // The number is free for somebody else, and the next line is the same agent's.
    let bo = added(&rig, &owner, body("Bo", "administrator", Some(LINE))).await;
    assert_eq!(bo["line"], LINE);
    let answer = change(&rig, &owner, &ada, body("Ada", "agent", Some("+442079460999"))).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(
        people::agent(&rig.store, &rig.agent).await.unwrap().unwrap().number,
        "+442079460999"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_call_that_no_page_has_told_hubspot_of_keeps_no_line() {
    let mut rig = Rig::new().await;
    let owner = rig.owner().await;
    let ada = ada(&rig, &owner).await;
    let mut surface = rig.surface("s").await;
    let call = rig.ring("+442073238299").await;
    surface.until_call(&call, |_| true).await;
    rig.done(&surface, json!({ "decline": { "call": call } })).await;
    let answer = change(&rig, &owner, &ada, body("Ada", "agent", Some(""))).await;
    assert_eq!(answer.status(), 200);
    // What was left at hand does not keep the service from starting, and its record is written.
    rig.kill().await;
    rig.start().await;
    rig.records(|all| all.len() == 1).await;
    rig.records_are_unchanged_at(1).await;
}

// row!(I7)
#[tokio::test(flavor = "multi_thread")]
async fn whether_somebody_may_sign_in_with_hubspot_is_kept_and_shown() {
    let rig = Rig::new().await;
    let admin = rig.member(&rig.tenant().await, "admin@example.com", Role::Administrator).await;
    let mut form = body("Bo", "agent", None);
    assert_eq!(added(&rig, &admin, form.clone()).await["hubspotSignIn"], true);
    form["name"] = json!("Cy");
    form["email"] = json!("cy@example.com");
    form["hubspotSignIn"] = json!(false);
    let cy = added(&rig, &admin, form.clone()).await;
    assert_eq!(cy["hubspotSignIn"], false);
    form["hubspotSignIn"] = json!(true);
    let cy: Value = change(&rig, &admin, &cy, form).await.json().await.unwrap();
    assert_eq!(cy["hubspotSignIn"], true);
}
