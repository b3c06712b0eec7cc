//! Removing a passkey asks first; the last one warns.

use contract::console::Passkey;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Shelf;
use crate::logic::fields::Problems;
use crate::net::{Method, send};
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::General;
use crate::parts::icon::Icon;
use crate::parts::working::Working;

/// Asks whether to remove a passkey.
#[component]
pub(super) fn Remove(
    /// What the page's parts share.
    shelf: Shelf,
    /// The passkey.
    passkey: Passkey,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let last = shelf.names().len() == 1;
    let title = format!("Remove {}?", passkey.name);
    let press = Callback::new(move |()| {
        busy.set(true);
        let (path, name) = (format!("/api/console/passkeys/{}", passkey.id), passkey.name.clone());
        spawn_local(async move {
            match send(Method::Delete, &path, &serde_json::json!({})).await {
                Ok(_) => {
                    shelf.console.said.set(format!("The passkey {name} is removed."));
                    shelf.again().await;
                    shut(node);
                }
                Err(failure) => drop(problems.try_set(Problems::of(&failure, &[]))),
            }
            busy.try_set(false);
        });
    });
    view! {
        <Dialog node title closed=Callback::new(move |()| shelf.doing.set(None))>
            <General problems/>
            {last.then(|| view! {
                <div class="notice warn"><Icon name="alert"/><p>"This is your last passkey. Without one you need a new invitation, or HubSpot where it is set up, to sign in again."</p></div>
            })}
            <p>"Nobody can sign in with it any more. Your device may go on offering it: remove it there as well."</p>
            <div class="actions">
                <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                <Working class="stop" busy press>"Remove"</Working>
            </div>
        </Dialog>
    }
}
