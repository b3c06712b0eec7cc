//! `/preview/windows`: which windows of HubSpot are open, in all browsers, and which of them speaks. It
//! is what HubSpot's side sees: a window speaks when HubSpot was told something there last.

use std::collections::BTreeMap;

use axum::{Json, Router, body::Bytes, extract::State, http::StatusCode, routing::get};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    clock,
    problem::{self, Problem},
    state::Shared,
};

/// A window that was not heard of for so long is gone: hidden ones are let speak once a minute.
const GONE_MS: u64 = 150_000;
/// More windows than anybody has open.
const MOST: usize = 100;

/// One window of HubSpot, as its page describes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Window {
    /// The page's own id.
    id: String,
    /// The browser that it is open in, by a name of the pages' own.
    #[serde(default)]
    browser: String,
    /// HubSpot's number of the user.
    user: u64,
    /// `remote`, `widget` or `window`.
    place: String,
    /// What is on screen.
    title: String,
    /// Whether it is in sight.
    visible: bool,
    /// Whether the frame has answered.
    connected: bool,
    /// When the frame last told HubSpot something of agent or call, milliseconds since 1970.
    #[serde(default)]
    spoke: u64,
    /// That the page is being left.
    #[serde(default, skip_serializing)]
    gone: bool,
    /// The number of this word of the page's: requests may arrive in another order.
    #[serde(default)]
    word: u64,
    /// When it was heard of last.
    #[serde(skip)]
    seen: u64,
}

/// The windows by id.
pub type Windows = BTreeMap<String, Window>;

/// The route.
pub fn router() -> Router<Shared> {
    Router::new().route("/preview/windows", get(list).post(here))
}

/// `POST`: a window is there, has changed or goes away. 204.
async fn here(State(preview): State<Shared>, body: Bytes) -> Result<StatusCode, Problem> {
    let mut window: Window = problem::json(&body)?;
    window.seen = clock::now_ms();
    let mut windows = preview.windows();
    if windows.len() >= MOST {
        windows.retain(|_, window| !window.gone);
    }
    let known = windows.get(&window.id);
    let newer = known.is_none_or(|known| known.word < window.word);
    // One that is gone stays for a while: an older word of it may still be on its way.
    if newer && (known.is_some() || windows.len() < MOST) {
        windows.insert(window.id.clone(), window);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `GET`: all windows; `speaks` marks for each user the one that HubSpot was told something by last.
async fn list(State(preview): State<Shared>) -> Json<Value> {
    let now = clock::now_ms();
    let mut windows = preview.windows();
    windows.retain(|_, window| now.saturating_sub(window.seen) < GONE_MS);
    let mut last: BTreeMap<u64, u64> = BTreeMap::new();
    let there = || windows.values().filter(|window| !window.gone);
    for window in there() {
        let spoke = last.entry(window.user).or_default();
        *spoke = window.spoke.max(*spoke);
    }
    let show = |window: &Window| {
        let mut shown = json!(window);
        let speaks = window.spoke > 0 && last.get(&window.user) == Some(&window.spoke);
        shown["speaks"] = speaks.into();
        shown
    };
    Json(json!({ "results": there().map(show).collect::<Vec<_>>() }))
}
