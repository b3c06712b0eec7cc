//! *Your sign-in*: one's own passkeys. For everybody, also those who set nothing up.

mod add;
pub mod make;
mod remove;

use contract::console::Passkey;
use leptos::prelude::*;

use crate::net::{clock, webauthn};
use crate::parts::icon::Icon;
use crate::parts::reading::{Progress, Reading};
use crate::state::Console;
use add::Add;
use remove::Remove;

const PATH: &str = "/api/console/passkeys";

/// What is being done in a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Doing {
    Add,
    Remove(Passkey),
}

/// What the page's parts share. A handle.
#[derive(Debug, Clone, Copy)]
struct Shelf {
    console: Console,
    list: Reading<Vec<Passkey>>,
    doing: RwSignal<Option<Doing>>,
}

impl Shelf {
    /// Reads the passkeys again.
    async fn again(self) {
        self.list.read(PATH.to_owned()).await;
    }

    /// The names of all passkeys.
    fn names(self) -> Vec<String> {
        self.list
            .value
            .with_untracked(|list| list.iter().flatten().map(|p| p.name.clone()).collect())
    }
}

/// The page.
#[component]
pub fn PasskeysPage(
    /// What all pages share.
    console: Console,
) -> impl IntoView {
    let shelf = Shelf { console, list: Reading::new(), doing: RwSignal::new(None) };
    shelf.list.start(PATH.to_owned());
    let again = Callback::new(move |()| shelf.list.start(PATH.to_owned()));
    let missing = webauthn::missing();
    let list = Memo::new(move |_| shelf.list.value.get().unwrap_or_default());
    let empty = move || shelf.list.value.with(|l| l.as_ref().is_some_and(Vec::is_empty));
    view! {
        <div class="top">
            <div>
                <h1 id="title" tabindex="-1">"Your sign-in"</h1>
                <p class="lead">"Passkeys sign you in here and inside HubSpot, with your fingerprint, your face or a device's PIN instead of a password."</p>
            </div>
            {missing.is_none().then(|| view! {
                <button class="go" data-id="add-passkey" on:click=move |_| shelf.doing.set(Some(Doing::Add))><Icon name="plus"/>"Add a passkey"</button>
            })}
        </div>
        {missing.map(|why| view! { <div class="notice warn gap"><Icon name="info"/><p>{why}</p></div> })}
        <Progress of=shelf.list again/>
        {move || empty().then(|| view! { <p class="empty">"You have no passkey yet. Without one you need a new invitation, or HubSpot where it is set up, to sign in again."</p> })}
        <ul class="list" hidden=move || list.with(Vec::is_empty)>
            <For each=move || list.get() key=|p| (p.id.clone(), p.name.clone(), p.used) children=move |passkey| view! { <One shelf passkey/> }/>
        </ul>
        {move || shelf.doing.get().map(|doing| match doing {
            Doing::Add => view! { <Add shelf/> }.into_any(),
            Doing::Remove(passkey) => view! { <Remove shelf passkey/> }.into_any(),
        })}
    }
}

/// One passkey.
#[component]
fn One(
    /// What the page's parts share.
    shelf: Shelf,
    /// It.
    passkey: Passkey,
) -> impl IntoView {
    let used =
        passkey.used.map_or("Never used".to_owned(), |at| format!("Used {}", clock::moment(at)));
    let label = format!("Remove {}", passkey.name);
    let (id, name) = (passkey.id.clone(), passkey.name.clone());
    let made = clock::day(passkey.made);
    view! {
        <li data-passkey=id>
            <Icon name="key"/>
            <p>
                <span class="name">{name}</span>
                <span class="second">"Made "{made}" · "{used}</span>
            </p>
            <button class="plain" aria-label=label on:click=move |_| shelf.doing.set(Some(Doing::Remove(passkey.clone())))>"Remove"</button>
        </li>
    }
}
