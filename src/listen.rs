//! Listening to the page's events, for as long as the page lives.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget};

/// Runs this at every event of that name. `early`: before the elements themselves hear it.
pub fn listen(target: &EventTarget, name: &str, early: bool, run: Box<dyn FnMut(Event)>) {
    let run = Closure::wrap(run);
    // Refused only for names that cannot exist.
    let _ =
        target.add_event_listener_with_callback_and_bool(name, run.as_ref().unchecked_ref(), early);
    run.forget();
}

/// The element that an event happened to.
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
