//! What there is to see while nobody is signed in.

use leptos::prelude::*;

use crate::logic::failure::Failure;
use crate::parts::icon::Icon;
use crate::state::Console;

/// Nobody is signed in: how to get in.
#[component]
pub fn SignedOut(
    /// Why, if somebody was.
    why: Option<String>,
) -> impl IntoView {
    view! {
        <main class="calm">
            <div class="mark"><Icon name="line"/></div>
            <h1>"You are signed out"</h1>
            {why.map(|why| view! { <p class="why">{why}</p> })}
            <p><a class="go large" id="sign-in-link" href="/sign-in"><Icon name="key"/>"Sign in"</a></p>
            <p>"Here for the first time? Open your invitation's link. It works once. If you have none, ask an owner or administrator of your Sidetone for one: "<b>"People"</b>", then "<b>"Invite"</b>"."</p>
            <p>"If Sidetone is new here, it printed the first link in the terminal where it was started."</p>
        </main>
    }
}

/// The session could not be asked for.
#[component]
pub fn Unreached(
    /// What all pages share.
    console: Console,
    /// Why.
    failure: Failure,
) -> impl IntoView {
    view! {
        <main class="calm">
            <div class="mark"><Icon name="broken"/></div>
            <h1>"Not connected"</h1>
            <p role="alert">{failure.to_string()}</p>
            <button class="go" on:click=move |_| console.renew()>"Try again"</button>
        </main>
    }
}
