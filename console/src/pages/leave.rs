//! Asks before something that is not saved is lost.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::parts::dialog::{Dialog, shut};
use crate::parts::icon::Icon;
use crate::parts::working::Working;
use crate::state::{Console, Leaving};

/// Asks whether to stay.
#[component]
pub fn Leave(
    /// What all pages share.
    console: Console,
    /// Where somebody wants to go.
    to: Leaving,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let word = match &to {
        Leaving::Page(_) | Leaving::Tenant(_) => "Leave without saving",
        Leaving::SignOut => "Sign out without saving",
    };
    let go = Callback::new(move |()| {
        busy.set(true);
        let to = to.clone();
        spawn_local(async move {
            if let Err(failure) = console.leave_for(to).await {
                wrong.try_set(Some(failure.to_string()));
            }
            busy.try_set(false);
        });
    });
    view! {
        <Dialog node title="Your changes are not saved" closed=Callback::new(move |()| console.leaving.set(None))>
            <p>"If you leave this page now, what you changed on it is lost."</p>
            <div role="alert">{move || wrong.get().map(|text| view! { <div class="notice bad"><Icon name="alert"/><p>{text}</p></div> })}</div>
            <div class="actions">
                <button type="button" class="plain" on:click=move |_| shut(node)>"Stay here"</button>
                <Working class="stop" busy press=go>{word}</Working>
            </div>
        </Dialog>
    }
}
