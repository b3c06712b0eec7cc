//! `GET /oauth/hubspot/linked`: the page that a link comes back to. It says what came of it and
//! closes itself, where it is a pop-up.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::sync::Arc;

use super::console::COOKIE;
use super::session::cookie_named;
use crate::app::App;

/// Closes the window if a script opened it; browsers close no other. By now it has neither an opener
/// nor its name: the console has severed it, and HubSpot's pages lie between.
const CLOSE: &str = "window.close();";

/// Takes the return from HubSpot.
pub async fn linked(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let session = cookie_named(&headers, COOKIE);
    let outcome = app.links.finish(query.as_deref().unwrap_or_default(), session).await;
    let (status, title, text, script) = match &outcome {
        Ok(()) => (
            StatusCode::OK,
            "Credentials linked",
            "The HubSpot account is linked. You can close this window; the console knows already."
                .to_owned(),
            CLOSE,
        ),
        // Left open: the sentence is to be read.
        Err(error) => (StatusCode::BAD_REQUEST, "Not linked", error.to_string(), ""),
    };
    let hash = STANDARD.encode(Sha256::digest(CLOSE));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{hash}'; style-src 'unsafe-inline'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    );
    let headers =
        [(header::CONTENT_SECURITY_POLICY, policy), (header::CACHE_CONTROL, "no-store".to_owned())];
    let page = PAGE
        .replace("{title}", title)
        .replace("{text}", &escaped(&text))
        .replace("{script}", script);
    (status, headers, Html(page)).into_response()
}

/// A text that becomes no markup.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title} · Sidetone</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
main { max-width: 32rem; margin: 12vh auto 0; padding: 0 1.5rem }
</style>
<main>
<h1>{title}</h1>
<p>{text}</p>
<p><a href="/console/">Back to the console</a></p>
</main>
<script>{script}</script>
</html>
"#;
