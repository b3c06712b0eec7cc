//! The root component: which page there is for how far signing in has come.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::net::clock;

use crate::pages::again::Again;
use crate::pages::frame::Frame;
use crate::pages::greet::Greet;
use crate::pages::outside::{SignedOut, Unreached};
use crate::pages::welcome::Invited;
use crate::state::{Console, Stage};

/// How long the last news stays on the screen, in milliseconds.
const SAID_MS: u64 = 10_000;

/// The whole console.
#[component]
pub fn App(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    // Who is signed in may be read again: that draws nothing anew.
    let inside = Memo::new(move |_| console.stage.with(|s| matches!(s, Stage::In(_))));
    let outside = Memo::new(move |_| {
        let stage = console.stage.get();
        (!matches!(stage, Stage::In(_))).then_some(stage)
    });
    let lost = Memo::new(move |_| inside.get() && console.lost.with(Option::is_some));
    // What was done is news for a moment; then it would only lie over the page.
    Effect::new(move || {
        let said = console.said.get();
        if !said.is_empty() {
            spawn_local(async move {
                clock::wait(SAID_MS).await;
                if console.said.with_untracked(|now| *now == said) {
                    console.said.set(String::new());
                }
            });
        }
    });
    view! {
        {move || match outside.get() {
            _ if inside.get() => match console.greeting.get() {
                Some(greeting) => view! { <Greet console greeting/> }.into_any(),
                None => view! { <Frame console/> }.into_any(),
            },
            Some(Stage::Unreached(failure)) => view! { <Unreached console failure/> }.into_any(),
            Some(Stage::SignedOut { why }) => view! { <SignedOut why/> }.into_any(),
            Some(Stage::Invited { code }) => view! { <Invited console code/> }.into_any(),
            Some(Stage::Starting | Stage::In(_)) | None => {
                view! { <main class="calm"><h1>"Sidetone"</h1><p role="status">"One moment…"</p></main> }.into_any()
            }
        }}
        {move || lost.get().then(|| view! { <Again console/> })}
        <p class="said" role="status">{console.said}</p>
    }
}
