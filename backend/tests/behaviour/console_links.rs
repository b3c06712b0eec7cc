//! Linking an account: the way there and back, what can go wrong, refreshing, and the end.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use sidetone_backend::config::Config;
use sidetone_backend::{invitations, people};

use crate::console_connections::form;
use crate::fake_oauth::PORTAL;
use crate::people::{Person, code_in};
use crate::rig::{ORIGIN, Rig, eventually};

/// Somebody whose browser keeps the console's cookie.
pub struct Browser {
    pub who: Person,
    pub cookie: String,
}

pub async fn browser(rig: &Rig) -> Browser {
    let who = rig.owner().await;
    let (link, _) = invitations::invite(&rig.store, ORIGIN, &who.id).await.unwrap();
    let answer = rig.sign_in(&json!({ "code": code_in(&link) })).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    Browser { who, cookie: cookie.to_owned() }
}

pub async fn begin(rig: &Rig, browser: &Browser, connection: &Value) -> String {
    let path = rig.at(connection, "/link").await;
    let request = rig.console(&browser.who, "POST", &path).header("cookie", &browser.cookie);
    let started: Value = request.json(&json!({})).send().await.unwrap().json().await.unwrap();
    started["url"].as_str().unwrap().to_owned()
}

pub async fn come_back(rig: &Rig, cookie: &str, query: &str) -> Response {
    let request = rig.ask(Method::GET, &format!("/oauth/hubspot/linked?{query}"));
    request.header("cookie", cookie).send().await.unwrap()
}

/// A rig whose tenant is linked.
pub async fn linked() -> (Rig, Browser, Value) {
    linked_with(|_| {}).await
}

/// The same, with a configuration of its own.
pub async fn linked_with(change: impl FnOnce(&mut Config)) -> (Rig, Browser, Value) {
    let with = |config: &mut Config| {
        config.hubspot.access_token = None;
        change(config);
    };
    let rig = Rig::with(with).await;
    let browser = browser(&rig).await;
    let connection = rig.connection(&browser.who).await;
    let url = begin(&rig, &browser, &connection).await;
    let query = rig.hubspot.consent(&url);
    assert_eq!(come_back(&rig, &browser.cookie, &query).await.status(), 200);
    (rig, browser, connection)
}

pub async fn test(rig: &Rig, browser: &Browser, connection: &Value) -> Value {
    let path = rig.at(connection, "/test").await;
    rig.console(&browser.who, "POST", &path).send().await.unwrap().json().await.unwrap()
}

// row!(U15) row!(U16) row!(U17) row!(C3) row!(C4)
#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_linked_and_a_live_request_goes_through() {
    let (rig, browser, connection) = linked().await;
    let shown = rig.shown(&browser.who).await;
    assert_eq!(shown["link"]["linked"]["by"], "ada@example.com");
    assert_eq!(shown["link"]["linked"]["missing"], json!([]));
    let tested = test(&rig, &browser, &connection).await;
    assert_eq!(tested["ok"], true, "{tested}");
    assert!(tested["millis"].is_u64());
    // The result stands in the log too.
    let id = connection["id"].as_str().unwrap();
    let log = crate::logs::written();
    let tried = |line: &str| line.contains("a connection was tried") && line.contains(id);
    assert!(log.lines().any(|line| tried(line) && line.contains("ok=true")));
}

// row!(O2)
#[tokio::test(flavor = "multi_thread")]
async fn without_a_pop_up_the_way_back_ends_at_the_console_and_nothing_was_pasted() {
    let rig = Rig::new().await;
    let browser = browser(&rig).await;
    let connection = rig.connection(&browser.who).await;
    let url = begin(&rig, &browser, &connection).await;
    let query = rig.hubspot.consent(&url);
    let page = come_back(&rig, &browser.cookie, &query).await.text().await.unwrap();
    assert!(page.contains("<h1>Credentials linked</h1>"), "{page}");
    assert!(page.contains("<a href=\"/console/\">"), "{page}");
    let shown = rig.shown(&browser.who).await;
    assert!(shown["link"]["linked"].is_object());
    assert_eq!(shown["privateToken"]["set"], Value::Null);
}

