//! The digits that finish a frame's sign-in: handed to the page that opened this window, or shown to
//! be typed.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::logic::digits::{grouped, left, spoken};
use crate::net::{clock, opener};
use crate::parts::copy::Copy;
use crate::parts::field::focus;

/// How long the frame has to close this window before the digits are shown, in milliseconds.
const PATIENCE: u64 = 1_500;

/// Hands the digits over.
#[component]
pub(super) fn Digits(
    /// Where is said that something was copied.
    said: RwSignal<String>,
    /// Who it is.
    name: String,
    /// The digits.
    digits: String,
    /// How long they are good, in milliseconds.
    expires_in: u64,
) -> impl IntoView {
    let end = clock::ticks() + expires_in;
    let now = RwSignal::new(clock::ticks());
    let shown = RwSignal::new(!opener::tell(&opener::code(&digits)));
    if !shown.get_untracked() {
        spawn_local(async move {
            clock::wait(PATIENCE).await;
            // Still here: the frame did not close this window.
            shown.try_set(true);
        });
    }
    spawn_local(async move {
        while now.try_get_untracked().is_some_and(|now| now < end) {
            clock::wait(250).await;
            now.try_set(clock::ticks());
        }
    });
    let rest = Memo::new(move |_| end.saturating_sub(now.get()));
    let over = Memo::new(move |_| rest.get() == 0);
    Effect::new(move |before: Option<()>| {
        shown.track();
        over.track();
        if before.is_some() {
            focus("title".to_owned());
        }
    });
    let name = StoredValue::new(name);
    move || {
        match (shown.get(), over.get()) {
        (false, _) => view! {
            <h1 id="title" tabindex="-1">"Signing you in…"</h1>
            <p role="status">"HubSpot's page closes this window when it is done."</p>
        }
        .into_any(),
        (true, true) => view! {
            <h1 id="title" tabindex="-1">"The digits are too old"</h1>
            <p class="why" role="alert">"Press "<b>"Sign in"</b>" in HubSpot again, in the Sidetone frame. You can close this window."</p>
        }
        .into_any(),
        (true, false) => {
            let (digits, groups) = (digits.clone(), grouped(&digits));
            view! {
                <h1 id="title" tabindex="-1">{format!("Hello, {}", name.get_value())}</h1>
                <p class="why">"Type these digits into the Sidetone frame in HubSpot, where you pressed "<b>"Sign in"</b>"."</p>
                <p class="digits">
                    <span data-id="digits" aria-hidden="true">{groups}</span>
                    <span class="heard">{spaced(&digits)}</span>
                </p>
                <div class="row">
                    <Copy said what="the digits" text=digits/>
                    <p role="timer" aria-label=move || format!("Good for {}", spoken(rest.get()))>
                        "Good for "<b class="number">{move || left(rest.get())}</b>
                    </p>
                </div>
                <p class="notice warn">"Give them to nobody: whoever has them is signed in as you."</p>
            }
            .into_any()
        }
    }
    }
}

/// The digits one by one, for those who listen.
fn spaced(digits: &str) -> String {
    digits.chars().map(String::from).collect::<Vec<_>>().join(" ")
}
