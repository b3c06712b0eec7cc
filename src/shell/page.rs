//! The page's own life: visible or hidden, going away, coming back. No `unload` listener: it would
//! keep the page out of the browser's back/forward cache.

use desk::Input;
use web_sys::{Document, EventTarget};

use super::with_shell;
use crate::listen::listen as on_event;

fn on(target: &EventTarget, name: &str, input: fn(&Document) -> Input) {
    let said = move |_| {
        if let Some(document) = web_sys::window().and_then(|w| w.document()) {
            with_shell(|shell| shell.feed(input(&document)));
        }
    };
    on_event(target, name, false, Box::new(said));
}

/// Listens for as long as the page lives, and says how it is now.
pub fn listen() {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    with_shell(|shell| shell.feed(Input::Visible(!document.hidden())));
    on(&window, "pagehide", |_| Input::PageHide);
    on(&window, "pageshow", |_| Input::PageShow);
    on(&document, "visibilitychange", |document| Input::Visible(!document.hidden()));
}
