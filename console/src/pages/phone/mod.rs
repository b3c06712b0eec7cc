//! Phone system: what carries a tenant's calls, whom its numbers ring, and the lines of its agents.

mod account;
mod edit;
mod lines;
mod numbers;
mod ours;
mod remove;
mod save;
mod sheet;
mod standing;
mod system;
mod test;

use contract::console::{PhoneAgent, PhoneKind, PhoneSettings};
use leptos::ev;
use leptos::prelude::*;

use crate::parts::field::General;
use crate::parts::reading::Progress;
use crate::state::Console;
use account::Account;
use edit::Edit;
use lines::Lines;
use numbers::Numbers;
use ours::Ours;
use remove::Remove;
use save::SaveBar;
use sheet::Sheet;
use system::{Carries, System};
use test::Test;

/// What is being done in a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Doing {
    Edit(PhoneAgent),
    Remove(PhoneAgent),
    /// The trunk where no agent is named.
    Test(Option<PhoneAgent>),
}

/// The page.
#[component]
pub fn PhonePage(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let sheet = Sheet::new(console);
    Effect::new(move |before: Option<String>| {
        console.phone.track();
        console.people.track();
        console.settings.track();
        let tenant = console.tenant.get();
        if before.is_some_and(|before| before != tenant) {
            sheet.clear();
        }
        sheet.stored.start(Console::path(&tenant, "phone"));
        sheet.states.start(Console::path(&tenant, "phone/states"));
        tenant
    });
    // What is stored comes into the form unless something was typed that it would replace.
    Effect::new(move |before: Option<Option<PhoneSettings>>| {
        let now = sheet.stored.value.get();
        if let Some(now) = &now {
            let differs =
                |from: &PhoneSettings| sheet.draft.with_untracked(|draft| draft.differs(from));
            match before.flatten() {
                Some(before) if differs(&before) => {
                    // Lines, numbers and agents are not of the form.
                    let other = before.system != now.system || before.password != now.password;
                    if other {
                        sheet.overtaken.set(differs(now));
                    }
                }
                _ => sheet.take(now),
            }
        }
        now
    });
    sheet.guard();
    sheet.watch();
    let read = Memo::new(move |_| sheet.stored.value.with(Option::is_some));
    let again = Callback::new(move |()| sheet.stored.start(sheet.below("phone")));
    let real = move || sheet.kind.get() != PhoneKind::Simulated;
    let trunk = move || sheet.kind.get() == PhoneKind::Trunk;
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        sheet.save();
    };
    view! {
        <div class="top">
            <div>
                <h1 id="title" tabindex="-1">"Phone system"</h1>
                <p class="lead">"What carries the calls of "{move || console.tenant_name()}", and whom its numbers ring."</p>
            </div>
        </div>
        <Progress of=sheet.stored again/>
        {move || read.get().then(|| view! {
            <form class="records" novalidate aria-label="Phone system" on:submit=send>
                <General problems=sheet.problems/>
                <Carries sheet/>
                <div hidden=move || !real()><System sheet/></div>
                <div hidden=move || !trunk()><Account sheet/></div>
                <SaveBar sheet/>
            </form>
            <div class="records beside">
                <Lines sheet/>
                <Numbers sheet/>
                <Ours sheet/>
            </div>
        })}
        {move || sheet.doing.get().map(|doing| match doing {
            Doing::Edit(agent) => view! { <Edit sheet agent/> }.into_any(),
            Doing::Remove(agent) => view! { <Remove sheet agent/> }.into_any(),
            Doing::Test(agent) => view! { <Test sheet agent/> }.into_any(),
        })}
    }
}

/// A part of the page.
#[component]
fn Card(
    /// The id of its heading.
    id: &'static str,
    /// Its heading.
    title: &'static str,
    /// What it is about.
    about: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=id>
            <div>
                <h2 id=id tabindex="-1">{title}</h2>
                <p class="help">{about}</p>
            </div>
            {children()}
        </section>
    }
}
