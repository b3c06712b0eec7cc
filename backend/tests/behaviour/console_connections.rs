//! The form of a connection: checked as a whole, stored as a whole, and its secrets never shown.

use serde_json::{Value, json};

use crate::fake_oauth::{CLIENT_ID, CLIENT_SECRET, PORTAL};
use crate::people::Person;
use crate::rig::Rig;

/// A form with everything in it.
pub fn form() -> Value {
    json!({
        "name": "Production", "kind": "oAuth", "portal": PORTAL.to_string(), "appId": "4711",
        "clientId": CLIENT_ID, "developerKey": "developer-key-77aa", "clientSecret": CLIENT_SECRET,
    })
}

impl Rig {
    /// A connection of the rig's tenant that is saved and not linked.
    pub async fn connection(&self, who: &Person) -> Value {
        let path = format!("/tenants/{}/connections", self.tenant().await.0);
        let answer = self.console(who, "POST", &path).json(&form()).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        answer.json().await.unwrap()
    }

    /// The path of a connection, and of what can be done with it.
    pub async fn at(&self, connection: &Value, what: &str) -> String {
        let id = connection["id"].as_str().unwrap();
        format!("/tenants/{}/connections/{id}{what}", self.tenant().await.0)
    }

    /// The one connection of the rig's tenant, as the console sees it.
    pub async fn shown(&self, who: &Person) -> Value {
        let path = format!("/tenants/{}/connections", self.tenant().await.0);
        let list: Vec<Value> =
            self.console(who, "GET", &path).send().await.unwrap().json().await.unwrap();
        assert_eq!(list.len(), 1);
        list.into_iter().next().unwrap()
    }
}

// row!(U2) row!(U4) row!(U5) row!(U6) row!(U7) row!(U10)
#[tokio::test(flavor = "multi_thread")]
async fn a_saved_connection_shows_everything_but_its_secrets() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let saved = rig.connection(&owner).await;
    assert_eq!(saved["portal"], "123456");
    assert_eq!(saved["clientId"], CLIENT_ID);
    assert!(saved["clientSecret"]["set"].is_u64() && saved["developerKey"]["set"].is_u64());
    assert_eq!(saved["privateToken"]["set"], Value::Null);
    assert_eq!(saved["link"], json!({ "notLinked": { "why": null } }));
    let text = saved.to_string();
    assert!(!text.contains(CLIENT_SECRET) && !text.contains("developer-key"));
}

// row!(U11) row!(U12) row!(I1)
#[tokio::test(flavor = "multi_thread")]
async fn what_to_enter_in_hubspot_is_told_before_anything_is_saved() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let path = format!("/tenants/{}/preparation", rig.tenant().await.0);
    let told: Value = rig.console(&owner, "GET", &path).send().await.unwrap().json().await.unwrap();
    let urls = [
        "http://sidetone.localhost/oauth/hubspot/linked",
        "http://sidetone.localhost/oauth/hubspot/signed-in",
    ];
    assert_eq!(told["redirectUrls"], json!(urls));
    let file = told["hsmeta"].as_str().unwrap();
    assert!(urls.iter().all(|url| file.contains(url)), "{file}");
    let scopes = told["scopes"].as_array().unwrap();
    assert!(scopes.iter().any(|row| row["scope"] == "oauth" && row["required"] == true));
}

// row!(U5) row!(U7)
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_is_left_out_stays_and_an_empty_one_too() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let saved = rig.connection(&owner).await;
    let mut form = form();
    form["name"] = json!("Main");
    form["clientSecret"] = json!("  ");
    form.as_object_mut().unwrap().remove("developerKey");
    let path = rig.at(&saved, "").await;
    let answer = rig.console(&owner, "PUT", &path).json(&form).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let after: Value = answer.json().await.unwrap();
    assert_eq!(after["name"], "Main");
    assert_eq!(after["clientSecret"], saved["clientSecret"]);
    assert_eq!(after["developerKey"], saved["developerKey"]);
}

// row!(U2) row!(U10)
#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_is_said_at_once_and_nothing_is_stored() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let wrong = json!({ "name": "", "kind": "oAuth", "portal": "12a", "appId": "", "clientId": "a b",
                        "clientSecret": "with space" });
    let path = format!("/tenants/{}/connections", rig.tenant().await.0);
    let answer = rig.console(&owner, "POST", &path).json(&wrong).send().await.unwrap();
    assert_eq!(answer.status(), 422);
    let refused: Value = answer.json().await.unwrap();
    let fields: Vec<&str> = refused["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["name", "portal", "appId", "clientId", "developerKey", "clientSecret"]);
    let list: Value = rig.console(&owner, "GET", &path).send().await.unwrap().json().await.unwrap();
    assert_eq!(list, json!([]));
}

// row!(U3)
#[tokio::test(flavor = "multi_thread")]
async fn two_tenants_may_name_the_same_portal_and_one_name_is_one_connection() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    rig.connection(&owner).await;
    let other = sidetone_backend::people::add_tenant(&rig.store, "West").await.unwrap();
    let path = format!("/tenants/{}/connections", other.0);
    let answer = rig.console(&owner, "POST", &path).json(&form()).send().await.unwrap();
    assert_eq!(answer.status(), 201);
    let answer = rig.console(&owner, "POST", &path).json(&form()).send().await.unwrap();
    assert_eq!(answer.status(), 422);
    let refused: Value = answer.json().await.unwrap();
    assert_eq!(refused["fields"][0]["field"], "name");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_of_another_tenant_is_not_there() {
    let rig = Rig::new().await;
    let owner = rig.owner().await;
    let saved = rig.connection(&owner).await;
    let other = sidetone_backend::people::add_tenant(&rig.store, "West").await.unwrap();
    let base = format!("/tenants/{}/connections/{}", other.0, saved["id"].as_str().unwrap());
    for (method, what, body) in [
        ("PUT", "", form()),
        ("POST", "/link", json!({})),
        ("POST", "/unlink", json!({ "word": "DELETE" })),
        ("POST", "/test", json!({})),
        ("GET", "/owners", json!({})),
    ] {
        let request = rig.console(&owner, method, &format!("{base}{what}")).json(&body);
        assert_eq!(request.send().await.unwrap().status(), 404, "{method} {what}");
    }
}
