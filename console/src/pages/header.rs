//! The top of every page: the product, the tenant, who is signed in.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::logic::route::Route;
use crate::parts::icon::Icon;
use crate::state::{Console, Leaving};

/// The top of every page.
#[component]
pub fn Header(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let sign_out = move |_| {
        if busy.get_untracked() || !console.may_leave(Leaving::SignOut) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if let Err(failure) = console.leave_for(Leaving::SignOut).await {
                console.said.set(format!("You are still signed in. {failure}"));
                busy.set(false);
            }
        });
    };
    let tenants = Memo::new(move |_| console.me().map(|me| me.tenants).unwrap_or_default());
    let several = move || tenants.with(|t| t.len() > 1);
    let choose = move |event| {
        let tenant = event_target_value(&event);
        if console.may_leave(Leaving::Tenant(tenant.clone())) {
            console.choose(tenant);
        } else {
            let select: web_sys::HtmlSelectElement = event_target(&event);
            select.set_value(&console.tenant.get_untracked());
        }
    };
    let name = move || console.me().map(|me| me.name).unwrap_or_default();
    let role = move || {
        let here = console.tenant.get();
        let role = tenants.with(|t| t.iter().find(|t| t.tenant == here).map(|t| t.role));
        if console.owner() { "Owner" } else { role.map_or("", crate::logic::words::role) }
    };
    view! {
        <header>
            <p class="brand"><Icon name="line"/>"Sidetone"</p>
            <div class="tenant" hidden=move || !several()>
                <label for="tenant">"Tenant"</label>
                <select
                    id="tenant"
                    on:change=choose
                >
                    {move || tenants.get().into_iter().map(|t| {
                        let id = t.tenant.clone();
                        view! {
                            <option value=t.tenant selected=move || console.tenant.with(|c| *c == id)>{t.name}</option>
                        }
                    }).collect_view()}
                </select>
            </div>
            <div class="who">
                <p><a class="name" href=Route::SignIn.hash() data-id="me" title="Your sign-in">{name}</a></p>
                <p>{role}</p>
            </div>
            <button class="plain" aria-busy=move || busy.get().to_string() on:click=sign_out>"Sign out"</button>
        </header>
    }
}
