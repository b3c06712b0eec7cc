//! A text to be taken along, with a button that copies it.

use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::icon::Icon;

/// A button that copies a text and says so.
#[component]
pub fn Copy(
    /// Where is said that it was copied.
    said: RwSignal<String>,
    /// What the text is, for the button's name: *Copy {what}*.
    #[prop(into)]
    what: String,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let label = format!("Copy {what}");
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let Some(window) = web_sys::window() else { return };
            let done = JsFuture::from(window.navigator().clipboard().write_text(&text)).await;
            said.set(String::new());
            said.set(match done {
                Ok(_) => "Copied.".to_owned(),
                Err(_) => "The browser does not let this page copy. Select the text and copy it."
                    .to_owned(),
            });
        });
    };
    view! {
        <button type="button" class="small" aria-label=label on:click=copy>
            <Icon name="copy"/>
            "Copy"
        </button>
    }
}

/// A text on one line, to be selected or copied.
#[component]
pub fn Taken(
    /// Where is said that it was copied.
    said: RwSignal<String>,
    /// What the text is.
    #[prop(into)]
    what: String,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="taken">
            <input readonly aria-label=what.clone() prop:value=text/>
            <Copy said what text/>
        </div>
    }
}
