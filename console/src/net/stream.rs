//! The console's stream: what changed. Read with `fetch`, because it carries the token.
//!
//! While the page is hidden there is no stream: a browser allows few connections to a host. What was
//! missed is read again when the stream is back.

use std::pin::pin;

use contract::console::Changed;
use futures_util::future::{Either, select};
use js_sys::{Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestInit, Response};

use super::{clock, session};
use crate::logic::events::Events;
use crate::logic::failure::Failure;
use crate::logic::limits;
use crate::logic::renewal::pause;
use crate::state::Console;

const STREAM: &str = "/api/console/stream";

/// Listens for as long as somebody is signed in.
pub fn listen(console: Console) {
    if cfg!(feature = "gallery") {
        return;
    }
    spawn_local(async move {
        let mut tries = 0;
        while console.signed_in() {
            if hidden() || console.lost.with_untracked(Option::is_some) {
                clock::wait(500).await;
                continue;
            }
            let token = session::token();
            let mut heard = false;
            let outcome = follow(console, &token, &mut heard).await;
            tries = if heard { 0 } else { tries + 1 };
            match outcome {
                Err(Failure::SignedOut(_)) => {
                    // The session says itself when it is lost.
                    let _ = session::renew(&token).await;
                }
                Err(Failure::Refused(_) | Failure::Strange) => {}
                Err(Failure::NoAnswer | Failure::Late) if tries > 1 => console.away.set(true),
                _ => {}
            }
            let wait = pause(tries) as f64 * (0.75 + clock::jitter() / 2.0);
            clock::wait(wait as u64).await;
        }
    });
}

/// Follows the stream until it ends or the page is hidden.
async fn follow(console: Console, token: &str, heard: &mut bool) -> Result<(), Failure> {
    let lost = |_: JsValue| Failure::NoAnswer;
    let window = web_sys::window().ok_or(Failure::NoAnswer)?;
    let abort = AbortController::new().map_err(lost)?;
    let options = RequestInit::new();
    options.set_signal(Some(&abort.signal()));
    let request = web_sys::Request::new_with_str_and_init(STREAM, &options).map_err(lost)?;
    request.headers().set("Authorization", &format!("Bearer {token}")).map_err(lost)?;
    let answer = JsFuture::from(window.fetch_with_request(&request));
    let answer = match select(answer, pin!(clock::wait(limits::SHORT))).await {
        Either::Left((answer, _)) => answer.map_err(lost)?,
        Either::Right(_) => {
            abort.abort();
            return Err(Failure::Late);
        }
    };
    let answer: Response = answer.dyn_into().map_err(lost)?;
    if !answer.ok() {
        let text = JsFuture::from(answer.text().map_err(lost)?).await.map_err(lost)?;
        return Err(Failure::of(answer.status(), &text.as_string().unwrap_or_default()));
    }
    *heard = true;
    console.away.set(false);
    console.read_all_again();
    let body = answer.body().ok_or(Failure::NoAnswer)?;
    let reader: ReadableStreamDefaultReader =
        body.get_reader().dyn_into().map_err(|_| Failure::NoAnswer)?;
    let _watch = Watch(Some(window_event_listener(leptos::ev::visibilitychange, {
        let abort = abort.clone();
        move |_| {
            if hidden() {
                abort.abort();
            }
        }
    })));
    let text = web_sys::TextDecoder::new().map_err(lost)?;
    let piecewise = web_sys::TextDecodeOptions::new();
    piecewise.set_stream(true);
    let mut events = Events::default();
    while console.signed_in() {
        let piece = JsFuture::from(reader.read()).await.map_err(lost)?;
        let Some(bytes) = field(&piece, "value").and_then(|v| v.dyn_into::<Uint8Array>().ok())
        else {
            break;
        };
        let bytes = text.decode_with_buffer_source_and_options(&bytes, &piecewise).map_err(lost)?;
        for data in events.push(&bytes) {
            if let Ok(changed) = serde_json::from_str::<Changed>(&data) {
                console.hear(&changed);
            }
        }
    }
    abort.abort();
    Ok(())
}

/// Takes a listener away when the stream ends.
struct Watch(Option<WindowListenerHandle>);

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.remove();
        }
    }
}

fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

fn hidden() -> bool {
    web_sys::window().and_then(|w| w.document()).is_some_and(|d| d.hidden())
}
