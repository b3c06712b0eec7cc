//! The OAuth side of the small HubSpot: one app, one portal, one person.

use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

use crate::fake_hubspot::FakeHubSpot;

pub const CLIENT_ID: &str = "the-client-id";
pub const CLIENT_SECRET: &str = "the-client-secret-9f2c";
pub const PORTAL: u64 = 123_456;

#[derive(Default)]
pub struct OAuth {
    /// The account that the person chooses; 0: the right one.
    pub chosen: u64,
    /// Codes that were given out, with the PKCE challenge of each.
    pub codes: HashMap<String, String>,
    /// Access tokens that are good.
    pub access: Vec<String>,
    /// Refresh tokens that are good.
    pub refresh: Vec<String>,
    /// What was asked for, by grant type or by what it is: `refresh_token`, `revoke`.
    pub asked: Vec<String>,
    /// Seconds that access tokens are good; 0: half an hour.
    pub expires_in: u64,
    /// Scopes that are left out.
    pub withheld: Vec<String>,
    /// Gives everybody the same refresh token.
    pub one_refresh: bool,
    /// Answers this status to token requests, without doing anything.
    pub broken: Option<u16>,
    /// HubSpot's number of the person, where it tells.
    pub user_id: Option<u64>,
    /// The calling settings; null while there are none.
    pub settings: Value,
    /// Tokens of private apps that are good beside the one of the tests.
    pub private: Vec<String>,
    /// Owners beside Ada.
    pub owners: Vec<Value>,
    /// Answers this status to whoever asks for owners.
    pub owners_fail: Option<u16>,
    /// Whether Ada is a super admin; none: it is not said.
    pub super_admin: Option<bool>,
    /// Where the account's pages are, if not at the usual place.
    pub ui_domain: Option<String>,
    /// Users beside Ada.
    pub users: Vec<Value>,
    /// The private app of the tests is deleted.
    pub private_gone: bool,
    made: u32,
    /// The scopes that the last consent was asked for.
    consented: Vec<String>,
}

impl OAuth {
    /// Whether a token is good for requests.
    pub fn takes(&self, token: &str) -> bool {
        let usual = token == crate::fake_hubspot::TOKEN && !self.private_gone;
        usual || self.private.iter().chain(&self.access).any(|good| good == token)
    }

    fn portal(&self) -> u64 {
        if self.chosen == 0 { PORTAL } else { self.chosen }
    }

    fn give(&mut self) -> Response {
        self.made += 1;
        let number = if self.one_refresh { 0 } else { self.made };
        let (access, refresh) = (format!("access-{}", self.made), format!("refresh-{number}"));
        self.access.push(access.clone());
        self.refresh.push(refresh.clone());
        let scopes: Vec<&str> = hubspot::scopes::needed()
            .iter()
            .map(|scope| scope.name)
            .filter(|name| self.consented.iter().any(|asked| asked == name))
            .filter(|name| !self.withheld.iter().any(|out| out == name))
            .collect();
        let expires_in = if self.expires_in == 0 { 1_800 } else { self.expires_in };
        Json(json!({
            "token_type": "bearer", "access_token": access, "refresh_token": refresh,
            "hub_id": self.portal(), "scopes": scopes, "expires_in": expires_in,
            "user_id": self.user_id,
        }))
        .into_response()
    }
}

impl FakeHubSpot {
    /// Consents as the person would, and gives the query of the way back.
    pub fn consent(&self, url: &str) -> String {
        let url = reqwest::Url::parse(url).unwrap();
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["client_id"], CLIENT_ID);
        assert_eq!(asked["code_challenge_method"], "S256");
        let mut oauth = self.oauth();
        let scopes = ["scope", "optional_scope"].into_iter().filter_map(|name| asked.get(name));
        oauth.consented = scopes.flat_map(|all| all.split(' ')).map(str::to_owned).collect();
        let code = format!("code-{}", oauth.codes.len());
        oauth.codes.insert(code.clone(), asked["code_challenge"].clone());
        format!("code={code}&state={}", asked["state"])
    }
}

pub fn open() -> Router<FakeHubSpot> {
    Router::new()
        .route("/oauth/2026-09/token", post(token))
        .route("/oauth/2026-09/token/introspect", post(introspect))
        .route("/oauth/2026-09/token/revoke", post(revoke))
        .route(
            "/crm/extensions/calling/2026-09/4711/settings",
            get(calling).post(calling).patch(calling),
        )
        .route("/oauth/v2/private-apps/get/access-token-info", post(private))
}

pub fn behind_a_token() -> Router<FakeHubSpot> {
    Router::new()
        .route("/account-info/2026-09/details", get(details))
        .route("/appinstalls/2026-09/external-install", delete(uninstall))
        .route("/crm/owners/2026-09", get(owners))
        .route("/settings/v3/users", get(users))
        .route("/settings/v3/users/{email}", get(user))
        .route("/crm/owners/2026-09/{id}", get(async || Json(ada())))
}

fn ada() -> Value {
    json!({ "id": "77", "email": "ada@example.com", "firstName": "Ada", "lastName": "King",
            "type": "PERSON", "userId": 5, "archived": false })
}

