//! Several connections of one tenant: which one is worked with, and how one goes.

use reqwest::Response;
use serde_json::{Value, json};

use crate::console_connections::form;
use crate::console_links::{Browser, begin, browser, come_back, linked};
use crate::rig::Rig;

async fn list(rig: &Rig, browser: &Browser) -> Vec<Value> {
    let path = format!("/tenants/{}/connections", rig.tenant().await.0);
    rig.console(&browser.who, "GET", &path).send().await.unwrap().json().await.unwrap()
}

async fn post(rig: &Rig, browser: &Browser, connection: &Value, what: &str) -> Response {
    let path = rig.at(connection, what).await;
    rig.console(&browser.who, "POST", &path)
        .json(&json!({ "word": "DELETE" }))
        .send()
        .await
        .unwrap()
}

async fn delete(rig: &Rig, browser: &Browser, connection: &Value) -> Response {
    let path = rig.at(connection, "").await;
    rig.console(&browser.who, "DELETE", &path).send().await.unwrap()
}

/// A second connection, saved and not linked.
async fn second(rig: &Rig, browser: &Browser) -> Value {
    let path = format!("/tenants/{}/connections", rig.tenant().await.0);
    let mut form = form();
    form["name"] = json!("Sandbox");
    let answer = rig.console(&browser.who, "POST", &path).json(&form).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    answer.json().await.unwrap()
}

async fn in_use(rig: &Rig, browser: &Browser) -> Vec<String> {
    let used = |one: &Value| one["inUse"] == true;
    let name = |one: Value| one["name"].as_str().unwrap().to_owned();
    list(rig, browser).await.into_iter().filter(used).map(name).collect()
}

// row!(C1) row!(I4) row!(I5)
#[tokio::test(flavor = "multi_thread")]
async fn of_several_linked_accounts_the_chosen_one_is_worked_with() {
    let (rig, browser, production) = linked().await;
    let sandbox = second(&rig, &browser).await;
    assert_eq!(in_use(&rig, &browser).await, ["Production"]);
    assert_eq!(post(&rig, &browser, &sandbox, "/use").await.status(), 409, "it is not linked");
    let url = begin(&rig, &browser, &sandbox).await;
    let query = rig.hubspot.consent(&url);
    assert_eq!(come_back(&rig, &browser.cookie, &query).await.status(), 200);
    assert_eq!(in_use(&rig, &browser).await, ["Production"], "the first, until one is chosen");
    assert_eq!(post(&rig, &browser, &sandbox, "/use").await.status(), 204);
    assert_eq!(in_use(&rig, &browser).await, ["Sandbox"]);
    // The chosen one goes: the other is worked with again, and the choice comes back with it.
    assert_eq!(post(&rig, &browser, &sandbox, "/unlink").await.status(), 204);
    assert_eq!(in_use(&rig, &browser).await, ["Production"]);
    assert_eq!(post(&rig, &browser, &production, "/use").await.status(), 204);
    assert_eq!(in_use(&rig, &browser).await, ["Production"]);
}

// row!(C17)
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_removed_with_its_secrets_once_nothing_depends_on_it() {
    let (rig, browser, production) = linked().await;
    assert_eq!(delete(&rig, &browser, &production).await.status(), 409, "it is linked");
    assert_eq!(post(&rig, &browser, &production, "/unlink").await.status(), 204);
    let url = begin(&rig, &browser, &production).await;
    assert_eq!(delete(&rig, &browser, &production).await.status(), 409, "a link is under way");
    let query = rig.hubspot.consent(&url);
    assert_eq!(come_back(&rig, &browser.cookie, &query).await.status(), 200, "it reconnects");
    assert_eq!(post(&rig, &browser, &production, "/unlink").await.status(), 204);
    assert_eq!(delete(&rig, &browser, &production).await.status(), 204);
    assert_eq!(list(&rig, &browser).await, Vec::<Value>::new());
    let tenant = rig.tenant().await;
    let id = production["id"].as_str().unwrap();
    let kept = sidetone_backend::store::secrets::of(&rig.store, &tenant, id).await.unwrap();
    assert!(kept.is_empty());
    assert_eq!(delete(&rig, &browser, &production).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_app_is_used_for_is_kept_and_shown() {
    let rig = Rig::new().await;
    let browser = browser(&rig).await;
    let connection = rig.connection(&browser.who).await;
    assert_eq!((&connection["signIn"], &connection["oldApp"]), (&json!(true), &json!("")));
    let path = rig.at(&connection, "").await;
    let mut form = form();
    form["signIn"] = json!(false);
    for (old_app, status) in [("A-1", 422), ("4711", 422), ("815", 200)] {
        form["oldApp"] = json!(old_app);
        let answer = rig.console(&browser.who, "PUT", &path).json(&form).send().await.unwrap();
        assert_eq!(answer.status(), status, "{old_app}");
    }
    let shown = rig.shown(&browser.who).await;
    assert_eq!((&shown["signIn"], &shown["oldApp"]), (&json!(false), &json!("815")));
}
