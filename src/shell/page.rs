//! The page's own life: visible or hidden, going away, coming back. No `unload` listener: it would
//! keep the page out of the browser's back/forward cache.

use desk::Input;
use wasm_bindgen::JsValue;
use web_sys::{Document, Event, EventTarget};

use super::{Shell, with_shell};
use crate::listen::listen as on_event;

impl Shell {
    /// Lets the browser ask before a page with a call on it is closed. Chrome asks only those who
    /// have touched the page since it was loaded, and complains to the console otherwise.
    fn guard(&self, event: &Event) {
        if is_touched() && self.desk.borrow().view().is_on_a_call() {
            event.prevent_default();
        }
    }
}

/// Opens an address in a new tab that cannot reach back; false where the browser opens none, as it
/// does long after the last press.
pub fn open(url: &str) -> bool {
    cut_off(url, "_blank", "")
}

/// Opens HubSpot's calling window, which goes on when this page is gone; false where the browser
/// opens none.
pub fn open_window(url: &str) -> bool {
    cut_off(url, "sidetone-calling", "popup,width=400,height=650")
}

/// Opens an address in a tab or window that does not know who opened it. It begins empty and loses
/// its opener before it goes anywhere: a page that is on its way already may keep it. Asked for as
/// a feature, `noopener` would hide whether there is a window at all.
fn cut_off(url: &str, name: &str, features: &str) -> bool {
    let window = web_sys::window()
        .and_then(|w| w.open_with_url_and_target_and_features("", name, features).ok().flatten());
    window.is_some_and(|window| {
        window.set_opener(&JsValue::NULL).is_ok() && window.location().set_href(url).is_ok()
    })
}

/// Whether the person has pressed something on this page. Yes where the browser does not say.
fn is_touched() -> bool {
    let said = field(&js_sys::global(), "navigator")
        .and_then(|navigator| field(&navigator, "userActivation"))
        .and_then(|activation| field(&activation, "hasBeenActive"));
    said.and_then(|said| said.as_bool()).unwrap_or(true)
}

fn field(of: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(of, &name.into()).ok()
}

fn on(target: &EventTarget, name: &str, input: fn(&Document, &Event) -> Input) {
    let said = move |event| {
        if let Some(document) = web_sys::window().and_then(|w| w.document()) {
            with_shell(|shell| shell.feed(input(&document, &event)));
        }
    };
    on_event(target, name, false, Box::new(said));
}

/// Listens for as long as the page lives, and says how it is now.
pub fn listen() {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    with_shell(|shell| shell.feed(Input::Visible(!document.hidden())));
    on(&window, "pagehide", |_, _| {
        with_shell(|shell| shell.channel.close());
        Input::PageHide
    });
    on(&window, "pageshow", |_, _| {
        with_shell(|shell| shell.channel.open());
        Input::PageShow
    });
    on_event(
        &window,
        "beforeunload",
        false,
        Box::new(|event| with_shell(|shell| shell.guard(&event))),
    );
    on(&document, "visibilitychange", |document, _| Input::Visible(!document.hidden()));
}
