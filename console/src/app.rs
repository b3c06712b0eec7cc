//! The root component: which page there is for how far signing in has come.

use leptos::prelude::*;

use crate::pages::again::Again;
use crate::pages::frame::Frame;
use crate::pages::greet::Greet;
use crate::pages::outside::{SignedOut, Unreached};
use crate::pages::welcome::Invited;
use crate::state::{Console, Stage};

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
