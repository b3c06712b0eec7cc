//! Signing in to the console: the first owner, invitations, renewal, signing out.

use contract::console::Role;
use reqwest::Method;
use serde_json::{Value, json};
use sidetone_backend::invitations;

use crate::people::code_in;
use crate::rig::{ORIGIN, Rig};

fn owner() -> Value {
    json!({ "name": "Olga", "email": "Olga@Example.com", "role": "owner" })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_link_makes_one_owner_and_works_once() {
    let rig = Rig::new().await;
    let link = invitations::first_owner(&rig.store, ORIGIN).await.unwrap().unwrap();
    assert!(link.starts_with("http://sidetone.localhost/console/#"), "{link}");
    let body = json!({ "code": code_in(&link), "owner": owner() });
    let answer = rig.sign_in(&body).await;
    assert_eq!(answer.status(), 200);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    for part in ["__Host-sidetone-console=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(rig.sign_in(&body).await.status(), 401);
    assert!(invitations::first_owner(&rig.store, ORIGIN).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_start_makes_the_earlier_link_void() {
    let rig = Rig::new().await;
    let old = invitations::first_owner(&rig.store, ORIGIN).await.unwrap().unwrap();
    let new = invitations::first_owner(&rig.store, ORIGIN).await.unwrap().unwrap();
    let with = |link: &str| json!({ "code": code_in(link), "owner": owner() });
    assert_eq!(rig.sign_in(&with(&old)).await.status(), 401);
    assert_eq!(rig.sign_in(&with(&new)).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_something_wrong_in_it_leaves_the_link_good() {
    let rig = Rig::new().await;
    let link = invitations::first_owner(&rig.store, ORIGIN).await.unwrap().unwrap();
    let wrong = json!({ "name": " ", "email": "olga", "role": "owner" });
    let answer = rig.sign_in(&json!({ "code": code_in(&link), "owner": wrong })).await;
    assert_eq!(answer.status(), 422);
    let refused: Value = answer.json().await.unwrap();
    let fields: Vec<&str> = refused["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["name", "email"]);
    let right = json!({ "code": code_in(&link), "owner": owner() });
    assert_eq!(rig.sign_in(&right).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_code_is_for_can_be_read_without_using_it_up() {
    let rig = Rig::new().await;
    let tenant = rig.tenant().await;
    let person = rig.member(&tenant, "ada@example.com", Role::Administrator).await;
    let (link, expires) = invitations::invite(&rig.store, ORIGIN, &person.id).await.unwrap();
    for _ in 0..2 {
        let request = rig.ask(Method::POST, "/api/console/welcome").header("origin", ORIGIN);
        let answer = request.json(&json!({ "code": code_in(&link) })).send().await.unwrap();
        let welcome: Value = answer.json().await.unwrap();
        assert_eq!(welcome, json!({ "name": "ada@example.com", "expires": expires }));
    }
    assert_eq!(rig.sign_in(&json!({ "code": code_in(&link) })).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_renews_until_the_person_signs_out() {
    let rig = Rig::new().await;
    let tenant = rig.tenant().await;
    let person = rig.member(&tenant, "ada@example.com", Role::Administrator).await;
    let (link, _) = invitations::invite(&rig.store, ORIGIN, &person.id).await.unwrap();
    let answer = rig.sign_in(&json!({ "code": code_in(&link) })).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    let cookie = cookie.to_owned();
    let renew = async || {
        let request = rig.ask(Method::POST, "/api/console/session").header("origin", ORIGIN);
        request.header("cookie", &cookie).json(&json!({})).send().await.unwrap()
    };
    assert_eq!(renew().await.status(), 200);
    assert_eq!(rig.console(&person, "GET", "/me").send().await.unwrap().status(), 200);
    let out = rig.console(&person, "DELETE", "/session").send().await.unwrap();
    assert_eq!(out.status(), 204);
    assert_eq!(renew().await.status(), 401);
    assert_eq!(rig.console(&person, "GET", "/me").send().await.unwrap().status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_page_cannot_sign_in() {
    let rig = Rig::new().await;
    for path in ["/api/console/session", "/api/console/welcome"] {
        let request = rig.ask(Method::POST, path).json(&json!({ "code": "x" }));
        assert_eq!(request.send().await.unwrap().status(), 403, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_codes_is_stopped() {
    let rig = Rig::new().await;
    let mut statuses = Vec::new();
    for n in 0..40 {
        statuses.push(rig.sign_in(&json!({ "code": format!("guess {n}") })).await.status());
    }
    assert!(statuses.iter().any(|status| *status == 429), "{statuses:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_terminal_can_let_an_owner_in_again() {
    let rig = Rig::new().await;
    rig.owner().await;
    let run = |email: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_sidetone"))
            .args(["invite", email])
            .env("SIDETONE_DATA_DIR", &rig.config.data_dir)
            .env("SIDETONE_PUBLIC_URL", ORIGIN)
            .output()
            .unwrap()
    };
    let done = run("olga@example.com");
    assert!(done.status.success(), "{done:?}");
    let link = String::from_utf8(done.stdout).unwrap();
    let link = link.lines().last().unwrap();
    assert_eq!(rig.sign_in(&json!({ "code": code_in(link) })).await.status(), 200);
    let unknown = run("nobody@example.com");
    assert!(!unknown.status.success());
    assert!(String::from_utf8(unknown.stderr).unwrap().contains("nobody@example.com"));
}
