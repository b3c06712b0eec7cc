//! Going through the authorize pages and the token routes as a browser and a backend do.

use axum::{
    body::{Body, to_bytes},
    http::{Request, Response, StatusCode},
};
use serde_json::{Value, json};
use sidetone_preview::{
    oauth::demo::{CLIENT_ID, CLIENT_SECRET, OPTIONAL_SCOPES, PEOPLE, REQUIRED_SCOPES},
    state::Shared,
};

/// The registered address that the tests use.
pub const REDIRECT: &str = "http://sidetone.localhost:4180/oauth/hubspot/linked";
/// RFC 7636's example.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// The challenge of [`VERIFIER`].
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// The token route.
pub const TOKEN: &str = "/oauth/2026-09/token";

/// What an app asks for; the tests change single parameters.
pub type Asked = Vec<(&'static str, String)>;

/// A good authorize request.
pub fn asked() -> Asked {
    vec![
        ("client_id", CLIENT_ID.into()),
        ("redirect_uri", REDIRECT.into()),
        ("scope", [&REQUIRED_SCOPES[..], &OPTIONAL_SCOPES[..3]].concat().join(" ")),
        ("state", "a state/?&".into()),
        ("code_challenge", CHALLENGE.into()),
        ("code_challenge_method", "S256".into()),
    ]
}

/// The request with one parameter changed or added; empty text takes it away.
pub fn with(mut asked: Asked, name: &'static str, value: &str) -> Asked {
    asked.retain(|(other, _)| *other != name);
    if !value.is_empty() {
        asked.push((name, value.to_owned()));
    }
    asked
}

/// With the choice of the first person (or another) and an account.
pub fn chosen(asked: Asked, person: usize, portal: u64) -> Asked {
    let asked = with(asked, "person", &PEOPLE[person].user.to_string());
    with(asked, "account", &portal.to_string())
}

/// Writes a form.
pub fn form(pairs: &[(&str, String)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte.is_ascii_alphanumeric() {
                true => char::from(byte).to_string(),
                false => format!("%{byte:02X}"),
            })
            .collect()
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{name}={}", escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// The status and the text of the authorize page.
pub async fn authorize(preview: &Shared, path: &str, asked: &Asked) -> (StatusCode, String) {
    let request = Request::get(format!("{path}?{}", form(asked))).body(Body::empty()).unwrap();
    text(super::send(preview, "hubspot.localhost", request).await).await
}

/// The status and the text of an answer.
pub async fn text(response: Response<Body>) -> (StatusCode, String) {
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

/// Presses a button of the consent page.
pub async fn decide(preview: &Shared, asked: Asked, decision: &str) -> Response<Body> {
    let asked = with(asked, "decision", decision);
    let request = Request::post("/oauth/decision")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form(&asked)))
        .unwrap();
    super::send(preview, "hubspot.localhost", request).await
}

/// Where an answer leads.
pub fn location(response: &Response<Body>) -> String {
    assert_eq!(response.status(), 302);
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// Connects the app in an account as the first person and returns the code.
pub async fn code(preview: &Shared, asked: Asked, portal: u64) -> String {
    let answer = decide(preview, chosen(asked, 0, portal), "connect").await;
    let address = location(&answer);
    let (_, rest) = address.split_once("?code=").unwrap();
    rest.split('&').next().unwrap().to_owned()
}

/// Asks a token route with the app's credentials and these parameters.
pub async fn post(preview: &Shared, path: &str, more: &[(&str, &str)]) -> (StatusCode, Value) {
    let mut pairs = vec![("client_id", CLIENT_ID.into()), ("client_secret", CLIENT_SECRET.into())];
    for (name, value) in more {
        pairs.retain(|(other, _)| other != name);
        pairs.push((name, value.to_string()));
    }
    let request = Request::post(format!("/hubspot-api{path}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form(&pairs)))
        .unwrap();
    super::read(super::send(preview, "127.0.0.1", request).await).await
}

/// Exchanges a code as it should be done, with one parameter changed.
pub async fn exchange(preview: &Shared, code: &str, other: (&str, &str)) -> (StatusCode, Value) {
    let mut parameters = vec![
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT),
        ("code", code),
        ("code_verifier", VERIFIER),
    ];
    parameters.retain(|(name, _)| *name != other.0);
    parameters.push(other);
    post(preview, TOKEN, &parameters).await
}

/// Renews with a refresh token.
pub async fn renew(preview: &Shared, refresh: &str) -> (StatusCode, Value) {
    post(preview, TOKEN, &[("grant_type", "refresh_token"), ("refresh_token", refresh)]).await
}

/// The whole way: the token route's answer for one account.
pub async fn link(preview: &Shared, asked: Asked, portal: u64) -> Value {
    let code = code(preview, asked, portal).await;
    let (status, pair) = exchange(preview, &code, ("state", "")).await;
    assert_eq!(status, 200, "{pair}");
    pair
}

/// Asks the REST side with an access token.
pub async fn rest(
    preview: &Shared,
    token: &Value,
    method: &str,
    path: &str,
    body: Value,
) -> (StatusCode, Value) {
    let mut request = super::request(method, &format!("/hubspot-api{path}"), body);
    let token = format!("Bearer {}", token.as_str().unwrap()).parse().unwrap();
    request.headers_mut().insert("authorization", token);
    super::read(super::send(preview, "127.0.0.1", request).await).await
}

/// The names that HubSpot and RFC 6749 have for a mistake.
pub fn names(error: &Value) -> Value {
    json!([error["error"], error["status"]])
}
