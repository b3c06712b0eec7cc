//! Signing in by HubSpot: it says who it is, and the digits do the rest.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::fake_oauth::PORTAL;
use crate::people::Person;
use crate::rig::{ORIGIN, Rig};
use crate::sign_in_window::{attempt_of, finish};

/// An installation whose HubSpot app is saved, with an agent whom HubSpot knows.
async fn set_up() -> (Rig, Person) {
    let rig = Rig::with(|config| config.hubspot.access_token = None).await;
    let owner = rig.owner().await;
    rig.connection(&owner).await;
    rig.edit_store("UPDATE people SET email = 'ada@example.com' WHERE name = 'Ada King'").await;
    (rig, owner)
}

async fn ask(rig: &Rig, path: &str, cookie: &str, body: Value) -> Response {
    let request = rig.ask(Method::POST, path).header("origin", ORIGIN).header("cookie", cookie);
    request.json(&body).send().await.unwrap()
}

/// Goes to HubSpot: the browser's cookie, and HubSpot's page.
async fn leave(rig: &Rig, attempt: Option<&str>) -> (String, String) {
    let body = json!({ "attempt": attempt, "portal": PORTAL.to_string() });
    let answer = ask(rig, "/api/sign-in/hubspot", "", body).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    let cookie = cookie.to_owned();
    let started: Value = answer.json().await.unwrap();
    (cookie, started["url"].as_str().unwrap().to_owned())
}

async fn come_back(rig: &Rig, cookie: &str, query: &str) {
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let url = rig.url(&format!("/oauth/hubspot/signed-in?{query}"));
    let answer = http.build().unwrap().get(url).header("cookie", cookie).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], "/sign-in#returned");
}

/// Goes there and back, and gives what the page is told.
async fn round(rig: &Rig, attempt: Option<&str>) -> Response {
    let (cookie, url) = leave(rig, attempt).await;
    come_back(rig, &cookie, &rig.hubspot.consent(&url)).await;
    ask(rig, "/api/sign-in/returned", &cookie, json!({})).await
}

async fn refusal(answer: Response) -> String {
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let refused: Value = answer.json().await.unwrap();
    refused["message"].as_str().unwrap().to_owned()
}

