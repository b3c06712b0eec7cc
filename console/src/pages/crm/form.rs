//! A connection's form. All of it is saved, or nothing is.

use contract::console::Connection;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::credentials::Credentials;
use super::{Links, Shown};
use crate::logic::connection::{Draft, FORM, next_name};
use crate::logic::fields::Problems;
use crate::net::{Method, send_json};
use crate::parts::field::{General, focus_first};
use crate::parts::working::Working;

/// A connection's form.
#[component]
pub(super) fn ConnectionForm(
    /// What the page's parts share.
    links: Links,
    /// Its id; none for a new one.
    id: Option<String>,
    /// What is stored.
    stored: Memo<Option<Connection>>,
    /// Told whether the form holds what is not saved.
    unsaved: RwSignal<bool>,
) -> impl IntoView {
    let taken: Vec<_> = untrack(|| links.names()).into_iter().map(|(_, name)| name).collect();
    let form = id.clone().unwrap_or_else(|| "new".to_owned());
    // What was typed and not saved is still here after another page was looked at.
    let key = links.console.draft_key(id.as_deref());
    let typed = links.console.drafts.with_untracked(|drafts| drafts.get(&key).cloned());
    let came_back = typed.is_some();
    let draft = RwSignal::new(typed.unwrap_or_else(|| Draft::empty(next_name(&taken))));
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    // What is stored comes into the form unless something was typed that it would replace.
    Effect::new(move |before: Option<Option<Connection>>| {
        let now = stored.get();
        if let Some(now) = &now {
            let typed = match before.flatten() {
                None => came_back,
                Some(before) => draft.with_untracked(|d| d.differs(&before)),
            };
            if !typed {
                draft.set(Draft::of(now));
            }
        }
        now
    });
    let new = id.is_none();
    let (kept, cancelled) = (key.clone(), key.clone());
    Effect::new(move || {
        let differs = stored.with(|s| {
            draft.with(|d| match s {
                Some(s) => Some(d.differs(s)),
                // What is stored is being read: nothing is known.
                None => new.then(|| d.begun(&taken)),
            })
        });
        let Some(differs) = differs else { return };
        unsaved.set(differs);
        links.console.drafts.update_untracked(|drafts| {
            if differs {
                drafts.insert(kept.clone(), draft.get_untracked());
            } else {
                drafts.remove(&kept);
            }
        });
    });
    let prefix = form.clone();
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = draft.with_untracked(Draft::save);
        let (method, path) = match &id {
            Some(id) => (Method::Put, links.below(&format!("/{id}"))),
            None => (Method::Post, links.below("")),
        };
        let (prefix, key) = (prefix.clone(), key.clone());
        spawn_local(async move {
            match send_json::<Connection>(method, &path, &body).await {
                Ok(now) => {
                    problems.try_set(Problems::default());
                    links.console.drafts.update_untracked(|drafts| drop(drafts.remove(&key)));
                    draft.try_set(if new { Draft::empty("") } else { Draft::of(&now) });
                    links.console.said.set(format!("{} is saved.", now.name));
                    links.again().await;
                    if new {
                        links.shown.try_set(Shown::One(now.id));
                    }
                }
                Err(failure) => {
                    let found = Problems::of(&failure, &FORM);
                    focus_first(&prefix, &found, &FORM);
                    problems.try_set(found);
                }
            }
            busy.try_set(false);
        });
    };
    let cancel = move |_| {
        links.console.drafts.update_untracked(|drafts| drop(drafts.remove(&cancelled)));
        links.shown.set(Shown::First);
    };
    let several = move || !links.names().is_empty();
    view! {
        <form class="card" novalidate aria-label="Credentials" on:submit=save>
            <h2>{if new { "New connection" } else { "Credentials" }}</h2>
            <General problems/>
            <Credentials form stored draft problems/>
            <div class="actions">
                {new.then(|| view! { <button type="button" class="plain" hidden=move || !several() on:click=cancel>"Cancel"</button> })}
                <p class="help" hidden=move || !unsaved.get()>"Not saved yet"</p>
                <Working busy>"Save"</Working>
            </div>
        </form>
    }
}
