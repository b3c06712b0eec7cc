//! Checks: what keeps a tenant from working, asked live.

mod one;

use contract::console::Checks;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::logic::checks::{groups, heading, summary};
use crate::net::clock;
use crate::parts::icon::Icon;
use crate::parts::reading::{Progress, Reading};
use crate::parts::working::Working;
use crate::state::Console;
use one::One;

/// The page. What was found stays while it is asked again.
#[component]
pub fn ChecksPage(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let checks = Reading::<Checks>::new();
    let busy = RwSignal::new(false);
    let runs = StoredValue::new(0_u32);
    let run = move || {
        let path = Console::path(&console.tenant.get_untracked(), "checks");
        let turn = runs.get_value() + 1;
        runs.set_value(turn);
        busy.set(true);
        spawn_local(async move {
            checks.read(path).await;
            // Another tenant's run may have begun since.
            if runs.try_get_value() == Some(turn) {
                busy.set(false);
            }
        });
    };
    Effect::new(move |before: Option<String>| {
        let tenant = console.tenant.get();
        if before.is_some_and(|before| before != tenant) {
            checks.clear();
        }
        run();
        tenant
    });
    let again = Callback::new(move |()| run());
    let sum = Memo::new(move |_| checks.value.with(|c| c.as_ref().map(|c| summary(&c.checks))));
    let at = move || checks.value.with(|c| c.as_ref().map(|c| clock::moment(c.at)));
    let first = move || busy.get() && checks.value.with(Option::is_none);
    let grouped = move || checks.value.with(|c| c.as_ref().map(|c| groups(&c.checks)));
    view! {
        <div class="top">
            <div>
                <h1 id="title" tabindex="-1">"Checks"</h1>
                <p class="lead">"What keeps "{move || console.tenant_name()}" from working, asked of HubSpot and the service at this moment."</p>
            </div>
            <div class="buttons">
                <Working class="go" busy press=again><Icon name="again"/><span>"Run again"</span></Working>
            </div>
        </div>
        // The summary is what is announced; the rest is there to be read.
        <div role="status">
            {move || sum.get().filter(|_| !busy.get()).map(|sum| view! { <p class="sum" data-id="summary">{sum}</p> })}
            {move || (busy.get() && !first()).then(|| view! { <p class="sum">"Checking…"</p> })}
        </div>
        <p class="help gap">{move || at().map(|at| format!("Asked {at}."))}</p>
        {move || first().then(|| view! { <p class="help">"HubSpot is asked several things. That takes some seconds."</p> })}
        <Progress of=checks again/>
        <div class="checks" aria-busy=move || busy.get().to_string()>
            {move || grouped().into_iter().flatten().map(|(group, checks)| view! {
                <section class="card" aria-label=heading(group)>
                    <h2>{heading(group)}</h2>
                    <ul>{checks.into_iter().map(|check| view! { <One check/> }).collect_view()}</ul>
                </section>
            }).collect_view()}
        </div>
    }
}
