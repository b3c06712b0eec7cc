//! Where the keyboard goes when the screen changes.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement};

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
    if let Some(element) = document.query_selector(target).ok().flatten() {
        on(&element);
    }
}

/// Sends the keyboard to an element, or to the first control in it; not away from a field that
/// somebody may be typing in.
pub fn go(to: &Element) {
    let active = to.owner_document().and_then(|d| d.active_element());
    let types = |e: &Element| {
        let shown = e.closest("[hidden]").is_ok_and(|hidden| hidden.is_none());
        shown && matches!(e.tag_name().as_str(), "INPUT" | "TEXTAREA")
    };
    if !active.is_some_and(|e| types(&e)) {
        let control = ":is(input,button,a):not([hidden],[hidden] *)";
        on(&to.query_selector(control).ok().flatten().unwrap_or_else(|| to.clone()));
    }
}

/// Gives the keyboard to this element.
pub fn on(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
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