// row!(U17)
#[tokio::test(flavor = "multi_thread")]
async fn the_console_hears_of_it_on_its_stream() {
    let rig = Rig::new().await;
    let browser = browser(&rig).await;
    let mut stream = rig.console(&browser.who, "GET", "/stream").send().await.unwrap();
    rig.connection(&browser.who).await;
    let heard = String::from_utf8(stream.chunk().await.unwrap().unwrap().to_vec()).unwrap();
    let tenant = rig.tenant().await.0;
    assert_eq!(heard, format!("data: {}\n\n", json!({ "connections": tenant })));

    // A tenant that is newer than the stream is heard of too.
    let new = people::add_tenant(&rig.store, "Newer").await.unwrap();
    let path = format!("/tenants/{}/connections", new.0);
    rig.console(&browser.who, "POST", &path).json(&form()).send().await.unwrap();
    let heard = String::from_utf8(stream.chunk().await.unwrap().unwrap().to_vec()).unwrap();
    assert_eq!(heard, format!("data: {}\n\n", json!({ "connections": new.0 })));
}

// row!(U2) row!(O5)
#[tokio::test(flavor = "multi_thread")]
async fn another_account_is_refused_and_its_token_given_back() {
    let rig = Rig::new().await;
    let browser = browser(&rig).await;
    let connection = rig.connection(&browser.who).await;
    let url = begin(&rig, &browser, &connection).await;
    let query = rig.hubspot.consent(&url);
    rig.hubspot.oauth().chosen = 999;
    let answer = come_back(&rig, &browser.cookie, &query).await;
    assert_eq!(answer.status(), 400);
    assert!(answer.text().await.unwrap().contains("different HubSpot account: 999"));
    let shown = rig.shown(&browser.who).await;
    let why = shown["link"]["notLinked"]["why"].as_str().unwrap();
    assert!(why.contains(&PORTAL.to_string()), "{why}");
    assert_eq!(rig.hubspot.oauth().refresh, Vec::<String>::new());
}

// row!(O5)
#[tokio::test(flavor = "multi_thread")]
async fn a_return_works_once_and_only_in_the_browser_that_began() {
    let rig = Rig::new().await;
    let browser = browser(&rig).await;
    let connection = rig.connection(&browser.who).await;
    let url = begin(&rig, &browser, &connection).await;
    let query = rig.hubspot.consent(&url);
    // Somebody else's browser, or none of ours: the attempt is spent, and nothing is linked.
    let stolen = come_back(&rig, "__Host-sidetone-console=stolen", &query).await;
    assert_eq!(stolen.status(), 400);
    assert_eq!(come_back(&rig, &browser.cookie, &query).await.status(), 400);
    assert!(rig.shown(&browser.who).await["link"]["notLinked"]["why"].is_string());

    let url = begin(&rig, &browser, &connection).await;
    let query = rig.hubspot.consent(&url);
    assert_eq!(come_back(&rig, &browser.cookie, &query).await.status(), 200);
    assert_eq!(come_back(&rig, &browser.cookie, &query).await.status(), 400);
    assert!(rig.shown(&browser.who).await["link"]["linked"].is_object(), "it stays linked");
}

// row!(O5)
#[tokio::test(flavor = "multi_thread")]
async fn every_bad_return_is_a_page_with_a_sentence() {
    let rig = Rig::new().await;
    let browser = browser(&rig).await;
    let connection = rig.connection(&browser.who).await;
    for query in ["", "code=x", "code=x&state=y", "code=a&code=b&state=y", "error=%ff&state=y"] {
        let answer = come_back(&rig, &browser.cookie, query).await;
        assert_eq!(answer.status(), 400, "{query}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("<h1>Not linked</h1>"), "{query}");
        let mismatch = page.contains("was begun in another browser");
        assert_eq!(mismatch, query == "code=x&state=y", "{query}: {page}");
    }
    let url = begin(&rig, &browser, &connection).await;
    let state = url.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let denied = format!("error=access_denied&error_description=%3Cscript%3E&state={state}");
    let page = come_back(&rig, &browser.cookie, &denied).await.text().await.unwrap();
    assert!(page.contains("App Marketplace access") && !page.contains("<script>alert"));
}

// row!(U12)
#[tokio::test(flavor = "multi_thread")]
async fn a_scope_that_was_not_granted_is_named_with_what_it_disables() {
    let rig = Rig::new().await;
    let browser = browser(&rig).await;
    let connection = rig.connection(&browser.who).await;
    let url = begin(&rig, &browser, &connection).await;
    rig.hubspot.oauth().withheld = vec!["tickets".into()];
    let query = rig.hubspot.consent(&url);
    come_back(&rig, &browser.cookie, &query).await;
    let shown = rig.shown(&browser.who).await;
    let missing = shown["link"]["linked"]["missing"].as_array().unwrap();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0]["scope"], "tickets");
}

