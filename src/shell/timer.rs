//! One `setTimeout` at a time.

use std::cell::Cell;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

/// A timer that can be set again; setting it forgets the moment before.
pub struct Timer {
    id: Cell<Option<i32>>,
    run: Closure<dyn FnMut()>,
}

impl Timer {
    /// A timer that does this when it fires. It is not set yet.
    pub fn new(run: impl FnMut() + 'static) -> Self {
        Self { id: Cell::new(None), run: Closure::new(run) }
    }

    /// Fires once, this many milliseconds from now; `None`: not at all.
    pub fn set(&self, wait: Option<u64>) {
        let Some(window) = web_sys::window() else { return };
        if let Some(id) = self.id.take() {
            window.clear_timeout_with_handle(id);
        }
        if let Some(wait) = wait {
            self.id.set(set(self.run.as_ref().unchecked_ref(), wait));
        }
    }
}

/// The browser counts in signed 32 bits; a later moment is simply asked for again.
fn set(run: &Function, wait: u64) -> Option<i32> {
    let wait = i32::try_from(wait).unwrap_or(i32::MAX);
    web_sys::window()?.set_timeout_with_callback_and_timeout_and_arguments_0(run, wait).ok()
}

/// Waits this many milliseconds.
pub async fn wait(ms: u64) {
    let promise = Promise::new(&mut |done, _| {
        set(&done, ms);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}
