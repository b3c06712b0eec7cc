//! Removing a connection that is not linked. Asks first.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Links, Shown};
use crate::logic::fields::Problems;
use crate::net::{Method, send};
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{General, focus};
use crate::parts::working::Working;

/// Asks whether to remove a connection.
#[component]
pub(super) fn Removing(
    /// What the page's parts share.
    links: Links,
    /// The connection's id.
    id: String,
    /// The dialog was closed.
    closed: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let own = id.clone();
    let name = untrack(|| links.names()).into_iter().find(|(i, _)| *i == own).map(|(_, name)| name);
    let name = name.unwrap_or_default();
    let title = format!("Remove {name}?");
    let press = Callback::new(move |()| {
        busy.set(true);
        let (path, name) = (links.below(&format!("/{id}")), name.clone());
        let key = links.console.draft_key(Some(&id));
        spawn_local(async move {
            match send(Method::Delete, &path, &serde_json::json!({})).await {
                Ok(_) => {
                    links.console.said.set(format!("{name} is removed."));
                    links.console.drafts.update_untracked(|drafts| drop(drafts.remove(&key)));
                    shut(node);
                    links.shown.try_set(Shown::First);
                    links.again().await;
                    focus("title".to_owned());
                }
                Err(failure) => drop(problems.try_set(Problems::of(&failure, &[]))),
            }
            busy.try_set(false);
        });
    });
    view! {
        <Dialog node title closed>
            <General problems/>
            <p>"Its credentials are erased here. Nothing changes in HubSpot, and records stay."</p>
            <div class="actions">
                <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                <Working class="stop" busy press>"Remove connection"</Working>
            </div>
        </Dialog>
    }
}
