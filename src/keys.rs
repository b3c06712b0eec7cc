//! The keyboard: digits typed anywhere go to the pad, a number can be pasted, Enter calls. Escape
//! only empties the pad: no single key ends or declines a call. In a field of a new contact, Enter
//! makes it. Escape closes the list of statuses, the panel for sound, and what is open beside a call; digits typed in a call
//! are pressed in it.

use desk::{Intent, Panel};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, Event, KeyboardEvent};

use crate::focus;
use crate::listen::{listen as on, target};
use crate::parts::press;
use crate::screens::Screen;
use crate::ui::{Scene, Ui};

/// Listens for as long as the page lives.
pub fn listen(ui: Ui) {
    let Some(window) = web_sys::window() else { return };
    let pressed = move |event: Event| {
        let event: KeyboardEvent = event.unchecked_into();
        focus::key_at(event.time_stamp());
        let (tag, id) = told(&event);
        if event.repeat() && event.key() == "Enter" && tag != "TEXTAREA" {
            // A key held down presses once: the next screen must not get it.
            return event.prevent_default();
        }
        if event.key() == "Enter"
            && id.starts_with("new-")
            && let Some(intent) = ui.now(|s| s.wish(|c| Intent::Create(c.id.clone())))
        {
            return (ui.act)(intent);
        }
        if event.key() == "Escape" && ui.now(|s| s.view.choosing) {
            return (ui.act)(Intent::Statuses);
        }
        if event.key() == "Escape"
            && let Some(intent) = ui.now(close)
        {
            return (ui.act)(intent);
        }
        if event.key() == "Escape" && ui.now(|s| s.view.sound_panel) {
            return (ui.act)(Intent::SoundPanel);
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
            return;
        }
        let in_field = id == "number";
        if let (Screen::InCall(_), Some(key)) = (ui.now(Scene::screen), letter(&event.key()))
            && !matches!(tag.as_str(), "INPUT" | "TEXTAREA")
            && key != '+'
            && let Some(intent) = ui.now(|s| press(s, key))
        {
            return (ui.act)(intent);
        }
        if !on_pad(ui) || !in_field && matches!(tag.as_str(), "INPUT" | "TEXTAREA" | "A") {
            return;
        }
        if let Some(intent) = wish(&event.key(), in_field, tag == "BUTTON") {
            event.prevent_default();
            (ui.act)(intent);
        }
    };
    on(&window, "keydown", false, Box::new(pressed));
    let pasted = move |event: Event| {
        let event: ClipboardEvent = event.unchecked_into();
        let text = event.clipboard_data().and_then(|d| d.get_data("text").ok()).unwrap_or_default();
        // The field takes what is pasted into it by itself.
        if on_pad(ui) && told(&event).0 != "INPUT" && !text.is_empty() {
            event.prevent_default();
            (ui.act)(Intent::Typed(text));
        }
    };
    on(&window, "paste", false, Box::new(pasted));
}

fn on_pad(ui: Ui) -> bool {
    ui.now(Scene::screen) == Screen::Pad
}

/// Tag name and id of an event's target.
fn told(event: &Event) -> (String, String) {
    target(event).map(|e: Element| (e.tag_name(), e.id())).unwrap_or_default()
}

/// What a key means on the pad. The field reads its own characters; a button its own Enter.
fn wish(key: &str, in_field: bool, on_button: bool) -> Option<Intent> {
    match key {
        "Enter" if !on_button => Some(Intent::Dial),
        "Escape" => Some(Intent::Clear),
        "Backspace" if !in_field => Some(Intent::Backspace),
        _ if in_field => None,
        _ => letter(key).map(Intent::Digit),
    }
}

/// The key of a telephone.
fn letter(key: &str) -> Option<char> {
    let mut letters = key.chars();
    let first = letters.next().filter(|c| matches!(c, '0'..='9' | '+' | '*' | '#'))?;
    letters.next().is_none().then_some(first)
}

/// Closes what is open beside a call.
fn close(scene: &Scene) -> Option<Intent> {
    let call = scene.view.front.as_ref()?.id.clone();
    Some(match scene.view.panel.as_ref()? {
        Panel::Keys(_) => Intent::Keys(call),
        Panel::Transfer(_) => Intent::Transfer(call),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn digits_go_to_the_pad_from_anywhere_but_the_field_reads_its_own() {
        assert_eq!(wish("5", false, false), Some(Intent::Digit('5')));
        assert_eq!(wish("+", false, true), Some(Intent::Digit('+')));
        assert_eq!(wish("5", true, false), None);
        assert_eq!(wish("a", false, false), None);
        assert_eq!(wish("F5", false, false), None);
    }

    #[test]
    fn enter_calls_except_on_a_button_that_has_its_own() {
        assert_eq!(wish("Enter", true, false), Some(Intent::Dial));
        assert_eq!(wish("Enter", false, false), Some(Intent::Dial));
        assert_eq!(wish("Enter", false, true), None);
    }

    #[test]
    fn no_single_key_ends_or_declines_a_call() {
        assert_eq!(wish("Escape", false, false), Some(Intent::Clear));
        assert_eq!(wish("Delete", false, false), None);
    }
}
