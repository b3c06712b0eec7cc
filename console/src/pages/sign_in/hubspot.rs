//! Signing in with HubSpot: the window goes there, and comes back to `/sign-in#returned`.

use contract::console::LinkStarted;
use contract::sign_in::HubSpotSignIn;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Desk, keep};
use crate::logic::fields::Problems;
use crate::logic::sign_in::is_portal;
use crate::net::{Method, send_json};
use crate::parts::field::{TextField, focus_first};
use crate::parts::icon::Icon;
use crate::parts::working::Working;

const FORM: [&str; 1] = ["portal"];

/// The button, and the account's number where the service cannot tell which account.
#[component]
pub(super) fn HubSpot(
    /// What the window's parts share.
    desk: Desk,
    /// What is wrong.
    problems: RwSignal<Problems>,
    /// Whether the account's number is needed.
    needs_portal: bool,
    /// Whether this is the only way.
    main: bool,
) -> impl IntoView {
    let known = desk.waiting().and_then(|w| w.portal);
    let portal = RwSignal::new(known.clone().unwrap_or_default());
    let busy = RwSignal::new(false);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = portal.get_untracked().trim().to_owned();
        if needs_portal && !is_portal(&typed) {
            let found = Problems::at_field("portal", "Enter the Domain ID: digits only.");
            focus_first("hubspot", &found, &FORM);
            return problems.set(found);
        }
        busy.set(true);
        problems.set(Problems::default());
        let portal = if needs_portal { Some(typed) } else { known.clone() };
        let body = HubSpotSignIn { attempt: desk.waiting().map(|w| w.attempt), portal };
        spawn_local(async move {
            let answer =
                send_json::<LinkStarted>(Method::Post, "/api/sign-in/hubspot", &body).await;
            match answer {
                Ok(started) => {
                    desk.errand.with_value(keep);
                    // The button waits until HubSpot's page takes this one's place.
                    if go(&started.url).is_ok() {
                        return;
                    }
                    problems
                        .try_set(Problems::says("The browser did not open HubSpot. Try again."));
                }
                Err(failure) => {
                    let found = Problems::of(&failure, &FORM);
                    focus_first("hubspot", &found, &FORM);
                    problems.try_set(found);
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <form class="way" data-id="hubspot" novalidate on:submit=send>
            {needs_portal.then(|| view! {
                <TextField form="hubspot" name="portal" label="Domain ID" mode="numeric"
                    help="HubSpot's number of your account. It stands in HubSpot's account menu, and in the address of every page there."
                    value=portal set=move |v| portal.set(v) problems/>
            })}
            <Working class=if main { "go large" } else { "plain large" } busy><Icon name="out"/><span>"Sign in with HubSpot"</span></Working>
            <p class="help">"HubSpot lets only super admins and people with App Marketplace access sign in this way. If it refuses, close its page and use a passkey."</p>
        </form>
    }
}

/// Leaves for HubSpot's page.
fn go(url: &str) -> Result<(), ()> {
    let window = web_sys::window().ok_or(())?;
    if cfg!(feature = "gallery") {
        return Ok(());
    }
    window.location().assign(url).map_err(drop)
}
