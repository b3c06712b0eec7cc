//! Removing the app from the account in HubSpot. Says first who is cut off, and asks for a typed word.

use contract::console::{Uninstall, Unlink};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen_futures::spawn_local;

use super::Links;
use crate::logic::fields::Problems;
use crate::net::{Method, send};
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{General, TextField, focus_first};
use crate::parts::icon::Icon;
use crate::parts::reading::{Progress, Reading};
use crate::parts::working::Working;

/// Asks what would be cut off, and then whether to do it.
#[component]
pub(super) fn Uninstalling(
    /// What the page's parts share.
    links: Links,
    /// The connection's id.
    id: String,
    /// The dialog was closed.
    closed: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let path = links.below(&format!("/{id}/uninstall"));
    let asked = Reading::<Uninstall>::new();
    asked.start(path.clone());
    let again = {
        let path = path.clone();
        Callback::new(move |()| asked.start(path.clone()))
    };
    let cancel = move || view! { <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button> };
    view! {
        <Dialog node title="Uninstall from HubSpot?" closed>
            <Progress of=asked again/>
            {move || asked.value.get().map(|found| match found.allowed {
                true => view! { <Sure links path=path.clone() found node/> }.into_any(),
                false => view! {
                    <CutOff found/>
                    <div class="notice warn"><Icon name="alert"/><p>"You may not do this: it would cut off tenants that are not yours. Ask an owner to do it, or unlink only this tenant."</p></div>
                    <div class="actions">{cancel()}</div>
                }
                .into_any(),
            })}
            {move || asked.value.with(Option::is_none).then(|| view! { <div class="actions">{cancel()}</div> })}
        </Dialog>
    }
}

/// Who else would be cut off.
#[component]
fn CutOff(
    /// What was found.
    found: Uninstall,
) -> impl IntoView {
    (!found.cuts_off.is_empty()).then(|| {
        view! {
            <p>"These tenants use the same app in the same account, and lose their link too:"</p>
            <ul class="plainly" data-id="cuts-off">
                {found.cuts_off.into_iter().map(|name| view! { <li><b>{name}</b></li> }).collect_view()}
            </ul>
        }
    })
}

/// Says what it does, and does it once the word is typed.
#[component]
fn Sure(
    /// What the page's parts share.
    links: Links,
    /// Where to ask for it.
    path: String,
    /// What was found.
    found: Uninstall,
    /// The dialog.
    node: NodeRef<html::Dialog>,
) -> impl IntoView {
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
        let path = path.clone();
        spawn_local(async move {
            match send(Method::Post, &path, &body).await {
                Ok(_) => {
                    links.console.said.set("The app is removed from the account.".to_owned());
                    shut(node);
                    links.again().await;
                }
                Err(failure) => {
                    let found = Problems::of(&failure, &["word"]);
                    focus_first("uninstall", &found, &["word"]);
                    problems.set(found);
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <form novalidate on:submit=send>
            <ul class="plainly">
                <li>"HubSpot removes the app from the account, with everything it was allowed to do."</li>
                <li>"Sidetone no longer finds customers there, writes no calls down, and nobody signs in with HubSpot."</li>
                <li>"Records of calls stay. The credentials stay stored here; linking installs the app again."</li>
            </ul>
            <CutOff found/>
            <General problems/>
            <TextField form="uninstall" name="word" label="Type UNINSTALL to remove the app" value=word set=move |v| word.set(v) problems/>
            <div class="actions">
                <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                <Working class="stop" busy>"Uninstall from HubSpot"</Working>
            </div>
        </form>
    }
}
