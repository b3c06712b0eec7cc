//! What the page's own script began before the module stood, because a call went on here before the page was
//! loaded anew (`index.html`). Each is taken once; where it is not there, it is asked for in the usual way.

use contract::Session;
use gloo_net::websocket::futures::WebSocket;
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::wire;

/// What the page's script calls it.
const EARLY: &str = "__sidetone_early";

fn take<T: JsCast>(name: &str) -> Option<T> {
    let all = Reflect::get(&js_sys::global(), &EARLY.into()).ok()?;
    let one = Reflect::get(&all, &name.into()).ok()?.dyn_into().ok()?;
    Reflect::set(&all, &name.into(), &JsValue::UNDEFINED).ok()?;
    Some(one)
}

/// The session, if the service gave one.
pub async fn session() -> Option<Session> {
    let answer = JsFuture::from(take::<Promise>("session")?).await.ok()?;
    wire::read(&answer.as_string()?, wire::session)
}

/// The stream's socket, open or being opened. Nothing was said on it.
pub fn socket() -> Option<WebSocket> {
    WebSocket::try_from(take::<web_sys::WebSocket>("socket")?).ok()
}
