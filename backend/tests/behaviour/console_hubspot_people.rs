//! People from the linked account.

use contract::console::Role;
use reqwest::Response;
use serde_json::{Value, json};
use sidetone_backend::people;

use crate::console_links::linked;
use crate::people::Person;
use crate::rig::Rig;

fn some(rig: &Rig) {
    let mut oauth = rig.hubspot.oauth();
    oauth.owners = vec![
        json!({ "id": "78", "email": "Grace@example.com", "firstName": "Grace", "lastName": "Hopper",
                "type": "PERSON", "userId": 6, "archived": false }),
        json!({ "id": "79", "email": "left@example.com", "userId": 7, "archived": true }),
        json!({ "id": "80", "email": "queue@example.com", "type": "QUEUE" }),
        json!({ "id": "81", "email": "", "userId": 8 }),
    ];
    // Grace once more, and somebody who owns nothing and has no name.
    oauth.users = vec![
        json!({ "id": 6, "email": "grace@example.com" }),
        json!({ "id": 9, "email": "emmy@example.com" }),
    ];
}

async fn list(rig: &Rig, who: &Person) -> Response {
    let path = format!("/tenants/{}/people/hubspot", rig.tenant().await.0);
    rig.console(who, "GET", &path).send().await.unwrap()
}

async fn import(rig: &Rig, who: &Person, body: Value) -> Response {
    let path = format!("/tenants/{}/people/hubspot", rig.tenant().await.0);
    rig.console(who, "POST", &path).json(&body).send().await.unwrap()
}

async fn emails(rig: &Rig, who: &Person) -> Vec<Value> {
    let path = format!("/tenants/{}/people", rig.tenant().await.0);
    let list: Vec<Value> =
        rig.console(who, "GET", &path).send().await.unwrap().json().await.unwrap();
    list.into_iter().map(|person| person["email"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_accounts_people_are_listed_once_each_and_the_known_are_marked() {
    let (rig, browser, _) = linked().await;
    some(&rig);
    rig.member(&rig.tenant().await, "grace@example.com", Role::Agent).await;
    let told: Value = list(&rig, &browser.who).await.json().await.unwrap();
    let row = |id: &str, name: &str, email: &str, known: bool| json!({ "id": id, "name": name, "email": email, "known": known });
    assert_eq!(
        told,
        json!([
            row("5", "Ada King", "ada@example.com", false),
            row("9", "emmy@example.com", "emmy@example.com", false),
            row("6", "Grace Hopper", "grace@example.com", true),
        ])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_scope_for_users_the_owners_are_listed_all_the_same() {
    let (rig, browser, _) = linked().await;
    some(&rig);
    rig.hubspot.oauth().withheld = vec!["settings.users.read".into()];
    let told: Vec<Value> = list(&rig, &browser.who).await.json().await.unwrap();
    assert_eq!(told.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_named_are_added_with_hubspots_own_words_and_a_line_and_only_once() {
    let (rig, browser, _) = linked().await;
    some(&rig);
    for (added, known) in [(2, 0), (0, 2)] {
        let body = json!({ "users": ["5", "6", "6"], "role": "agent" });
        let answer: Value = import(&rig, &browser.who, body).await.json().await.unwrap();
        assert_eq!(answer, json!({ "added": added, "known": known }));
    }
    let path = format!("/tenants/{}/people", rig.tenant().await.0);
    let list: Vec<Value> =
        rig.console(&browser.who, "GET", &path).send().await.unwrap().json().await.unwrap();
    let grace = list.iter().find(|person| person["name"] == "Grace Hopper").unwrap();
    assert_eq!(grace["email"], "grace@example.com");
    assert!(grace["line"].as_str().unwrap().starts_with("+44207946010"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_cannot_be_added_is_named_and_nobody_is_added() {
    let (rig, browser, _) = linked().await;
    some(&rig);
    let before = emails(&rig, &browser.who).await;
    let tenant = rig.tenant().await;
    let admin = rig.member(&tenant, "admin@example.com", Role::Administrator).await;
    let west = people::add_tenant(&rig.store, "West").await.unwrap();
    rig.member(&west, "grace@example.com", Role::Agent).await;
    for (users, role) in [
        (json!(["5", "4040"]), "agent"), // unknown
        (json!(["5", "6"]), "agent"),    // of another tenant
        (json!(["5"]), "owner"),
        (json!([]), "agent"),
    ] {
        let body = json!({ "users": users, "role": role });
        let answer = import(&rig, &admin, body).await;
        assert_eq!(answer.status(), 422, "{users} {role}");
        let refused: Value = answer.json().await.unwrap();
        assert!(!refused["fields"].as_array().unwrap().is_empty());
    }
    assert_eq!(emails(&rig, &browser.who).await.len(), before.len() + 1, "only the administrator");
    // An owner of the installation may take Grace from there.
    let body = json!({ "users": ["5", "6"], "role": "agent" });
    assert_eq!(import(&rig, &browser.who, body).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_link_there_is_nobody_to_list() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let answer = list(&rig, &owner).await;
    assert_eq!(answer.status(), 409);
    assert!(answer.text().await.unwrap().contains("Link one first"));
}
