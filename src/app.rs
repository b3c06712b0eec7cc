//! The root component: what the frame is made of.

use leptos::prelude::*;

use crate::face::{Show, live};
use crate::parts::{ASIDE, BANNERS, HEADER, LIVE, PARTY, STATE, STATUS, state};
use crate::ui::Ui;

/// The whole frame.
#[component]
pub fn App(
    /// What is drawn and where wishes go.
    ui: Ui,
) -> impl IntoView {
    let state: Box<dyn FnMut() -> &'static str + Send> =
        Box::new(move || ui.scene.with(|scene| state(&scene.view)));
    let part = move |face| (ui, Show::Always(face));
    view! {
        <div class="app" data-state=state>
            <div class="face" use:live=part(&HEADER)></div>
            <div class="face" use:live=part(&STATUS)></div>
            <div class="face" use:live=part(&BANNERS)></div>
            <div class="face" use:live=part(&STATE)></div>
            <div class="face" use:live=part(&ASIDE)></div>
            <div class="face" use:live=part(&PARTY)></div>
            <main use:live=(ui, Show::Screen)></main>
            <div class="face" use:live=part(&LIVE)></div>
        </div>
    }
}
