//! The sign-in window: opened by a press. It tells who is there in six digits, by one message or by
//! the person's own hand; they are worth something only together with this page's secret.

use std::cell::RefCell;

use js_sys::{JsString, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, MessageEvent, Window};

use super::clock;
use crate::listen::listen as on;

/// One try to sign in.
#[derive(Default)]
struct Attempt {
    /// What only this page knows.
    secret: String,
    /// The window, where the browser opened one.
    window: Option<Window>,
}

thread_local! {
    static ATTEMPT: RefCell<Attempt> = RefCell::default();
}

/// Opens the window for a new attempt. The window's address, if the browser opened none.
pub async fn open(portal: Option<String>) -> Option<String> {
    let secret = clock::secret();
    let mut address = String::from("/sign-in#attempt=");
    address.push_str(&hash(&secret).await?);
    if let Some(portal) = portal {
        address.push_str("&portal=");
        address.push_str(&portal);
    }
    let window = web_sys::window().and_then(|w| {
        let features = "popup,width=480,height=640";
        w.open_with_url_and_target_and_features(&address, "sidetone-sign-in", features).ok()?
    });
    let blocked = window.is_none();
    ATTEMPT.set(Attempt { secret, window });
    blocked.then_some(address)
}

/// The secret of the attempt; empty before there was one.
pub fn secret() -> String {
    ATTEMPT.with_borrow(|attempt| attempt.secret.clone())
}

/// The attempt is finished: its window is of no more use.
pub fn finished() {
    // A window that has been to HubSpot may not hear this; its person closes it.
    let _ = ATTEMPT.take().window.map(|window| window.close());
}

/// The SHA-256 of a text, as base64url: what the window may know of the secret.
async fn hash(text: &str) -> Option<String> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let subtle = get(&get(&js_sys::global(), "crypto")?, "subtle")?;
    let digest: js_sys::Function = get(&subtle, "digest")?.dyn_into().ok()?;
    let bytes = js_sys::Uint8Array::from(text.as_bytes());
    let promise: js_sys::Promise = digest.call2(&subtle, &"SHA-256".into(), &bytes).ok()?.into();
    let buffer = JsFuture::from(promise).await.ok()?;
    Some(base64url(&js_sys::Uint8Array::new(&buffer).to_vec()))
}

/// Base64 for addresses, without padding.
fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let at = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..=three.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * i)) as usize & 63]));
        }
    }
    text
}

/// Listens for the digits that the window sends, for as long as the page lives.
pub fn listen(mut on_digits: impl FnMut(String) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let own = window.location().origin().unwrap_or_default();
    let heard = move |event: Event| {
        if let Some(digits) = accept(event.unchecked_ref(), &own) {
            on_digits(digits);
        }
    };
    on(&window, "message", false, Box::new(heard));
}

/// The digits of a message `{"type":"sidetone:code","code":"…"}` from the window that was opened, if
/// it speaks from our own origin; nothing of any other message.
fn accept(event: &MessageEvent, own: &str) -> Option<String> {
    let from_opened = ATTEMPT.with_borrow(|attempt| match (&attempt.window, event.source()) {
        (Some(opened), Some(source)) => js_sys::Object::is(opened, &source),
        _ => false,
    });
    if !from_opened || event.origin() != own {
        return None;
    }
    let data = event.data();
    let read = |name: &str| {
        Reflect::get(&data, &name.into()).ok()?.dyn_into::<JsString>().ok().map(String::from)
    };
    (read("type")? == "sidetone:code").then(|| read("code")).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_every_length_are_written_for_addresses() {
        assert_eq!(base64url(b""), "");
        assert_eq!(base64url(&[0xfb]), "-w");
        assert_eq!(base64url(&[0xff, 0xef]), "_-8");
        assert_eq!(base64url(b"Man"), "TWFu");
        assert_eq!(base64url(&[0; 32]).len(), 43);
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
mod in_a_browser {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;
    use web_sys::MessageEventInit;

    const OWN: &str = "https://sidetone.example";

    fn message(json: &str, origin: &str, source: Option<&Window>) -> MessageEvent {
        let init = MessageEventInit::new();
        init.set_data(&js_sys::JSON::parse(json).unwrap());
        init.set_origin(origin);
        if let Some(source) = source {
            init.set_source(Some(source));
        }
        MessageEvent::new_with_event_init_dict("message", &init).unwrap()
    }

    fn opened(window: Option<Window>) {
        ATTEMPT.set(Attempt { secret: String::new(), window });
    }

    #[wasm_bindgen_test]
    async fn the_window_learns_the_hash_of_the_secret() {
        let known = hash("abc").await.unwrap();
        assert_eq!(known, "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
    }

    #[wasm_bindgen_test]
    fn only_the_opened_window_on_our_own_origin_hands_in_digits() {
        let window = web_sys::window().unwrap();
        let good = r#"{"type":"sidetone:code","code":"abc"}"#;
        opened(None);
        assert_eq!(accept(&message(good, OWN, Some(&window)), OWN), None, "nothing was opened");
        opened(Some(window.clone()));
        assert_eq!(accept(&message(good, OWN, Some(&window)), OWN), Some("abc".into()));
        let foreign = message(good, "https://evil.example", Some(&window));
        assert_eq!(accept(&foreign, OWN), None, "another origin");
        assert_eq!(accept(&message(good, OWN, None), OWN), None, "no source");
        for bad in ["null", "1", "[]", r#"{"type":"sidetone:code"}"#, r#"{"type":1,"code":"a"}"#] {
            assert_eq!(accept(&message(bad, OWN, Some(&window)), OWN), None, "{bad}");
        }
        opened(None);
    }
}