async fn owners(
    State(fake): State<FakeHubSpot>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    if let Some(status) = fake.oauth().owners_fail {
        return (StatusCode::from_u16(status).unwrap(), Json(json!({}))).into_response();
    }
    let mut all = vec![ada()];
    all.extend(fake.oauth().owners.clone());
    all.retain(|owner| query.get("email").is_none_or(|email| owner["email"] == email.as_str()));
    fake.oauth().asked.push("owners".into());
    Json(json!({ "results": all })).into_response()
}

async fn users(State(fake): State<FakeHubSpot>) -> Response {
    let oauth = fake.oauth();
    if oauth.withheld.iter().any(|out| out == "settings.users.read") {
        return (StatusCode::FORBIDDEN, Json(json!({}))).into_response();
    }
    let ada = json!({ "id": "5", "email": "ada@example.com", "superAdmin": true });
    let results: Vec<&Value> = [&ada].into_iter().chain(&oauth.users).collect();
    Json(json!({ "results": results })).into_response()
}

/// Ada, who links accounts, with the rights that a test gives her.
async fn user(State(fake): State<FakeHubSpot>) -> Json<Value> {
    let is = fake.oauth().super_admin;
    Json(json!({ "id": "5", "email": "ada@example.com", "superAdmin": is }))
}

fn refuse(error: &str, status: &str) -> Response {
    let said = json!({ "error": error, "error_description": "no", "status": status });
    (StatusCode::BAD_REQUEST, Json(said)).into_response()
}

async fn token(
    State(fake): State<FakeHubSpot>,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let mut oauth = fake.oauth();
    oauth.asked.push(form["grant_type"].clone());
    if let Some(status) = oauth.broken {
        return StatusCode::from_u16(status).unwrap().into_response();
    }
    if form["client_secret"] != CLIENT_SECRET {
        return refuse("invalid_client", "BAD_CLIENT_SECRET");
    }
    if form["grant_type"] == "refresh_token" {
        let known = oauth.refresh.iter().position(|good| *good == form["refresh_token"]);
        let Some(at) = known else { return refuse("invalid_grant", "BAD_REFRESH_TOKEN") };
        oauth.refresh.remove(at);
        return oauth.give();
    }
    let Some(challenge) = oauth.codes.remove(&form["code"]) else {
        return refuse("invalid_grant", "BAD_AUTH_CODE");
    };
    if URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"])) != challenge {
        return refuse("invalid_grant", "BAD_CODE_VERIFIER");
    }
    oauth.give()
}

async fn introspect(
    State(fake): State<FakeHubSpot>,
    Form(form): Form<HashMap<String, String>>,
) -> Json<Value> {
    let oauth = fake.oauth();
    let active = oauth.access.contains(&form["token"]);
    Json(json!({ "active": active, "user": "ada@example.com", "hub_id": oauth.portal() }))
}

async fn revoke(
    State(fake): State<FakeHubSpot>,
    Form(form): Form<HashMap<String, String>>,
) -> StatusCode {
    let mut oauth = fake.oauth();
    oauth.asked.push("revoke".into());
    oauth.refresh.retain(|token| *token != form["token"]);
    StatusCode::OK
}

/// Everything that was given to the app is worth nothing any more.
async fn uninstall(State(fake): State<FakeHubSpot>) -> StatusCode {
    let mut oauth = fake.oauth();
    oauth.asked.push("uninstall".into());
    oauth.access.clear();
    oauth.refresh.clear();
    StatusCode::NO_CONTENT
}

async fn private(State(fake): State<FakeHubSpot>, Json(body): Json<Value>) -> Response {
    if !fake.oauth().takes(body["tokenKey"].as_str().unwrap()) {
        return (StatusCode::BAD_REQUEST, Json(json!({ "message": "no such token" })))
            .into_response();
    }
    let scopes = ["crm.objects.contacts.read", "crm.objects.contacts.write"];
    Json(json!({ "hubId": PORTAL, "userId": 5, "appId": 9, "scopes": scopes })).into_response()
}

/// Calling settings, behind the developer key.
async fn calling(
    State(fake): State<FakeHubSpot>,
    method: axum::http::Method,
    Query(query): Query<HashMap<String, String>>,
    body: axum::body::Bytes,
) -> Response {
    let mut oauth = fake.oauth();
    if query.get("hapikey").map(String::as_str) != Some("developer-key-77aa") {
        return (StatusCode::UNAUTHORIZED, Json(json!({}))).into_response();
    }
    oauth.asked.push(format!("settings {method}"));
    let sent: Value = serde_json::from_slice(&body).unwrap_or(json!({}));
    match (method.as_str(), oauth.settings.is_null()) {
        ("GET" | "PATCH", true) => {
            return (StatusCode::NOT_FOUND, Json(json!({}))).into_response();
        }
        ("POST", false) => return (StatusCode::BAD_REQUEST, Json(json!({}))).into_response(),
        ("POST", true) => oauth.settings = sent,
        ("PATCH", false) => {
            for (name, value) in sent.as_object().unwrap() {
                oauth.settings[name] = value.clone();
            }
        }
        _ => {}
    }
    Json(oauth.settings.clone()).into_response()
}

async fn details(State(fake): State<FakeHubSpot>) -> Json<Value> {
    let oauth = fake.oauth();
    let ui = oauth.ui_domain.as_deref().unwrap_or("app.hubspot.com");
    Json(json!({ "portalId": oauth.portal(), "uiDomain": ui }))
}
