//! Just after an invitation: offers a passkey, and says what comes next.

use leptos::prelude::*;

use crate::logic::route::Route;
use crate::pages::passkeys::make::Make;
use crate::parts::field::focus;
use crate::parts::icon::Icon;
use crate::state::{Console, Greeting};

/// Offers a passkey at once: the invitation's link does not work twice.
#[component]
pub fn Greet(
    /// What all pages share.
    console: Console,
    /// What is offered.
    greeting: Greeting,
) -> impl IntoView {
    let me = untrack(|| console.me());
    let nothing = me.as_ref().is_some_and(|me| !me.owner && me.tenants.is_empty());
    let name = me.map(|me| me.name).unwrap_or_default();
    let next = move || {
        console.greeting.set(nothing.then_some(Greeting::Next));
        focus("title".to_owned());
    };
    let made = Callback::new(move |()| {
        console.said.set("Your passkey is made. Next time, sign in with it.".to_owned());
        next();
    });
    match greeting {
        Greeting::Passkey => view! {
            <main class="calm">
                <div class="mark"><Icon name="key"/></div>
                <h1 id="title" tabindex="-1">{format!("Hello, {name}")}</h1>
                <p class="why">"Make a passkey now: next time you sign in with it, here and inside HubSpot. It is your fingerprint, your face or this device's PIN, and there is no password to keep."</p>
                <Make console made large=true/>
                <button class="plain" data-id="not-now" on:click=move |_| next()>"Not now"</button>
                <p class="help">"Without one you need a new invitation, or HubSpot where it is set up, to sign in again. You can make one later: press your name at the top."</p>
            </main>
        }
        .into_any(),
        Greeting::Next => view! {
            <main class="calm">
                <div class="mark"><Icon name="check"/></div>
                <h1 id="title" tabindex="-1">"You are ready"</h1>
                <p class="why" data-id="next">"Open HubSpot, and press "<b>"Sign in"</b>" in the Sidetone frame. There you take and make calls."</p>
                <p><a href=Route::SignIn.hash() on:click=move |_| console.greeting.set(None)>"See your passkeys"</a></p>
            </main>
        }
        .into_any(),
    }
}
