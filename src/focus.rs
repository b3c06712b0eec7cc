//! Where the keyboard goes when the screen changes.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement};

use crate::screens::Screen;

/// Milliseconds after the last key during which somebody counts as typing.
const TYPING: f64 = 1_000.0;

thread_local! {
    /// When the last key was pressed in this frame.
    static LAST_KEY: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
}

/// Remembers that a key was pressed, at an event's time.
pub fn key_at(time: f64) {
    LAST_KEY.set(time);
}

/// A new screen is shown. A ringing call offers *Answer* to the keyboard, but only where nobody is
/// typing, here or in HubSpot's page: a frame that takes the focus would swallow what is typed
/// there. Another screen takes over the focus that its predecessor has lost.
pub fn arrive(screen: &Screen) {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
    if !document.has_focus().unwrap_or(false) || !is_free(&document) {
        return;
    }
    let target = match screen {
        Screen::Ringing(_) if !is_typing() => "#answer",
        _ => ".screen",
    };
    let element = document.query_selector(target).ok().flatten();
    if let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Whether the focus is nowhere in particular.
fn is_free(document: &Document) -> bool {
    document
        .active_element()
        .is_none_or(|e| matches!(e.tag_name().as_str(), "BODY" | "HTML" | "SECTION" | "BUTTON"))
}

fn is_typing() -> bool {
    let now = web_sys::window().and_then(|w| w.performance()).map_or(0.0, |p| p.now());
    now - LAST_KEY.get() < TYPING
}
