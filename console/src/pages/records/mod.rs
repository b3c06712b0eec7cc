//! Records: how callers are found, what calls are filed under, what opens, what agents choose from,
//! and how they say that they are away.

mod code;
mod code_more;
mod filed;
mod found;
mod groups;
mod hubspot;
mod kept;
mod opens;
mod outcomes;
mod outline;
mod paste;
mod reasons;
mod rung;
mod save;
mod scopes;
mod sheet;
mod status;
mod who;

use contract::console::Settings;
use leptos::ev;
use leptos::prelude::*;

use crate::logic::records::{Section, changed};
use crate::parts::field::{General, focus};
use crate::parts::reading::Progress;
use crate::state::Console;
use filed::Filed;
use groups::Groups;
use hubspot::{FromHubSpot, Refresh};
use kept::Kept;
use opens::Opens;
use outcomes::Outcomes;
use rung::Rung;
use save::SaveBar;
use sheet::Sheet;
use status::Status;
use who::Who;

/// The page.
#[component]
pub fn RecordsPage(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let sheet = Sheet::new(console);
    Effect::new(move |before: Option<String>| {
        console.settings.track();
        let tenant = console.tenant.get();
        if before.is_some_and(|before| before != tenant) {
            sheet.clear();
        }
        sheet.stored.start(Console::path(&tenant, "settings"));
        tenant
    });
    Effect::new(move |before: Option<String>| {
        console.connections.track();
        let tenant = console.tenant.get();
        if before.as_ref() != Some(&tenant) {
            sheet.choices.start(Console::path(&tenant, "choices"));
        }
        sheet.connections.start(Console::path(&tenant, "connections"));
        tenant
    });
    // What is stored comes into the form unless something was changed that it would replace.
    Effect::new(move |before: Option<Option<Settings>>| {
        let now = sheet.stored.value.get();
        if let Some(now) = &now {
            let differs =
                |before: &Settings| sheet.draft.with_untracked(|d| !changed(d, before).is_empty());
            let before = before.flatten();
            match before {
                Some(before) if differs(&before) => {
                    sheet
                        .overtaken
                        .set(sheet.draft.with_untracked(|d| !changed(d, now).is_empty()));
                }
                _ => sheet.take(now.clone()),
            }
        }
        now
    });
    sheet.guard();
    let read = Memo::new(move |_| sheet.stored.value.with(Option::is_some));
    let again = Callback::new(move |()| sheet.stored.start(sheet.below("settings")));
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sheet.save();
    };
    view! {
        <div class="top">
            <div>
                <h1 id="title" tabindex="-1">"Records"</h1>
                <p class="lead">"How "{move || console.tenant_name()}" finds out who is calling, and what its calls become in HubSpot."</p>
            </div>
            <div class="buttons"><Refresh sheet/></div>
        </div>
        <FromHubSpot sheet/>
        <Progress of=sheet.stored again/>
        {move || read.get().then(|| view! {
            <Contents sheet/>
            <form class="records" novalidate aria-label="Records" on:submit=send>
                <General problems=sheet.problems/>
                <Who sheet/>
                <Filed sheet/>
                <Opens sheet/>
                <Outcomes sheet/>
                <Rung sheet/>
                <Groups sheet/>
                <Status sheet/>
                <Kept sheet/>
                <SaveBar sheet/>
            </form>
        })}
    }
}

/// The sections by name, to go to them.
#[component]
fn Contents(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let one = move |section: Section| {
        let unsaved = move || sheet.unsaved.with(|u| u.contains(&section));
        view! {
            <li>
                <button type="button" class="small" on:click=move |_| focus(section.id().to_owned())>
                    {section.title()}
                    {move || unsaved().then(|| view! { <span class="dot"><span class="heard">" (not saved)"</span></span> })}
                </button>
            </li>
        }
    };
    view! { <ul class="jump" aria-label="On this page">{Section::ALL.map(one).collect_view()}</ul> }
}

/// A section's card.
#[component]
fn Card(
    /// Which.
    section: Section,
    /// What it is about.
    about: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=section.id()>
            <div>
                <h2 id=section.id() tabindex="-1">{section.title()}</h2>
                <p class="help">{about}</p>
            </div>
            {children()}
        </section>
    }
}