// row!(U24) row!(I6)
#[tokio::test(flavor = "multi_thread")]
async fn hubspot_says_who_it_is_and_the_digits_open_the_frame() {
    let (rig, _) = set_up().await;
    let (cookie, url) = leave(&rig, Some(&attempt_of("secret"))).await;
    assert!(url.contains("scope=oauth&"), "nothing but who it is: {url}");
    assert!(!url.contains("optional_scope"), "{url}");
    come_back(&rig, &cookie, &rig.hubspot.consent(&url)).await;
    let answer = ask(&rig, "/api/sign-in/returned", &cookie, json!({})).await;
    let signed_in: Value = answer.json().await.unwrap();
    assert_eq!(signed_in["name"], "Ada King");
    let digits = signed_in["digits"].as_str().unwrap();
    assert_eq!(finish(&rig, "secret", digits).await.status(), StatusCode::OK);
    // It is told once.
    refusal(ask(&rig, "/api/sign-in/returned", &cookie, json!({})).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tokens_of_a_sign_in_are_kept_nowhere() {
    let (rig, _) = set_up().await;
    round(&rig, Some(&attempt_of("secret"))).await;
    let given = rig.hubspot.oauth().access.clone();
    assert_eq!(given.len(), 1, "one was given");
    let refresh = rig.hubspot.oauth().refresh.clone();
    for entry in std::fs::read_dir(&rig.config.data_dir).unwrap() {
        let Ok(bytes) = std::fs::read(entry.unwrap().path()) else { continue };
        for token in given.iter().chain(&refresh) {
            assert!(!bytes.windows(token.len()).any(|w| w == token.as_bytes()), "{token}");
        }
    }
    let sealed = "SELECT count(*) FROM secrets WHERE field LIKE '%token'";
    assert_eq!(rig.count_in_store(sealed).await, 0, "and none is sealed either");
}

// row!(I1) row!(I8)
#[tokio::test(flavor = "multi_thread")]
async fn without_a_frame_the_console_is_opened() {
    let (rig, _) = set_up().await;
    let answer = round(&rig, None).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("__Host-sidetone-console="), "{cookie}");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["digits"], Value::Null);
    let session = ask(&rig, "/api/console/session", cookie.split(';').next().unwrap(), json!({}));
    assert_eq!(session.await.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_in_another_browser_or_a_second_one_proves_nothing() {
    let (rig, _) = set_up().await;
    let (cookie, url) = leave(&rig, Some(&attempt_of("secret"))).await;
    let query = rig.hubspot.consent(&url);
    come_back(&rig, "__Host-sidetone-signing-in=another", &query).await;
    assert!(rig.hubspot.oauth().asked.is_empty(), "the code was not even used");
    come_back(&rig, &cookie, &query).await;
    come_back(&rig, &cookie, &query).await;
    assert_eq!(rig.hubspot.oauth().asked, ["authorization_code"], "once");
    let answer = ask(&rig, "/api/sign-in/returned", &cookie, json!({})).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let stolen =
        ask(&rig, "/api/sign-in/returned", "__Host-sidetone-signing-in=x", json!({})).await;
    refusal(stolen).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_at_hubspot_and_the_wrong_account_have_their_own_sentences() {
    let (rig, _) = set_up().await;
    let (cookie, url) = leave(&rig, Some(&attempt_of("secret"))).await;
    let state = rig.hubspot.consent(&url);
    let state = state.split_once("&state=").unwrap().1;
    come_back(&rig, &cookie, &format!("error=access_denied&state={state}")).await;
    let said = refusal(ask(&rig, "/api/sign-in/returned", &cookie, json!({})).await).await;
    assert!(said.contains("not allowed") && said.contains("passkey"), "{said}");

    rig.hubspot.oauth().chosen = 999;
    let said = refusal(round(&rig, Some(&attempt_of("secret"))).await).await;
    assert!(said.contains("999") && said.contains(&PORTAL.to_string()), "{said}");
}

// row!(U24)
#[tokio::test(flavor = "multi_thread")]
async fn somebody_without_an_agent_is_told_whom_to_ask() {
    let (rig, owner) = set_up().await;
    rig.edit_store("UPDATE people SET email = 'other@example.com' WHERE name = 'Ada King'").await;
    let said = refusal(round(&rig, Some(&attempt_of("secret"))).await).await;
    assert!(said.contains("ada@example.com") && said.contains("Olga Owner"), "{said}");

    let tenant = rig.tenant().await;
    let role = contract::console::Role::Administrator;
    rig.member(&tenant, "ada@example.com", role).await;
    rig.edit_store("DELETE FROM agents WHERE person IN (SELECT id FROM people WHERE email = 'ada@example.com')").await;
    let said = refusal(round(&rig, Some(&attempt_of("secret"))).await).await;
    assert!(said.contains("no line yet"), "{said}");
    drop(owner);
}

// row!(I7)
#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_signs_in_with_hubspot() {
    let (rig, _) = set_up().await;
    rig.edit_store("UPDATE people SET hubspot_sign_in = 0 WHERE name = 'Ada King'").await;
    let said = refusal(round(&rig, Some(&attempt_of("secret"))).await).await;
    assert!(said.contains("may not sign in with HubSpot"), "{said}");
    rig.edit_store("UPDATE people SET hubspot_sign_in = 1, active = 0 WHERE name = 'Ada King'")
        .await;
    let said = refusal(round(&rig, Some(&attempt_of("secret"))).await).await;
    assert!(said.contains("may not sign in at the moment"), "{said}");
    rig.edit_store("UPDATE people SET active = 1").await;
    rig.edit_store("UPDATE connections SET sign_in = 0").await;
    let body = json!({ "portal": PORTAL.to_string() });
    refusal(ask(&rig, "/api/sign-in/hubspot", "", body).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_known_again_by_number_after_their_address_changed() {
    let (rig, _) = set_up().await;
    rig.edit_store("INSERT INTO hubspot_users (portal, id, person) SELECT '123456', '5', id FROM people WHERE name = 'Ada King'").await;
    rig.edit_store("UPDATE people SET email = 'married@example.com' WHERE name = 'Ada King'").await;
    rig.hubspot.oauth().user_id = Some(5);
    let answer = round(&rig, Some(&attempt_of("secret"))).await;
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_vouches_for_nobody_who_may_do_more_than_in_its_tenants() {
    let (rig, _) = set_up().await;
    rig.edit_store("UPDATE people SET owner = 1 WHERE name = 'Ada King'").await;
    let said = refusal(round(&rig, None).await).await;
    assert!(said.contains("passkey"), "{said}");
    // In a frame they are an agent and nothing else.
    let framed = round(&rig, Some(&attempt_of("secret"))).await;
    assert_eq!(framed.status(), StatusCode::OK);

    rig.edit_store("UPDATE people SET owner = 0 WHERE name = 'Ada King'").await;
    sidetone_backend::people::add_tenant(&rig.store, "Elsewhere").await.unwrap();
    rig.edit_store(
        "INSERT INTO memberships (person, tenant, role) SELECT p.id, t.id, 'administrator' \
         FROM people p, tenants t WHERE p.name = 'Ada King' AND t.name = 'Elsewhere'",
    )
    .await;
    refusal(round(&rig, None).await).await;
    // An owner whom no tenant of the account knows is nobody there, frame or not.
    rig.edit_store(
        "DELETE FROM memberships WHERE person IN (SELECT id FROM people WHERE name = 'Ada King')",
    )
    .await;
    rig.edit_store("UPDATE people SET owner = 1 WHERE name = 'Ada King'").await;
    refusal(round(&rig, Some(&attempt_of("secret"))).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_the_same_app_does_not_vouch_for_another_account() {
    let (rig, _) = set_up().await;
    rig.edit_store(
        "INSERT INTO connections (id, tenant, name, kind, portal, app_id, client_id, made) \
         SELECT 'other', tenant, 'Other', kind, '999', app_id, client_id, made FROM connections",
    )
    .await;
    rig.edit_store(
        "INSERT INTO secrets (connection, field, tenant, sealed, set_at) \
         SELECT 'other', field, tenant, sealed, set_at FROM secrets",
    )
    .await;
    rig.hubspot.oauth().chosen = 999;
    let said = refusal(round(&rig, Some(&attempt_of("secret"))).await).await;
    assert!(said.contains("999") && said.contains(&PORTAL.to_string()), "{said}");
    // The console does not know which of the two is meant, and asks.
    let ways = ask(&rig, "/api/sign-in/ways", "", json!({})).await;
    let ways: Value = ways.json().await.unwrap();
    assert_eq!(ways["hubspot"], "needsPortal");
}
