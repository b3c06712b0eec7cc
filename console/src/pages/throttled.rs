//! The meter is read for as long as a tenant's page is looked at; a line says when HubSpot wants
//! fewer requests.

use contract::console::Meter;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::logic::meter::throttled;
use crate::logic::route::Route;
use crate::net::{clock, get};
use crate::parts::icon::Icon;
use crate::state::Console;

/// How often it is read where the meter itself is on the page, in milliseconds.
const OFTEN: u64 = 2_000;
/// How many times that elsewhere.
const SELDOM: u32 = 5;

/// Reads the meter, and says when HubSpot wants fewer requests.
#[component]
pub fn Throttled(
    /// What all pages share.
    console: Console,
    /// The page that is shown.
    route: Memo<Route>,
) -> impl IntoView {
    let here = StoredValue::new(());
    let now = RwSignal::new(clock::now());
    spawn_local(async move {
        let mut turn = 0;
        // The frame goes away with the session.
        while here.try_get_value().is_some() {
            let often = route.try_get_untracked() == Some(Route::Crm);
            if often || turn % SELDOM == 0 {
                read(console, route).await;
            }
            now.try_set(clock::now());
            turn += 1;
            clock::wait(OFTEN).await;
        }
    });
    Effect::new(move |before: Option<String>| {
        let tenant = console.tenant.get();
        if before.is_some_and(|before| before != tenant) {
            console.meter.set(None);
        }
        tenant
    });
    let text = Memo::new(move |_| console.meter.with(|m| throttled(m.as_ref()?, now.get())));
    let shown = Memo::new(move |_| text.with(Option::is_some));
    // Announced once, not with every second that goes by.
    view! {
        <p class="heard" role="status">{move || shown.get().then_some("HubSpot asks for fewer requests.")}</p>
        {move || shown.get().then(|| view! {
            <section aria-label="HubSpot's limits"><p class="strip" data-id="throttled"><Icon name="wait"/><span>{text}</span></p></section>
        })}
    }
}

/// Reads the meter of the tenant that is looked at, if one is. Trouble leaves it unknown: the page
/// says elsewhere when there is no connection.
async fn read(console: Console, route: Memo<Route>) {
    let tenant = console.tenant.get_untracked();
    let looked = route.try_get_untracked().is_some_and(Route::of_tenant);
    let hidden = document().hidden();
    let lost = console.lost.with_untracked(Option::is_some);
    if tenant.is_empty() || !looked || hidden || lost {
        return;
    }
    let meter = get::<Meter>(&Console::path(&tenant, "meter")).await.ok();
    if console.tenant.with_untracked(|t| *t == tenant) {
        console.meter.set(meter);
    }
}
