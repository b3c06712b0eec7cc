//! Importing people from the linked HubSpot account.

use std::collections::BTreeSet;

use contract::console::{HubSpotUser, ImportUsers, Imported, Role};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen_futures::spawn_local;

use super::Desk;
use crate::logic::fields::Problems;
use crate::logic::picking::{all, matches, open, problem, set_all};
use crate::logic::words;
use crate::net::{Method, send_json};
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{Choice, General, TextField, focus, focus_first, id};
use crate::parts::reading::{Progress, Reading};
use crate::parts::working::Working;

const FORM: [&str; 2] = ["search", "role"];

/// A list to choose from. Who is here already is shown, and cannot be chosen.
#[component]
pub(super) fn FromHubSpot(
    /// What the page's parts share.
    desk: Desk,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let users = Reading::<Vec<HubSpotUser>>::new();
    let again = Callback::new(move |()| users.start(desk.below("/hubspot")));
    again.run(());
    let searched = RwSignal::new(String::new());
    let chosen = RwSignal::new(BTreeSet::<String>::new());
    let role = RwSignal::new(Role::Agent);
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let ids: Vec<_> = chosen.with_untracked(|c| c.iter().cloned().collect());
        if let Some(text) = problem(ids.len()) {
            return problems.set(Problems::says(&text));
        }
        busy.set(true);
        problems.set(Problems::default());
        let body = ImportUsers { users: ids, role: role.get_untracked() };
        let path = desk.below("/hubspot");
        spawn_local(async move {
            match send_json::<Imported>(Method::Post, &path, &body).await {
                Ok(done) => {
                    desk.console.said.set(words::imported(done));
                    desk.again().await;
                    shut(node);
                }
                Err(failure) => {
                    let found = Problems::of(&failure, &FORM);
                    focus_first("hubspot-users", &found, &FORM);
                    problems.try_set(found);
                }
            }
            busy.try_set(false);
        });
    };
    let there = Memo::new(move |_| users.value.with(|u| u.as_ref().is_some_and(|u| !u.is_empty())));
    // The list is there to be searched first.
    Effect::new(move || {
        if there.get() {
            focus(id("hubspot-users", "search"));
        }
    });
    let none = move || users.value.with(|u| u.as_ref().is_some_and(Vec::is_empty));
    let count = move || match chosen.with(BTreeSet::len) {
        0 => "Nobody chosen".to_owned(),
        n => format!("{n} chosen"),
    };
    let options = Signal::derive(move || {
        let option = |r| (words::role_value(r).to_owned(), words::role(r).to_owned());
        desk.console.roles().into_iter().map(option).collect::<Vec<_>>()
    });
    view! {
        <Dialog node title="Import from HubSpot" closed=Callback::new(move |()| desk.doing.set(None))>
            <form novalidate on:submit=send>
                <p class="help">"The users of the linked account. Nobody is invited by this: do that next."</p>
                <Progress of=users again/>
                {move || none().then(|| view! { <p class="empty">"HubSpot names no users in this account."</p> })}
                <General problems/>
                <div class="stack" hidden=move || !there.get()>
                    <TextField form="hubspot-users" name="search" label="Search" kind="search"
                        value=searched set=move |v| searched.set(v) problems/>
                    <Picking users searched chosen/>
                    <Choice form="hubspot-users" name="role" label="They become" options
                        value=Signal::derive(move || words::role_value(role.get()).to_owned())
                        set=move |v: String| role.set(words::role_of(&v)) problems/>
                    <p class="help">{move || words::may(role.get())}</p>
                </div>
                <div class="actions">
                    <p class="help grow" role="status">{move || there.get().then(count)}</p>
                    <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                    {move || there.get().then(|| view! { <Working busy>"Import"</Working> })}
                </div>
            </form>
        </Dialog>
    }
}

/// The list. A choice outlives the search that no longer shows it.
#[component]
fn Picking(
    /// Who is in the account.
    users: Reading<Vec<HubSpotUser>>,
    /// What is searched.
    searched: RwSignal<String>,
    /// The ids of those who are chosen.
    chosen: RwSignal<BTreeSet<String>>,
) -> impl IntoView {
    let list = Memo::new(move |_| users.value.get().unwrap_or_default());
    let shown = move || {
        let searched = searched.get();
        list.get().into_iter().filter(|u| matches(u, &searched)).collect::<Vec<_>>()
    };
    let can = Memo::new(move |_| list.with(|l| searched.with(|s| open(l, s))));
    let every = Memo::new(move |_| can.with(|can| chosen.with(|c| all(c, can))));
    let nobody = move || shown().is_empty();
    view! {
        <label class="check" hidden=move || can.with(Vec::is_empty)>
            <input
                type="checkbox"
                data-id="select-all"
                prop:checked=every
                on:change=move |e| {
                    let on = event_target_checked(&e);
                    can.with_untracked(|can| chosen.update(|c| set_all(c, can, on)));
                }
            />
            <b>"Select all"{move || (!searched.with(|s| s.trim().is_empty())).then_some(" that are shown")}</b>
        </label>
        <div class="picking" role="group" aria-label="Users in HubSpot" tabindex="0">
            <For each=shown key=|u| u.id.clone() children=move |user| view! { <One user chosen/> }/>
            <p class="help" hidden=move || !nobody()>"Nobody is called that. Search for something else."</p>
        </div>
    }
}

/// One user.
#[component]
fn One(
    /// Them.
    user: HubSpotUser,
    /// The ids of those who are chosen.
    chosen: RwSignal<BTreeSet<String>>,
) -> impl IntoView {
    let HubSpotUser { id, name, email, known } = user;
    let own = id.clone();
    let on = move || chosen.with(|c| c.contains(&own));
    let turn = move |event: ev::Event| {
        let on = event_target_checked(&event);
        chosen.update(|c| set_all(c, std::slice::from_ref(&id), on));
    };
    view! {
        <label class="check">
            <input type="checkbox" disabled=known prop:checked=on on:change=turn/>
            <span>
                <span class="name">{name}</span>
                {known.then(|| view! { <span class="tag">"Here already"</span> })}
                <span class="second">{email}</span>
            </span>
        </label>
    }
}
