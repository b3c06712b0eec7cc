//! Settings › Developer Settings › CRM: a tenant's links to HubSpot.

mod credentials;
mod default_user;
mod form;
mod link;
mod meter;
mod panel;
mod prepare;
mod registration;
mod remove;
mod trial;
mod uninstall;
mod unlink;
mod used;

use contract::console::{Connection, Preparation};
use leptos::prelude::*;

use crate::parts::field::focus;
use crate::parts::icon::Icon;
use crate::parts::reading::{Progress, Reading};
use crate::state::Console;
use panel::Panel;

/// Which connection is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Shown {
    /// The first one.
    #[default]
    First,
    /// The one with this id.
    One(String),
    /// The form of a new one.
    New,
}

/// What the page's parts share. A handle.
#[derive(Debug, Clone, Copy)]
struct Links {
    console: Console,
    list: Reading<Vec<Connection>>,
    preparation: Reading<Preparation>,
    shown: RwSignal<Shown>,
}

impl Links {
    /// An address below the tenant's connections.
    fn below(self, rest: &str) -> String {
        Console::path(&self.console.tenant.get_untracked(), &format!("connections{rest}"))
    }

    /// Reads the connections again.
    async fn again(self) {
        self.list.read(self.below("")).await;
    }

    /// The ids and names of all connections.
    fn names(self) -> Vec<(String, String)> {
        self.list
            .value
            .with(|list| list.iter().flatten().map(|c| (c.id.clone(), c.name.clone())).collect())
    }

    /// What is shown at first: the form of a new connection, if it was left in the middle.
    fn begin(self) -> Shown {
        let key = self.console.draft_key(None);
        let left = self.console.drafts.with_untracked(|drafts| drafts.contains_key(&key));
        if left { Shown::New } else { Shown::First }
    }

    /// Whether the tenant works with a connection.
    fn in_use(self, id: &str) -> bool {
        self.list.value.with(|list| list.iter().flatten().any(|c| c.id == id && c.in_use))
    }

    /// Whether there are several.
    fn several(self) -> bool {
        self.list.value.with(|list| list.as_ref().is_some_and(|list| list.len() > 1))
    }

    /// The id of the connection that is shown; none for the form of a new one.
    fn id(self) -> Option<String> {
        let first = || self.names().into_iter().next().map(|(id, _)| id);
        match self.shown.get() {
            Shown::First => first(),
            Shown::One(id) => Some(id),
            Shown::New => None,
        }
    }
}

/// The page.
#[component]
pub fn CrmPage(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let links = Links {
        console,
        list: Reading::new(),
        preparation: Reading::new(),
        shown: RwSignal::default(),
    };
    links.shown.set(links.begin());
    Effect::new(move |before: Option<String>| {
        console.connections.track();
        let tenant = console.tenant.get();
        if before.is_some_and(|before| before != tenant) {
            links.list.clear();
            links.shown.set(links.begin());
        }
        links.list.start(Console::path(&tenant, "connections"));
        // The same for every tenant, and it changes with no link.
        if links.preparation.value.with_untracked(Option::is_none) {
            links.preparation.start(Console::path(&tenant, "preparation"));
        }
        tenant
    });
    let names = Memo::new(move |_| links.names());
    let here = Memo::new(move |_| links.id());
    let read = Memo::new(move |_| links.list.value.with(Option::is_some));
    let adding = Memo::new(move |_| read.get() && here.get().is_none());
    let again = Callback::new(move |()| links.list.start(links.below("")));
    let add = move |_| {
        links.shown.set(Shown::New);
        focus("new-name".to_owned());
    };
    // Every form stays while another is shown, with what was typed into it.
    let panel = move |id: String| {
        let own = id.clone();
        let hidden = move || here.with(|here| here.as_deref() != Some(own.as_str()));
        view! { <div hidden=hidden><Panel links id=Some(id)/></div> }
    };
    view! {
        <p class="crumbs">"Settings › Developer Settings"</p>
        <div class="top">
            <div>
                <h1 id="title" tabindex="-1">"CRM"</h1>
                <p class="lead">"How "{move || console.tenant_name()}" gets at HubSpot: to find customers, and to write calls down."</p>
            </div>
            <div class="buttons">
                <button class="plain" hidden=move || !read.get() || adding.get() on:click=add><Icon name="plus"/>"Add connection"</button>
            </div>
        </div>
        <Progress of=links.list again/>
        <Tabs links names here/>
        <For each=move || names.get() key=|(id, _)| id.clone() children=move |(id, _)| panel(id)/>
        {move || adding.get().then(|| view! { <Panel links id=None/> })}
    }
}

/// The connections by name, where there are several.
#[component]
fn Tabs(
    /// What the page's parts share.
    links: Links,
    /// Ids and names.
    names: Memo<Vec<(String, String)>>,
    /// The id of the one that is shown.
    here: Memo<Option<String>>,
) -> impl IntoView {
    let adding = Memo::new(move |_| here.get().is_none());
    let tab = move |(id, name): (String, String)| {
        let own = id.clone();
        let pressed = move || here.with(|h| h.as_deref() == Some(own.as_str())).to_string();
        let in_use = {
            let id = id.clone();
            move || links.several() && links.in_use(&id)
        };
        view! {
            <button aria-pressed=pressed on:click=move |_| links.shown.set(Shown::One(id.clone()))>
                {name}
                {move || in_use().then(|| view! { <span class="tag">"In use"</span> })}
            </button>
        }
    };
    let alone = move || names.with(Vec::is_empty) || names.with(|n| n.len() == 1) && !adding.get();
    view! {
        <div class="tabs" role="group" aria-label="Connections" hidden=alone>
            <For each=move || names.get() key=Clone::clone children=tab/>
            {move || adding.get().then(|| view! { <button aria-pressed="true">"New connection"</button> })}
        </div>
    }
}
