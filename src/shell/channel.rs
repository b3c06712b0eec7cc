//! The other frames of this browser: what one hears on its stream it hands to all, over the browser's
//! own channel. Only a faster way: where there is no channel, or it is refused, nothing is missing.

use std::cell::RefCell;

use desk::Input;
use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{BroadcastChannel, Event};

use super::{Shell, wire, with_shell};
use crate::listen::listen;

/// The channel, while the page is there, and the message that was heard last.
#[derive(Default)]
pub(super) struct Channel {
    open: RefCell<Option<BroadcastChannel>>,
    pub(super) heard: RefCell<String>,
}

impl Channel {
    /// Opens it. A constructor that is missing or throws leaves everything as it is.
    pub(super) fn open(&self) {
        self.close();
        let Ok(channel) = BroadcastChannel::new("sidetone") else { return };
        let hears = |event: Event| with_shell(|shell| shell.is_handed(&event));
        listen(&channel, "message", false, Box::new(hears));
        self.open.replace(Some(channel));
    }

    /// Closes it: a page with one open may not be kept in the browser's cache.
    pub(super) fn close(&self) {
        if let Some(channel) = self.open.take() {
            channel.close();
        }
    }

    /// Hands the message that was heard last to the others.
    pub(super) fn share(&self, stream: &str, seq: u64) {
        if let Some(channel) = &*self.open.borrow() {
            let text = self.heard.borrow();
            let parts = [stream.into(), JsValue::from(seq as f64), text.as_str().into()];
            // Refused only by a channel that is closed.
            let _ = channel.post_message(&Array::from_iter(parts));
        }
    }
}

impl Shell {
    /// Reads what another frame hands on, if it is the next event here. The rest is not even parsed.
    fn is_handed(&'static self, event: &Event) {
        let data = js_sys::Reflect::get(event, &"data".into()).unwrap_or_default();
        if !data.is_object() {
            return;
        }
        let part = |at| js_sys::Reflect::get_u32(&data, at).unwrap_or_default();
        let (Some(stream), Some(seq)) = (part(0).as_string(), part(1).as_f64()) else { return };
        if !self.desk.borrow().misses(&stream, seq as u64) {
            return;
        }
        let message = part(2).as_string().and_then(|text| wire::read(&text, wire::server_message));
        if let Some(message) = message {
            self.feed(Input::Handed { stream, message });
        }
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on stops")]
mod tests {
    use super::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn run(script: &str) -> JsValue {
        js_sys::eval(script).unwrap()
    }

    #[wasm_bindgen_test]
    async fn another_frame_of_this_browser_gets_what_is_shared() {
        let heard: js_sys::Promise = run("new Promise((heard) => { \
            window.other = new BroadcastChannel('sidetone'); \
            window.other.onmessage = (event) => heard(JSON.stringify(event.data)) })")
        .unchecked_into();
        let channel = Channel::default();
        channel.open();
        channel.heard.replace("{\"event\":{}}".to_owned());
        channel.share("name.agent", 7);
        let heard = JsFuture::from(heard).await.unwrap().as_string().unwrap();
        assert_eq!(heard, r#"["name.agent",7,"{\"event\":{}}"]"#);
        run("window.other.close()");
    }

    #[wasm_bindgen_test]
    fn a_browser_that_has_no_channel_or_refuses_it_misses_nothing() {
        for script in [
            "window.kept = BroadcastChannel; delete window.BroadcastChannel",
            "window.BroadcastChannel = class { constructor() { throw new DOMException('no') } }",
        ] {
            run(script);
            let channel = Channel::default();
            channel.open();
            channel.share("name.agent", 7);
            channel.close();
        }
        run("window.BroadcastChannel = window.kept");
    }
}
