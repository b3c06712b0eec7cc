//! The session ended while somebody was at work. The page stays as it is; signing in happens in another
//! window, and then this one goes on.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::net::{clock, opener};
use crate::parts::dialog::{Dialog, shut};
use crate::parts::icon::Icon;
use crate::parts::working::Working;
use crate::state::Console;

/// How often is asked whether there is a session again, in milliseconds, beside the moments when the
/// other window says so or this one is looked at.
const EVERY: u64 = 10_000;

/// Says that the session is over, over whatever is open. *Look at the page* puts it aside as a line at
/// the bottom.
#[component]
pub fn Again(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let aside = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let told = RwSignal::new(None::<&'static str>);
    let why = console.lost.get_untracked().unwrap_or_default();
    // Whatever is tried without a session brings this back, also over another dialog.
    Effect::new(move |before: Option<()>| {
        console.lost.track();
        if before.is_some() {
            aside.set(false);
        }
    });
    let aside_now = Memo::new(move |_| aside.get());
    let here = RwSignal::new(());
    // One question at a time; an answer after this is gone changes nothing.
    let ask = move |aloud: bool| {
        if busy.try_get_untracked() != Some(false) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let on = console.go_on().await;
            busy.try_set(false);
            if !on && aloud {
                told.try_set(Some("Nobody is signed in yet. Sign in in the other window first."));
            }
        });
    };
    let handles = [
        window_event_listener(leptos::ev::focus, move |_| ask(false)),
        window_event_listener(leptos::ev::message, move |event| {
            if opener::is_signed_in(&event) {
                ask(false);
            }
        }),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    spawn_local(async move {
        loop {
            clock::wait(EVERY).await;
            if here.try_get_untracked().is_none() {
                return;
            }
            if !document().hidden() {
                ask(false);
            }
        }
    });
    let press = move |_| {
        if !open() {
            told.set(Some("The browser kept the window shut. Allow it for this page, or open Sidetone in another tab and sign in there."));
        }
    };
    let proceed = Callback::new(move |()| ask(true));
    let closed = Callback::new(move |()| aside.set(true));
    move || {
        if aside_now.get() {
            return view! {
                <p class="aside" role="status">
                    <Icon name="broken"/>
                    <span>"You are signed out. What you typed stays here."</span>
                    <button class="small" data-id="sign-in-again" on:click=move |_| aside.set(false)>"Sign in again"</button>
                </p>
            }
            .into_any();
        }
        let why = why.clone();
        view! {
            <Dialog node title="You are signed out: sign in again" closed>
                <p>{why}</p>
                <p>"What you typed stays on this page. Sign in in another window; this one then goes on by itself."</p>
                <p class="problem" role="alert">{move || told.get()}</p>
                <div class="actions">
                    <button type="button" class="plain" on:click=move |_| shut(node)>"Look at the page"</button>
                    <Working class="plain" busy press=proceed>"Go on"</Working>
                    <button type="button" class="go" autofocus data-id="sign-in-again" on:click=press>"Sign in"</button>
                </div>
            </Dialog>
        }
        .into_any()
    }
}

/// Opens the sign-in window. It keeps its opener: that is told when it is done.
fn open() -> bool {
    let features = "popup,width=480,height=720";
    let opened = web_sys::window().and_then(|window| {
        window
            .open_with_url_and_target_and_features("/sign-in#again", "sidetone-again", features)
            .ok()
            .flatten()
    });
    opened.is_some()
}
