//! Calls: what there was, and what HubSpot has of each.

mod again;
mod detail;
mod list;
mod row;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::logic::calls::banner;
use crate::logic::fields::Problems;
use crate::net::clock;
use crate::parts::field::TextField;
use crate::parts::icon::Icon;
use crate::parts::working::Working;
use crate::state::Console;
use again::AllAgain;
use detail::Detail;
use list::List;
use row::Row;

/// How long typing has to pause before it is searched, in milliseconds.
const PAUSE_MS: u64 = 300;

/// The page.
#[component]
pub fn CallsPage(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let list = List::new(console);
    Effect::new(move |before: Option<String>| {
        console.calls.track();
        let tenant = console.tenant.get();
        if before.as_ref() == Some(&tenant) {
            list.refresh();
        } else {
            list.open.set(None);
            list.begin();
        }
        tenant
    });
    let ids = Memo::new(move |_| {
        list.log.with(|l| l.iter().flat_map(|l| &l.rows).map(|r| r.id.clone()).collect::<Vec<_>>())
    });
    let none = move || ids.with(Vec::is_empty);
    let empty = move || list.log.with(|l| l.as_ref().is_some_and(|l| l.rows.is_empty()));
    let more = Memo::new(move |_| list.log.with(|l| l.as_ref().is_some_and(|l| l.more)));
    let narrowed =
        move || list.refused.get() || list.searched.with(|s| s.bytes().any(|b| b.is_ascii_digit()));
    view! {
        <div class="top">
            <div>
                <h1 id="title" tabindex="-1">"Calls"</h1>
                <p class="lead">"What "{move || console.tenant_name()}" spoke, and what HubSpot has of it. Newest first."</p>
            </div>
        </div>
        <Above list/>
        <Narrow list/>
        {move || list.failure.get().map(|failure| view! {
            <div class="notice bad gap" role="alert">
                <Icon name="alert"/>
                <p>{failure.to_string()}</p>
                <button class="small" on:click=move |_| list.begin()>"Try again"</button>
            </div>
        })}
        {move || (list.log.with(Option::is_none) && list.failure.with(Option::is_none)).then(|| view! { <p class="loading" role="status">"Loading…"</p> })}
        <div role="status">
            {move || empty().then(|| match narrowed() {
                true => view! { <p class="empty">"No such call."</p> },
                false => view! { <p class="empty">"No calls yet. They stand here as soon as they ring."</p> },
            })}
        </div>
        // The roles are said because the table is drawn as cards where it is narrow.
        <table role="table" class="calls" hidden=none aria-label="Calls">
            <thead role="rowgroup">
                <tr role="row">
                    {["With", "When", "Agent", "Spoken", "Outcome", "In HubSpot", "More"].map(|head| view! { <th role="columnheader" scope="col">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For each=move || ids.get() key=String::clone children=move |id| view! { <Row list id/> }/>
            </tbody>
        </table>
        <div class="older" hidden=move || !more.get()>
            <Working class="plain" busy=list.older_busy press=Callback::new(move |()| list.older())>"Show older calls"</Working>
        </div>
        {move || list.open.get().map(|id| view! { <Detail list id/> })}
    }
}

/// What there is to say above the list.
#[component]
fn Above(
    /// What the page's parts share.
    list: List,
) -> impl IntoView {
    let told = Memo::new(move |_| list.log.with(|l| l.as_ref().and_then(banner)));
    let refused = Memo::new(move |_| told.with(|t| t.as_ref().is_some_and(|(bad, _)| *bad)));
    view! {
        <div role="status" class="above">
            {move || told.get().map(|(bad, text)| view! {
                <div class="notice" class:bad=bad class:warn=!bad data-id="banner"><Icon name=if bad { "alert" } else { "wait" }/><p>{text}</p></div>
            })}
        </div>
        {move || refused.get().then(|| view! { <AllAgain list/> })}
    }
}

/// What narrows the list.
#[component]
fn Narrow(
    /// What the page's parts share.
    list: List,
) -> impl IntoView {
    let problems = RwSignal::new(Problems::default());
    let search = move |text: String| {
        list.searched.set(text.clone());
        spawn_local(async move {
            clock::wait(PAUSE_MS).await;
            if list.searched.try_with_untracked(|now| *now == text) == Some(true) {
                list.begin();
            }
        });
    };
    let choose = move |refused: bool| {
        move |_| {
            if list.refused.get_untracked() != refused {
                list.refused.set(refused);
                list.begin();
            }
        }
    };
    let pressed = move |refused: bool| move || (list.refused.get() == refused).to_string();
    let count = move || list.log.with(|l| l.as_ref().map_or(0, |l| l.refused));
    view! {
        <div class="narrow">
            <div class="tabs" role="group" aria-label="Which calls">
                <button aria-pressed=pressed(false) on:click=choose(false)>"All"</button>
                <button aria-pressed=pressed(true) on:click=choose(true)>
                    "Not saved "
                    {move || (count() > 0).then(|| view! { <span class="tag">{count()}</span> })}
                </button>
            </div>
            <TextField form="calls" name="number" label="Search by number" kind="search" mode="tel"
                value=list.searched set=search problems/>
        </div>
    }
}