// row!(O6)
#[tokio::test(flavor = "multi_thread")]
async fn many_requests_at_once_refresh_once_and_the_returned_token_is_kept() {
    let rig = Rig::with(|config| config.hubspot.access_token = None).await;
    let browser = browser(&rig).await;
    let connection = rig.connection(&browser.who).await;
    let url = begin(&rig, &browser, &connection).await;
    rig.hubspot.oauth().expires_in = 1; // less than is left of a token that is used
    let query = rig.hubspot.consent(&url);
    come_back(&rig, &browser.cookie, &query).await;
    rig.hubspot.oauth().expires_in = 0;
    let (a, b, c, d) = tokio::join!(
        test(&rig, &browser, &connection),
        test(&rig, &browser, &connection),
        test(&rig, &browser, &connection),
        test(&rig, &browser, &connection)
    );
    for tested in [a, b, c, d] {
        assert_eq!(tested["ok"], true, "{tested}");
    }
    let refreshes = |rig: &Rig| {
        rig.hubspot.oauth().asked.iter().filter(|asked| *asked == "refresh_token").count()
    };
    assert_eq!(refreshes(&rig), 1);
    // HubSpot refuses the token before its time: one refresh more, with the token of the first.
    rig.hubspot.oauth().access.clear();
    assert_eq!(test(&rig, &browser, &connection).await["ok"], true);
    assert_eq!(refreshes(&rig), 2);
}

// row!(U21) row!(C3) row!(C18) row!(I5)
#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_revoked_in_hubspot_is_noticed_at_its_next_use() {
    let (rig, browser, connection) = linked().await;
    rig.hubspot.oauth().access.clear();
    rig.hubspot.oauth().refresh.clear();
    assert_eq!(test(&rig, &browser, &connection).await["ok"], false);
    let why = rig.shown(&browser.who).await["link"]["notLinked"]["why"].clone();
    assert!(why.as_str().unwrap().contains("Link the account again"), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_of_hubspots_own_ends_no_link() {
    let (rig, browser, connection) = linked().await;
    rig.hubspot.oauth().access.clear();
    rig.hubspot.oauth().broken = Some(503);
    assert_eq!(test(&rig, &browser, &connection).await["ok"], false);
    assert!(rig.shown(&browser.who).await["link"]["linked"].is_object());
    rig.hubspot.oauth().broken = None;
    assert_eq!(test(&rig, &browser, &connection).await["ok"], true);
}

// row!(U18) row!(O19)
#[tokio::test(flavor = "multi_thread")]
async fn unlinking_takes_the_typed_word_and_leaves_no_token_anywhere() {
    let (rig, browser, connection) = linked().await;
    let path = rig.at(&connection, "/unlink").await;
    let unlink = async |word: &str| {
        let request = rig.console(&browser.who, "POST", &path).json(&json!({ "word": word }));
        request.send().await.unwrap().status()
    };
    assert_eq!(unlink("delete").await, 422);
    assert!(rig.shown(&browser.who).await["link"]["linked"].is_object());
    assert_eq!(unlink("DELETE").await, 204);
    assert_eq!(rig.shown(&browser.who).await["link"], json!({ "notLinked": { "why": null } }));
    assert_eq!(test(&rig, &browser, &connection).await["ok"], false);
    let oauth = rig.hubspot.oauth();
    assert!(oauth.asked.contains(&"revoke".to_owned()) && oauth.refresh.is_empty());
}

// row!(U18) row!(U22)
#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_that_another_tenant_holds_too_is_not_revoked() {
    let rig = Rig::new().await;
    rig.hubspot.oauth().one_refresh = true;
    let browser = browser(&rig).await;
    let west = sidetone_backend::people::add_tenant(&rig.store, "West").await.unwrap();
    let mut paths = Vec::new();
    for tenant in [rig.tenant().await, west] {
        let path = format!("/tenants/{}/connections", tenant.0);
        let request = rig.console(&browser.who, "POST", &path);
        let form = crate::console_connections::form();
        let made: Value = request.json(&form).send().await.unwrap().json().await.unwrap();
        let path = format!("{path}/{}", made["id"].as_str().unwrap());
        let request = rig.console(&browser.who, "POST", &format!("{path}/link"));
        let started = request.header("cookie", &browser.cookie).send().await.unwrap();
        let started: Value = started.json().await.unwrap();
        let query = rig.hubspot.consent(started["url"].as_str().unwrap());
        assert_eq!(come_back(&rig, &browser.cookie, &query).await.status(), 200);
        paths.push(path);
    }
    let mut revoked = Vec::new();
    for path in paths {
        let request = rig.console(&browser.who, "POST", &format!("{path}/unlink"));
        let answer = request.json(&json!({ "word": "DELETE" })).send().await.unwrap();
        assert_eq!(answer.status(), 204);
        revoked.push(rig.hubspot.oauth().asked.contains(&"revoke".to_owned()));
    }
    assert_eq!(revoked, [false, true]);
}

