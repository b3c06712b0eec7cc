//! Signed in to the console.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::logic::sign_in::Errand;
use crate::net::{clock, opener};

/// Tells the console that waits and closes, or goes to the console.
#[component]
pub(super) fn Done(
    /// What the window was opened for.
    errand: Errand,
    /// Who it is.
    name: String,
) -> impl IntoView {
    let again = errand == Errand::Again;
    if again {
        opener::tell(&opener::signed_in());
        spawn_local(async {
            clock::wait(300).await;
            opener::close();
        });
    } else if let Some(window) = web_sys::window()
        && cfg!(not(feature = "gallery"))
    {
        // The link below does the same where the browser refuses.
        let _ = window.location().assign("/console/");
    }
    view! {
        <h1 id="title" tabindex="-1">{format!("Hello, {name}")}</h1>
        {if again {
            view! {
                <p class="why" role="status">"You are signed in. Close this window and go on where you were."</p>
                <p>"If that window is gone, "<a href="/console/">"open the console"</a>"."</p>
            }.into_any()
        } else {
            view! {
                <p class="why" role="status">"You are signed in. The console opens…"</p>
                <p><a href="/console/">"Open the console"</a></p>
            }.into_any()
        }}
    }
}
