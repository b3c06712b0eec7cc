//! An invitation was opened: greet, and sign in.

use contract::console::{NewPerson, Role, SignInConsole, Welcome};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::logic::failure::Failure;
use crate::logic::fields::Problems;
use crate::net::{Method, clock, send_json, session};
use crate::pages::outside::SignedOut;
use crate::parts::field::{General, TextField, focus_first};
use crate::parts::icon::Icon;
use crate::parts::working::Working;
use crate::state::Console;

const FORM: [&str; 2] = ["name", "email"];

/// An invitation. The first owner says who they are; others only press the button.
#[component]
pub fn Invited(
    /// What all pages share.
    console: Console,
    /// The invitation's code.
    code: String,
) -> impl IntoView {
    let found = RwSignal::new(None::<Result<Welcome, Failure>>);
    let ask = {
        let code = code.clone();
        move || {
            let body = SignInConsole { code: Some(code.clone()), owner: None };
            found.set(None);
            spawn_local(async move {
                let answer = send_json(Method::Post, "/api/console/welcome", &body).await;
                found.set(Some(answer));
            });
        }
    };
    ask();
    move || {
        match found.get() {
        None => view! { <main class="calm"><h1>"Sidetone"</h1><p role="status">"One moment…"</p></main> }.into_any(),
        Some(Ok(welcome)) => view! { <SignIn console code=code.clone() welcome/> }.into_any(),
        Some(Err(Failure::NoAnswer | Failure::Late | Failure::Unsure | Failure::Strange)) => {
            let ask = ask.clone();
            view! {
                <main class="calm">
                    <div class="mark"><Icon name="broken"/></div>
                    <h1>"Not connected"</h1>
                    <p role="alert">{Failure::NoAnswer.to_string()}" Your invitation is still good."</p>
                    <button class="go" on:click=move |_| ask()>"Try again"</button>
                </main>
            }
            .into_any()
        }
        Some(Err(failure)) => view! { <SignedOut why=Some(failure.to_string())/> }.into_any(),
    }
    }
}

/// Greets, and redeems the code.
#[component]
fn SignIn(
    /// What all pages share.
    console: Console,
    /// The invitation's code.
    code: String,
    /// Whom it was made for.
    welcome: Welcome,
) -> impl IntoView {
    let first = welcome.name.is_none();
    let (name, email) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (name, email) = (name.get_untracked(), email.get_untracked());
        let owner = first.then_some(NewPerson {
            name,
            email,
            role: Role::Owner,
            active: true,
            line: None,
            hubspot_sign_in: true,
        });
        let body = SignInConsole { code: Some(code.clone()), owner };
        spawn_local(async move {
            match session::open(body).await {
                Ok(()) => console.arrive().await,
                Err(failure) => {
                    let found = Problems::of(&failure, &FORM);
                    focus_first("welcome", &found, &FORM);
                    problems.set(found);
                    busy.set(false);
                }
            }
        });
    };
    let title = match &welcome.name {
        Some(name) => format!("Hello, {name}"),
        None => "Welcome to Sidetone".to_owned(),
    };
    let says = if first {
        "You are the first one here. Say who you are: you become the owner, and invite everybody else."
    } else {
        "This link signs you in to the console once. After that, this browser remembers you."
    };
    let fields = first.then(|| {
        view! {
            <TextField form="welcome" name="name" label="Your name" autocomplete="name" value=name set=move |v| name.set(v) problems/>
            <TextField form="welcome" name="email" label="Your e-mail address" kind="email" autocomplete="email" value=email set=move |v| email.set(v) problems/>
        }
    });
    view! {
        <main class="calm">
            <div class="mark"><Icon name="line"/></div>
            <h1>{title}</h1>
            <p>{says}</p>
            <form novalidate on:submit=send>
                <General problems/>
                {fields}
                <Working busy>{if first { "Set up Sidetone" } else { "Sign in" }}</Working>
            </form>
            <p class="help">"The link is good until "{clock::moment(welcome.expires)}"."</p>
        </main>
    }
}