// row!(U22)
#[tokio::test(flavor = "multi_thread")]
async fn what_one_tenant_linked_another_cannot_use() {
    let (rig, browser, _) = linked().await;
    let other = sidetone_backend::people::add_tenant(&rig.store, "West").await.unwrap();
    let path = format!("/tenants/{}/connections", other.0);
    let form = crate::console_connections::form();
    let theirs: Value = rig
        .console(&browser.who, "POST", &path)
        .json(&form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let path = format!("{path}/{}/test", theirs["id"].as_str().unwrap());
    let tested: Value =
        rig.console(&browser.who, "POST", &path).send().await.unwrap().json().await.unwrap();
    assert_eq!(tested["ok"], false);
}

// row!(O18)
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_id_with_letters_is_refused_at_its_field() {
    let (rig, browser, connection) = linked().await;
    let path = rig.at(&connection, "/default-user").await;
    for owner in ["A-123", "", "12 3"] {
        let user = json!({ "owner": owner, "name": "", "creates": true, "updates": true });
        let answer = rig.console(&browser.who, "PUT", &path).json(&user).send().await.unwrap();
        assert_eq!(answer.status(), 422, "{owner}");
        let refused: Value = answer.json().await.unwrap();
        assert_eq!(refused["fields"][0]["field"], "owner");
    }
    assert_eq!(rig.shown(&browser.who).await["defaultUser"], Value::Null);
}

// row!(U19)
#[tokio::test(flavor = "multi_thread")]
async fn a_default_user_is_chosen_from_hubspots_people_once_it_is_linked() {
    let (rig, browser, connection) = linked().await;
    let path = rig.at(&connection, "/owners").await;
    let people: Value =
        rig.console(&browser.who, "GET", &path).send().await.unwrap().json().await.unwrap();
    assert_eq!(people, json!([{ "id": "77", "name": "Ada King", "email": "ada@example.com" }]));
    let path = rig.at(&connection, "/default-user").await;
    let user = json!({ "owner": "77", "name": "whatever", "creates": true, "updates": false });
    let answer = rig.console(&browser.who, "PUT", &path).json(&user).send().await.unwrap();
    assert_eq!(answer.status(), 204);
    let kept = rig.shown(&browser.who).await["defaultUser"].clone();
    assert_eq!(
        kept,
        json!({ "owner": "77", "name": "Ada King", "creates": true, "updates": false })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_private_apps_token_links_at_once_and_only_its_own_account() {
    let rig = Rig::with(|config| config.hubspot.access_token = None).await;
    let browser = browser(&rig).await;
    let path = format!("/tenants/{}/connections", rig.tenant().await.0);
    let mut form = json!({ "name": "Pasted", "kind": "privateApp", "portal": "1",
                           "privateToken": crate::fake_hubspot::TOKEN });
    let made: Value = rig
        .console(&browser.who, "POST", &path)
        .json(&form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let link = rig.at(&made, "/link").await;
    let answer = rig.console(&browser.who, "POST", &link).send().await.unwrap();
    assert_eq!(answer.status(), 409, "the token is of another account");
    form["portal"] = json!(PORTAL.to_string());
    let change = rig.at(&made, "").await;
    rig.console(&browser.who, "PUT", &change).json(&form).send().await.unwrap();
    assert_eq!(rig.console(&browser.who, "POST", &link).send().await.unwrap().status(), 200);
    assert_eq!(test(&rig, &browser, &made).await["ok"], true);
    let missing = rig.shown(&browser.who).await["link"]["linked"]["missing"].clone();
    assert!(missing.as_array().unwrap().iter().all(|one| one["scope"] != "oauth"), "{missing}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_tenants_call_record_is_written_with_its_own_token() {
    let (rig, _browser, _) = linked().await;
    let mut surface = rig.surface("s").await;
    let ring = json!({ "from": "+442073238299", "agent": "ada" });
    let answer = rig.control("/api/simulated/calls", ring).await;
    let call = answer.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    surface.until_call(&call, |_| true).await;
    rig.done(&surface, json!({ "decline": { "call": call } })).await;
    let written = async || (!rig.hubspot.calls().is_empty()).then_some(());
    eventually("the record is written", written).await;
}
