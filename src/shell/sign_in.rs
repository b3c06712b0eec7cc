//! The sign-in window: opened by a press, answered by one message.

use std::cell::RefCell;

use js_sys::{JsString, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{Event, MessageEvent, Window};

use crate::listen::listen as on;

thread_local! {
    /// The window that was opened last.
    static OPENED: RefCell<Option<Window>> = const { RefCell::new(None) };
}

/// Opens the sign-in window. False when the browser blocked it.
pub fn open() -> bool {
    let opened = web_sys::window().and_then(|w| {
        w.open_with_url_and_target_and_features(
            "/sign-in",
            "sidetone-sign-in",
            "popup,width=480,height=640",
        )
        .ok()
        .flatten()
    });
    let there = opened.is_some();
    OPENED.set(opened);
    there
}

/// Listens for the code that the sign-in window sends, for as long as the page lives.
pub fn listen(mut on_code: impl FnMut(String) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let own = window.location().origin().unwrap_or_default();
    let heard = move |event: Event| {
        if let Some(code) = accept(event.unchecked_ref(), &own) {
            OPENED.set(None);
            on_code(code);
        }
    };
    on(&window, "message", false, Box::new(heard));
}

/// The code of a message `{"type":"sidetone:code","code":"…"}` from the window that was opened, if
/// it speaks from our own origin; nothing of any other message.
fn accept(event: &MessageEvent, own: &str) -> Option<String> {
    let from_opened = OPENED.with_borrow(|opened| match (opened, event.source()) {
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

#[cfg(all(test, target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
mod tests {
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

    #[wasm_bindgen_test]
    fn only_the_opened_window_on_our_own_origin_hands_in_a_code() {
        let window = web_sys::window().unwrap();
        let good = r#"{"type":"sidetone:code","code":"abc"}"#;
        OPENED.set(None);
        assert_eq!(accept(&message(good, OWN, Some(&window)), OWN), None, "nothing was opened");
        OPENED.set(Some(window.clone()));
        assert_eq!(accept(&message(good, OWN, Some(&window)), OWN), Some("abc".into()));
        let foreign = message(good, "https://evil.example", Some(&window));
        assert_eq!(accept(&foreign, OWN), None, "another origin");
        assert_eq!(accept(&message(good, OWN, None), OWN), None, "no source");
        for bad in ["null", "1", "[]", r#"{"type":"sidetone:code"}"#, r#"{"type":1,"code":"a"}"#] {
            assert_eq!(accept(&message(bad, OWN, Some(&window)), OWN), None, "{bad}");
        }
        OPENED.set(None);
    }
}
