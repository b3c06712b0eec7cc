//! A press that was meant for the screen before does not count for the one that just appeared.
//!
//! *Hang up* stands where *Call* stood, and a call can ring in the middle of a double click. The
//! second of two presses on the same spot is dropped when the screen changed between them.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};

use crate::listen::listen;

/// Milliseconds within which two presses are one movement of the hand.
const TOGETHER: f64 = 500.0;
/// Pixels within which two presses are on the same spot.
const SPOT: i32 = 24;

#[derive(Clone, Copy, PartialEq, Debug)]
struct Press {
    time: f64,
    x: i32,
    y: i32,
}

impl Press {
    fn repeats(self, before: Press) -> bool {
        self.time - before.time < TOGETHER
            && (self.x - before.x).abs() < SPOT
            && (self.y - before.y).abs() < SPOT
    }
}

/// Drops such presses for as long as the page lives.
pub fn guard() {
    let Some(window) = web_sys::window() else { return };
    let mut last: Option<(Press, Option<Element>)> = None;
    let clicked = move |event: Event| {
        let event: MouseEvent = event.unchecked_into();
        // Presses by keyboard or by script have no place.
        if event.detail() == 0 {
            return;
        }
        let press = Press { time: event.time_stamp(), x: event.client_x(), y: event.client_y() };
        let before = last.replace((press, screen()));
        let other = |on: Option<Element>| on.is_some() && on != screen();
        if before.is_some_and(|(before, on)| press.repeats(before) && other(on)) {
            event.stop_immediate_propagation();
            event.prevent_default();
        }
    };
    listen(&window, "click", true, Box::new(clicked));
}

/// The element of the screen that is shown.
fn screen() -> Option<Element> {
    web_sys::window()?.document()?.query_selector(".screen").ok()?
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn only_a_quick_press_on_the_same_spot_repeats_another() {
        let first = Press { time: 1_000.0, x: 200, y: 600 };
        assert!(Press { time: 1_200.0, x: 203, y: 598 }.repeats(first));
        assert!(!Press { time: 1_600.0, x: 200, y: 600 }.repeats(first));
        assert!(!Press { time: 1_200.0, x: 200, y: 500 }.repeats(first));
    }
}
