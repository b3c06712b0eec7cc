//! The frame around the pages: header, navigation, and the line that says when there is no connection.

use leptos::ev;
use leptos::prelude::*;

use super::calls::CallsPage;
use super::checks::ChecksPage;
use super::crm::CrmPage;
use super::header::Header;
use super::leave::Leave;
use super::passkeys::PasskeysPage;
use super::people::PeoplePage;
use super::phone::PhonePage;
use super::records::RecordsPage;
use super::reports::ReportsPage;
use super::tenants::TenantsPage;
use super::throttled::Throttled;
use crate::logic::route::Route;
use crate::parts::field::focus;
use crate::parts::icon::Icon;
use crate::state::Console;

/// Header, navigation and the page.
#[component]
pub fn Frame(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let route = Memo::new(move |_| match console.route.get() {
        Route::Tenants if !console.owner() => Route::People,
        route => route,
    });
    Effect::new(move |before: Option<Route>| {
        let now = route.get();
        document().set_title(&format!("{} · Sidetone", now.title()));
        if before.is_some_and(|before| before != now) {
            console.said.set(String::new());
            focus("title".to_owned());
        }
        now
    });
    let nothing = move || console.tenant.with(String::is_empty);
    let owner = Memo::new(move |_| console.owner());
    view! {
        <a class="skip" href="#title" on:click=move |event| { event.prevent_default(); focus("title".to_owned()); }>"Skip to the page"</a>
        <Header console/>
        <Connected console/>
        <Throttled console route/>
        <div class="frame">
            <Navigation route owner nothing=Memo::new(move |_| nothing())/>
            <main>
                {move || match route.get() {
                    Route::Tenants => view! { <TenantsPage console/> }.into_any(),
                    Route::SignIn => view! { <PasskeysPage console/> }.into_any(),
                    _ if nothing() => view! { <Nothing owner/> }.into_any(),
                    Route::People => view! { <PeoplePage console/> }.into_any(),
                    Route::Calls => view! { <CallsPage console/> }.into_any(),
                    Route::Records => view! { <RecordsPage console/> }.into_any(),
                    Route::Phone => view! { <PhonePage console/> }.into_any(),
                    Route::Crm => view! { <CrmPage console/> }.into_any(),
                    Route::Checks => view! { <ChecksPage console/> }.into_any(),
                    Route::Reports => view! { <ReportsPage console/> }.into_any(),
                }}
            </main>
        </div>
        {move || console.leaving.get().map(|to| view! { <Leave console to/> })}
    }
}

/// The pages by name.
#[component]
fn Navigation(
    /// The page that is shown.
    route: Memo<Route>,
    /// Whether an owner looks.
    owner: Memo<bool>,
    /// Whether there is no tenant to set up.
    nothing: Memo<bool>,
) -> impl IntoView {
    let alone = move || nothing.get() && !owner.get();
    let link = move |to: Route, icon: &'static str| {
        let current = move || (route.get() == to).then_some("page");
        view! { <li><a href=to.hash() aria-current=current><Icon name=icon/>{to.title()}</a></li> }
    };
    view! {
        <nav aria-label="Pages">
            <ul hidden=move || !alone()>{link(Route::SignIn, "key")}</ul>
            <ul hidden=alone>
                {link(Route::People, "people")}
                {link(Route::Calls, "phone")}
                {link(Route::Records, "records")}
                {link(Route::Phone, "keypad")}
                {link(Route::Checks, "check")}
                {link(Route::Reports, "info")}
                {move || owner.get().then(|| link(Route::Tenants, "home"))}
                <li class="group">
                    <p id="nav-settings">"Settings"<span>" › Developer Settings"</span></p>
                    <ul aria-labelledby="nav-settings">{link(Route::Crm, "linked")}</ul>
                </li>
            </ul>
        </nav>
    }
}

/// Says when the browser is offline or the backend does not answer; it is tried again by itself.
#[component]
fn Connected(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let online = || web_sys::window().is_none_or(|w| w.navigator().on_line());
    let offline =
        RwSignal::new(!online() || cfg!(feature = "gallery") && console.away.get_untracked());
    let handles = [
        window_event_listener(ev::online, move |_| {
            offline.set(false);
            console.read_all_again();
        }),
        window_event_listener(ev::offline, move |_| offline.set(true)),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    let text = move || {
        if offline.get() {
            Some("You are offline. What you typed stays here; save it when you are back.")
        } else if console.away.get() {
            Some("Sidetone does not answer at the moment. This page keeps trying.")
        } else {
            None
        }
    };
    view! {
        <div role="status">
            {move || text().map(|text| view! { <p class="strip"><Icon name="broken"/>{text}</p> })}
        </div>
    }
}

/// There is no tenant to set up.
#[component]
fn Nothing(
    /// Whether an owner looks.
    owner: Memo<bool>,
) -> impl IntoView {
    view! {
        <h1 id="title" tabindex="-1">{move || if owner.get() { "No tenant yet" } else { "Nothing to set up here" }}</h1>
        {move || if owner.get() {
            view! { <p class="lead">"A tenant is a part of the business with its own people and its own link to HubSpot. "<a href="#/tenants">"Add the first one"</a>"."</p> }.into_any()
        } else {
            view! { <p class="lead">"You take calls inside HubSpot; this console is for administrators. If you should be one, ask an owner to change your role."</p>
                <p class="lead">"Open HubSpot, and press "<b>"Sign in"</b>" in the Sidetone frame. "<a href="#/sign-in">"Your passkeys"</a>" sign you in there."</p> }.into_any()
        }}
    }
}
