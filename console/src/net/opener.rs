//! The page that opened this window, if it is still there. It is only ever spoken to by messages to
//! our own origin: after a foreign page, what `opener` names may be anybody.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Sends a message to the opener if it is of our origin. Says whether there was one to send it to;
/// whether it was heard is not known.
pub fn tell(message: &JsValue) -> bool {
    #[cfg(feature = "gallery")]
    if crate::gallery::state() == "sign-in-handing" {
        return true;
    }
    let Some(window) = web_sys::window() else { return false };
    let Ok(origin) = window.location().origin() else { return false };
    let opener = window.opener().ok().filter(JsValue::is_object);
    let Some(opener) = opener else { return false };
    // A window of another origin passes no check by name, so this one is not checked.
    opener.unchecked_into::<web_sys::Window>().post_message(message, &origin).is_ok()
}

/// The digits for the frame that waits.
pub fn code(digits: &str) -> JsValue {
    message("sidetone:code", Some(digits))
}

/// Word for a console that waits.
pub fn signed_in() -> JsValue {
    message("sidetone:signed-in", None)
}

/// Whether a message from our own origin says that somebody signed in.
pub fn is_signed_in(event: &web_sys::MessageEvent) -> bool {
    let ours = web_sys::window().and_then(|w| w.location().origin().ok());
    let kind = Reflect::get(&event.data(), &"type".into()).ok().and_then(|kind| kind.as_string());
    ours.is_some_and(|ours| ours == event.origin()) && kind.as_deref() == Some("sidetone:signed-in")
}

/// Closes this window; browsers do that only with one that a page has opened.
pub fn close() {
    if let Some(window) = web_sys::window() {
        // What stays open says so itself.
        let _ = window.close();
    }
}

fn message(kind: &str, code: Option<&str>) -> JsValue {
    let message = Object::new();
    // Refused only for frozen objects; this one is new.
    let _ = Reflect::set(&message, &"type".into(), &kind.into());
    if let Some(code) = code {
        let _ = Reflect::set(&message, &"code".into(), &code.into());
    }
    message.into()
}
