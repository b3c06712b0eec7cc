//! Trying the widget in one's own browser, before anybody else sees it.

use leptos::prelude::*;

use crate::parts::copy::Taken;

/// The two lines for the browser's console, and what to do with them.
#[component]
pub(super) fn Trial(
    /// Where is said that something was copied.
    said: RwSignal<String>,
    /// The line that begins the trial.
    try_line: String,
    /// The line that ends it.
    stop_line: String,
) -> impl IntoView {
    view! {
        <details>
            <summary>"Try it before release"</summary>
            <div class="stack">
                <ol class="steps">
                    <li>"Open HubSpot, on any contact, in the browser you try it with."</li>
                    <li>"Open the browser's developer tools (F12, on a Mac ⌥⌘I) and there the tab "<b>"Console"</b>"."</li>
                    <li>"Paste this line, press Enter, and reload the page. Sidetone is then among the calling apps, for you only."</li>
                </ol>
                <Taken said what="the line that begins the trial" text=try_line/>
                <p class="help">"To end the trial, do the same with this line:"</p>
                <Taken said what="the line that ends the trial" text=stop_line/>
            </div>
        </details>
    }
}
