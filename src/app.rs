//! The root component: what the frame is made of.

use leptos::mount::mount_to;
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::face::{Show, children, follow, live};
use crate::parts::{
    ASIDE, BANNERS, DIGITS, HEADER, LIVE, PARTY, SOUND, STATE, STATUS, TRANSFER, state,
};
use crate::ui::Ui;

/// What is in the frame's places, from top to bottom.
const SHOWS: [Show; 11] = [
    Show::Always(&HEADER),
    Show::Always(&STATUS),
    Show::Late(&SOUND),
    Show::Always(&BANNERS),
    Show::Always(&STATE),
    Show::Always(&ASIDE),
    Show::Always(&PARTY),
    Show::Late(&DIGITS),
    Show::Late(&TRANSFER),
    Show::Screen,
    Show::Always(&LIVE),
];

/// The frame with a place for each part.
#[component]
fn App() -> impl IntoView {
    view! {
        <div class="app">
            <div class="face"></div>
            <div class="face"></div>
            <div class="face"></div>
            <div class="face"></div>
            <div class="face"></div>
            <div class="face"></div>
            <div class="face"></div>
            <div class="face"></div>
            <div class="face"></div>
            <main></main>
            <div class="face"></div>
        </div>
    }
}

/// Puts the frame into an element and brings it to life, for as long as the page lives.
///
/// Once it stands, and not by directives in the view: these bring a check of the thread for each, and
/// with it a second allocator, 2 kB in all.
pub fn draw(into: &HtmlElement, ui: Ui) {
    mount_to(into.clone(), App).forget();
    let Some(app) = into.query_selector(".app").ok().flatten() else { return };
    children(&app).zip(SHOWS).for_each(|(place, show)| live(place, ui, show));
    let mut shown = "";
    follow(ui, move |scene| {
        let state = state(&scene.view);
        if shown != state {
            shown = state;
            let _ = app.set_attribute("data-state", state);
        }
    });
}
