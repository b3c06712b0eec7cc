//! An agent of several tenants works for one at a time, and chooses which.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::people::{self, NewAgent, TenantId};

use crate::rig::{ORIGIN, Rig};
use crate::sign_in_window::{ada, finish};

/// Ada gets a line in a second tenant.
async fn second(rig: &Rig, name: &str, number: &str) -> TenantId {
    let tenant = people::add_tenant(&rig.store, name).await.unwrap();
    let agent = NewAgent { login: "ada-too", name: "Ada King", number, country: "GB" };
    let agent = people::add_agent(&rig.store, &tenant, agent).await.unwrap();
    let ada = ada(rig).await;
    rig.change_store("UPDATE agents SET person = ? WHERE id = ?", &[&ada.0, &agent.0]).await;
    tenant
}

async fn choose(rig: &Rig, token: &str, tenant: &str) -> Response {
    let request = rig.ask(Method::POST, "/api/tenant").header("origin", ORIGIN);
    request.bearer_auth(token).json(&json!({ "tenant": tenant })).send().await.unwrap()
}

async fn snapshot_of(rig: &Rig, token: &str) -> Value {
    let request = rig.ask(Method::GET, "/api/snapshot").bearer_auth(token);
    request.send().await.unwrap().json().await.unwrap()
}

async fn agent_of(rig: &Rig, token: &str) -> Value {
    snapshot_of(rig, token).await["agent"].clone()
}

/// Ada's frame: its token, and the cookie that renews it.
async fn frame(rig: &Rig) -> (String, String) {
    let hash = sidetone_backend::ids::hash("secret");
    let person = ada(rig).await;
    let digits = sidetone_backend::sign_in::proven(&rig.store, &hash, &person, None).await.unwrap();
    let answer = finish(rig, "secret", &digits).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    let cookie = cookie.to_owned();
    let session: Value = answer.json().await.unwrap();
    (session["token"].as_str().unwrap().to_owned(), cookie)
}

// row!(U23)
#[tokio::test(flavor = "multi_thread")]
async fn the_choice_moves_every_surface_and_is_remembered() {
    let rig = Rig::new().await;
    let (token, _) = frame(&rig).await;
    assert_eq!(agent_of(&rig, &token).await.get("tenants"), None, "one tenant is no choice");
    let west = second(&rig, "West", "+442079460911").await;
    let (token, cookie) = frame(&rig).await;
    let agent = agent_of(&rig, &token).await;
    assert_eq!(agent["tenant"], "Demo");
    assert_eq!(agent["tenants"].as_array().unwrap().len(), 2);

    let mut surface = rig.surface("s").await;
    rig.done(
        &surface,
        json!({ "status": { "to": { "presence": "unavailable", "reason": "break" } } }),
    )
    .await;
    let answer = choose(&rig, &token, &west.0).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let session: Value = answer.json().await.unwrap();
    assert_eq!(surface.until_bye().await.as_deref(), Some("signed-out"));
    let moved = snapshot_of(&rig, session["token"].as_str().unwrap()).await;
    assert_eq!(moved["agent"]["tenant"], "West");
    assert_eq!(moved["status"]["presence"], "unavailable");
    assert_eq!(moved["status"]["reason"], Value::Null, "the reason is the other tenant's");
    // The old token opens nothing, and the cookie leads to the chosen tenant.
    let old = rig.ask(Method::GET, "/api/snapshot").bearer_auth(&token).send().await.unwrap();
    assert_eq!(old.status(), StatusCode::UNAUTHORIZED);
    let renew = rig.ask(Method::POST, "/api/session").header("origin", ORIGIN);
    let renew = renew.header("cookie", cookie).json(&json!({})).send().await.unwrap();
    let session: Value = renew.json().await.unwrap();
    assert_eq!(agent_of(&rig, session["token"].as_str().unwrap()).await["tenant"], "West");
    // Signed in anew, too.
    let (token, _) = frame(&rig).await;
    assert_eq!(agent_of(&rig, &token).await["tenant"], "West");
}

// row!(U23)
#[tokio::test(flavor = "multi_thread")]
async fn nobody_switches_in_a_call_or_to_where_they_have_no_line() {
    let rig = Rig::new().await;
    let west = second(&rig, "West", "+442079460911").await;
    let nowhere = people::add_tenant(&rig.store, "Nowhere").await.unwrap();
    let mut surface = rig.surface("s").await;
    let answer = choose(&rig, &surface.token, &nowhere.0).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let body = json!({ "from": "+442073238299", "agent": "ada" });
    let call: Value = rig.control("/api/simulated/calls", body).await.json().await.unwrap();
    let call = call["id"].as_str().unwrap().to_owned();
    surface.until(|s| s.call(&call).is_some()).await;
    let answer = choose(&rig, &surface.token, &west.0).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let problem: Value = answer.json().await.unwrap();
    assert!(problem["message"].as_str().unwrap().contains("Finish it first"), "{problem}");
}

// row!(U22) row!(U23)
#[tokio::test(flavor = "multi_thread")]
async fn only_tenants_of_the_same_account_are_offered() {
    let rig = Rig::new().await;
    second(&rig, "Same account", "+442079460911").await;
    second(&rig, "Another account", "+442079460912").await;
    rig.edit_store(
        "INSERT INTO connections (id, tenant, name, kind, portal, app_id, client_id, made) \
         SELECT id, id, 'x', 'oauth', iif(name = 'Another account', '2', '1'), '', '', 1 \
         FROM tenants",
    )
    .await;
    let (token, _) = frame(&rig).await;
    let agent = agent_of(&rig, &token).await;
    assert_eq!(agent["tenant"], "Another account", "the first by name: there was no choice yet");
    assert_eq!(agent.get("tenants"), None, "nobody else is in that account");
    let ours = agent_of(&rig, &rig.token(&rig.agent).await).await;
    let offered: Vec<&str> =
        ours["tenants"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap()).collect();
    assert_eq!(offered, ["Demo", "Same account"]);
}
