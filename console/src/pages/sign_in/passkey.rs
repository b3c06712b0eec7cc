//! Signing in with a passkey.

use contract::console::PasskeyBegun;
use contract::sign_in::{PasskeySignIn, SignedIn};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Desk, Step};
use crate::logic::fields::Problems;
use crate::net::webauthn::{self, Ceremony};
use crate::net::{Method, send_json};
use crate::parts::icon::Icon;
use crate::parts::working::Working;

/// What came of a press.
enum Came {
    Known(SignedIn),
    /// The person stopped it: no error.
    Calm(String),
    Wrong(String),
}

/// The large button, and what to do where the person stopped.
#[component]
pub(super) fn Passkey(
    /// What the window's parts share.
    desk: Desk,
    /// What is wrong, above all ways.
    problems: RwSignal<Problems>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let calm = RwSignal::new(None::<String>);
    let press = Callback::new(move |()| {
        busy.set(true);
        calm.set(None);
        problems.set(Problems::default());
        spawn_local(async move {
            match prove(desk).await {
                Came::Known(known) => desk.step.set(Step::Known(known)),
                Came::Calm(text) => drop(calm.try_set(Some(text))),
                Came::Wrong(text) => drop(problems.try_set(Problems::says(&text))),
            }
            busy.try_set(false);
        });
    });
    let label =
        move || if calm.with(Option::is_some) { "Try again" } else { "Sign in with a passkey" };
    view! {
        <div class="way" data-id="passkey">
            <Working class="go large" busy press><Icon name="key"/><span>{label}</span></Working>
            <p role="status" class="help">{move || calm.get()}</p>
        </div>
    }
}

/// Proves who is there.
async fn prove(desk: Desk) -> Came {
    let nothing = serde_json::json!({});
    let path = "/api/sign-in/passkey/begin";
    let begun = match send_json::<PasskeyBegun>(Method::Post, path, &nothing).await {
        Ok(begun) => begun,
        Err(failure) => return Came::Wrong(failure.to_string()),
    };
    let credential = match webauthn::run(Ceremony::Get, &begun.options).await {
        Ok(credential) => credential,
        Err(stopped @ webauthn::Stopped::Cancelled) => return Came::Calm(stopped.to_string()),
        Err(stopped) => return Came::Wrong(stopped.to_string()),
    };
    let waiting = desk.waiting();
    let body = PasskeySignIn {
        ceremony: begun.ceremony,
        credential,
        portal: waiting.as_ref().and_then(|w| w.portal.clone()),
        attempt: waiting.map(|w| w.attempt),
    };
    match send_json(Method::Post, "/api/sign-in/passkey", &body).await {
        Ok(known) => Came::Known(known),
        Err(failure) => Came::Wrong(failure.to_string()),
    }
}
