//! Adding a passkey: its name first, then the browser's window.

use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen_futures::spawn_local;

use super::Shelf;
use super::make::{Unmade, make, suggested};
use crate::logic::fields::Problems;
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{General, TextField, focus_first};
use crate::parts::working::Working;

const FORM: [&str; 1] = ["name"];

/// Asks for a name and makes the passkey.
#[component]
pub(super) fn Add(
    /// What the page's parts share.
    shelf: Shelf,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let taken: Vec<_> = shelf.names();
    let name = RwSignal::new(suggested(&taken));
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = name.get_untracked().trim().to_owned();
        if typed.is_empty() {
            let found = Problems::at_field("name", "Enter a name, so that you know it again.");
            focus_first("passkey", &found, &FORM);
            return problems.set(found);
        }
        busy.set(true);
        problems.set(Problems::default());
        spawn_local(async move {
            match make(typed).await {
                Ok(made) => {
                    shelf.console.said.set(format!("The passkey {} is made.", made.name));
                    shelf.again().await;
                    shut(node);
                }
                Err(Unmade::Failed(failure)) => {
                    let found = Problems::of(&failure, &FORM);
                    focus_first("passkey", &found, &FORM);
                    problems.try_set(found);
                }
                Err(why) => drop(problems.try_set(Problems::says(&why.text()))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog node title="Add a passkey" closed=Callback::new(move |()| shelf.doing.set(None))>
            <form novalidate on:submit=send>
                <p>"Your browser asks for your fingerprint, your face, this device's PIN or a security key. Nothing of that leaves the device."</p>
                <General problems/>
                <TextField form="passkey" name="name" label="Name" help="For you, to know it again."
                    value=name set=move |v| name.set(v) problems/>
                <div class="actions">
                    <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                    <Working busy>"Create the passkey"</Working>
                </div>
            </form>
        </Dialog>
    }
}
