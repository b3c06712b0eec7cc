//! Tenants: list, add, rename. Owners only.

use contract::console::{Membership, TenantRow};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen_futures::spawn_local;

use crate::logic::fields::Problems;
use crate::net::{Method, send};
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{General, TextField, focus_first};
use crate::parts::icon::Icon;
use crate::parts::working::Working;
use crate::state::Console;

/// All tenants.
#[component]
pub fn TenantsPage(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    // The tenant that is being named; `Some(None)` is a new one.
    let naming = RwSignal::new(None::<Option<Membership>>);
    let tenants = move || console.me().map(|me| me.tenants).unwrap_or_default();
    let row = move |tenant: Membership| {
        let (id, name) = (tenant.tenant.clone(), tenant.name.clone());
        let here = {
            let id = id.clone();
            move || console.tenant.with(|t| *t == id)
        };
        view! {
            <li>
                <p class="name">{name.clone()}</p>
                <p class="tag" hidden=move || !here()>"Shown now"</p>
                <button
                    class="plain"
                    aria-label=format!("Rename {name}")
                    on:click=move |_| naming.set(Some(Some(tenant.clone())))
                >
                    "Rename"
                </button>
            </li>
        }
    };
    view! {
        <div class="top">
            <div>
                <h1 id="title" tabindex="-1">"Tenants"</h1>
                <p class="lead">"Parts of the business that share this Sidetone. Each has its own people and its own link to HubSpot, and sees nothing of the others."</p>
            </div>
            <button class="go" on:click=move |_| naming.set(Some(None))><Icon name="plus"/>"Add tenant"</button>
        </div>
        {move || tenants().is_empty().then(|| view! { <p class="empty">"No tenant yet. Add the first one."</p> })}
        <ul class="list" hidden=move || tenants().is_empty()>
            <For each=tenants key=|t| (t.tenant.clone(), t.name.clone()) children=row/>
        </ul>
        {move || naming.get().map(|tenant| view! {
            <Naming console tenant closed=Callback::new(move |()| naming.set(None))/>
        })}
    }
}

/// Names a tenant.
#[component]
fn Naming(
    /// What all pages share.
    console: Console,
    /// The tenant; none for a new one.
    tenant: Option<Membership>,
    /// The dialog was closed.
    closed: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let name = RwSignal::new(tenant.as_ref().map(|t| t.name.clone()).unwrap_or_default());
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let (title, button) =
        if tenant.is_some() { ("Rename tenant", "Rename") } else { ("Add tenant", "Add tenant") };
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = TenantRow { name: name.get_untracked() };
        let (method, path) = match &tenant {
            Some(t) => (Method::Patch, format!("/api/console/tenants/{}", t.tenant)),
            None => (Method::Post, "/api/console/tenants".to_owned()),
        };
        spawn_local(async move {
            match send(method, &path, &body).await {
                Ok(_) => {
                    console.said.set(format!("{} is saved.", body.name.trim()));
                    if let Err(failure) = console.read_me().await {
                        console.said.set(failure.to_string());
                    }
                    shut(node);
                }
                Err(failure) => {
                    let found = Problems::of(&failure, &["name"]);
                    focus_first("tenant-form", &found, &["name"]);
                    problems.set(found);
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog node title closed>
            <form novalidate on:submit=save>
                <General problems/>
                <TextField form="tenant-form" name="name" label="Name" value=name set=move |v| name.set(v) problems/>
                <div class="actions">
                    <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                    <Working busy>{button}</Working>
                </div>
            </form>
        </Dialog>
    }
}
