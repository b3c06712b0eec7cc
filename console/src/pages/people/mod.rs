//! People: who takes calls in a tenant, and who sets it up.

mod deactivate;
mod edit;
mod hubspot;
mod import;
mod invite;
mod row;

use contract::console::Person;
use leptos::prelude::*;

use crate::parts::icon::Icon;
use crate::parts::reading::{Progress, Reading};
use crate::state::Console;
use deactivate::Deactivate;
use edit::Edit;
use hubspot::FromHubSpot;
use import::Import;
use invite::Invite;
use row::Row;

/// What is being done in a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Doing {
    Add,
    Change(Person),
    Invite(Person),
    Deactivate(Person),
    Import,
    HubSpot,
}

/// What the page's parts share. A handle.
#[derive(Debug, Clone, Copy)]
struct Desk {
    console: Console,
    people: Reading<Vec<Person>>,
    doing: RwSignal<Option<Doing>>,
}

impl Desk {
    /// An address below the tenant's people.
    fn below(self, rest: &str) -> String {
        Console::path(&self.console.tenant.get_untracked(), &format!("people{rest}"))
    }

    /// Reads the people again.
    async fn again(self) {
        self.people.read(self.below("")).await;
    }
}

/// The page.
#[component]
pub fn PeoplePage(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let desk = Desk { console, people: Reading::new(), doing: RwSignal::new(None) };
    Effect::new(move |before: Option<String>| {
        console.people.track();
        let tenant = console.tenant.get();
        if before.is_some_and(|before| before != tenant) {
            desk.people.clear();
            desk.doing.set(None);
        }
        desk.people.start(Console::path(&tenant, "people"));
        tenant
    });
    let open = move |doing| desk.doing.set(Some(doing));
    let ids = move || {
        desk.people
            .value
            .with(|people| people.iter().flatten().map(|p| p.id.clone()).collect::<Vec<_>>())
    };
    let none = move || desk.people.value.with(|people| people.as_ref().is_none_or(Vec::is_empty));
    let empty = move || desk.people.value.with(|people| people.as_ref().is_some_and(Vec::is_empty));
    let again = Callback::new(move |()| desk.people.start(desk.below("")));
    view! {
        <div class="top">
            <div>
                <h1 id="title" tabindex="-1">"People"</h1>
                <p class="lead">"Who takes calls in "{move || console.tenant_name()}", and who sets it up."</p>
            </div>
            <div class="buttons">
                <button class="plain" on:click=move |_| open(Doing::Import)><Icon name="up"/>"Import people"</button>
                <button class="plain" on:click=move |_| open(Doing::HubSpot)><Icon name="linked"/>"Import from HubSpot"</button>
                <button class="go" on:click=move |_| open(Doing::Add)><Icon name="plus"/>"Add person"</button>
            </div>
        </div>
        <Progress of=desk.people again/>
        {move || empty().then(|| view! { <p class="empty">"Nobody is here yet. Add the first person, or import a list."</p> })}
        // The roles are said because the table is drawn as cards where it is narrow.
        <table role="table" hidden=none>
            <thead role="rowgroup">
                <tr role="row">
                    {["Name", "Role", "Line", "State", "Actions"].map(|head| view! { <th role="columnheader" scope="col">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For each=ids key=String::clone children=move |id| view! { <Row desk id/> }/>
            </tbody>
        </table>
        {move || desk.doing.get().map(|doing| match doing {
            Doing::Add => view! { <Edit desk person=None/> }.into_any(),
            Doing::Change(person) => view! { <Edit desk person=Some(person)/> }.into_any(),
            Doing::Invite(person) => view! { <Invite desk person/> }.into_any(),
            Doing::Deactivate(person) => view! { <Deactivate desk person/> }.into_any(),
            Doing::Import => view! { <Import desk/> }.into_any(),
            Doing::HubSpot => view! { <FromHubSpot desk/> }.into_any(),
        })}
    }
}
