//! Takes the place of the crate `wasm-streams`, without its exports.
//!
//! Leptos always brings its server functions, and they bring that crate for streamed bodies. It
//! exports classes to JavaScript, and what is exported cannot be left out of a page: 6 kB that no
//! agent would ever use, for Sidetone has no server functions. This crate has the few names that
//! they are compiled against. A streamed body fails with a sentence; nothing here sends one.

use futures_util::stream::{self, Stream};
use wasm_bindgen::JsValue;

/// A stream of the browser.
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// A stream of the browser as it is.
    pub fn from_raw(raw: web_sys::ReadableStream) -> ReadableStream {
        ReadableStream(raw)
    }

    /// A body to be sent from a stream: not carried, the body is empty.
    ///
    /// # Panics
    /// Where the browser has no streams.
    pub fn from_stream<S>(_body: S) -> ReadableStream
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        match web_sys::ReadableStream::new() {
            Ok(raw) => ReadableStream(raw),
            Err(_) => panic!("this browser has no streams"),
        }
    }

    /// The stream of the browser in it.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// What was received: one error that says why there is nothing.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> + 'static {
        let why = JsValue::from_str("Streamed answers are left out of this build.");
        stream::iter([Err(why)])
    }
}
