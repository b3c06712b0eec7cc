//! Unlinking asks for a word, and says what it does.

use contract::console::Unlink;
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen_futures::spawn_local;

use super::Links;
use crate::logic::fields::Problems;
use crate::net::{Method, send};
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{General, TextField, focus_first};
use crate::parts::working::Working;

/// Asks whether to unlink.
#[component]
pub(super) fn Unlinking(
    /// What the page's parts share.
    links: Links,
    /// The connection's id.
    id: String,
    /// The dialog was closed.
    closed: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let word = RwSignal::new(String::new());
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = Unlink { word: word.get_untracked().trim().to_owned() };
        let path = links.below(&format!("/{id}/unlink"));
        spawn_local(async move {
            match send(Method::Post, &path, &body).await {
                Ok(_) => {
                    links.console.said.set("The account is unlinked.".to_owned());
                    shut(node);
                    links.again().await;
                }
                Err(failure) => {
                    let found = Problems::of(&failure, &["word"]);
                    focus_first("unlink", &found, &["word"]);
                    problems.set(found);
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog node title="Unlink Credentials?" closed>
            <form novalidate on:submit=send>
                <ul class="plainly">
                    <li>"Sidetone no longer finds customers in this account, and writes no calls down in it."</li>
                    <li>"HubSpot takes nothing back that it has issued: an access token that is out dies within 30 minutes."</li>
                    <li>"The credentials stay stored; linking again takes one press."</li>
                </ul>
                <General problems/>
                <TextField form="unlink" name="word" label="Type DELETE to unlink" value=word set=move |v| word.set(v) problems/>
                <div class="actions">
                    <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                    <Working class="stop" busy>"Unlink Credentials"</Working>
                </div>
            </form>
        </Dialog>
    }
}
