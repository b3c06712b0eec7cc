//! One person in the table.

use contract::console::{NewPerson, Person};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Desk, Doing};
use crate::logic::words::{self, Standing};
use crate::net::{Method, clock, send};
use crate::parts::icon::Icon;

/// One person. The row stays the same element while what it says changes.
#[component]
pub(super) fn Row(
    /// What the page's parts share.
    desk: Desk,
    /// The person's id.
    id: String,
) -> impl IntoView {
    let person = Memo::new(move |_| {
        desk.people.value.with(|people| people.iter().flatten().find(|p| p.id == id).cloned())
    });
    let of = move |what: fn(Person) -> String| move || person.get().map(what).unwrap_or_default();
    let myself = move || {
        let me = desk.console.me().map(|me| me.id);
        person.with(|p| p.as_ref().map(|p| p.id.clone())) == me
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <span class="name">{of(|p| p.name)}</span>
                <span class="tag" hidden=move || !myself()>"You"</span>
                <span class="second">{of(|p| p.email.unwrap_or_else(|| "No e-mail address".to_owned()))}</span>
            </th>
            <td role="cell" data-label="Role">{of(|p| words::role(p.role).to_owned())}</td>
            <td role="cell" data-label="Line" class="number">{of(|p| p.line.unwrap_or_else(|| "None".to_owned()))}</td>
            <td role="cell" data-label="State">{move || person.get().map(|p| state(&p))}</td>
            <td role="cell" class="do"><Actions desk person/></td>
        </tr>
    }
}

fn state(person: &Person) -> impl IntoView + use<> {
    let (icon, text) = match words::standing(person, clock::now()) {
        Standing::Active => ("check", "Active".to_owned()),
        Standing::Invited(until) => ("wait", format!("Invited until {}", clock::moment(until))),
        Standing::NeverSignedIn => ("info", "Never signed in".to_owned()),
        Standing::Inactive => ("broken", "Inactive".to_owned()),
    };
    view! { <span class="state"><Icon name=icon/>{text}</span> }
}

/// What can be done with a person, or why nothing can.
#[component]
fn Actions(
    /// What the page's parts share.
    desk: Desk,
    /// The person.
    person: Memo<Option<Person>>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let open = move |doing: fn(Person) -> Doing| {
        move |_| desk.doing.set(person.get_untracked().map(doing))
    };
    let activate = move |_| {
        let Some(person) = person.get_untracked() else { return };
        if person.active {
            return desk.doing.set(Some(Doing::Deactivate(person)));
        }
        if !busy.get_untracked() {
            busy.set(true);
            spawn_local(async move {
                set_active(desk, person, true).await;
                busy.try_set(false);
            });
        }
    };
    let may = Memo::new(move |_| person.with(|p| p.as_ref().is_some_and(|p| p.may_change)));
    let active = move || person.with(|p| p.as_ref().is_some_and(|p| p.active));
    let named = move |what: &'static str| {
        move || person.with(|p| p.as_ref().map(|p| format!("{what} {}", p.name)))
    };
    let word = move || if active() { "Deactivate" } else { "Activate" };
    view! {
        {move || if may.get() {
            view! {
                <button class="small" aria-label=named("Change") on:click=open(Doing::Change)>"Change"</button>
                <button class="small" aria-label=named("Invite") hidden=move || !active() on:click=open(Doing::Invite)>"Invite"</button>
                <button
                    class="small"
                    aria-label=move || named(word())()
                    aria-busy=move || busy.get().to_string()
                    on:click=activate
                >
                    {word}
                </button>
            }
            .into_any()
        } else {
            view! { <p class="help">"Owners, and people of several tenants, are changed by an owner."</p> }.into_any()
        }}
    }
}

/// Lets a person sign in, or no longer; says what happened and gives whether it did.
pub(super) async fn set_active(desk: Desk, person: Person, active: bool) -> bool {
    let path = desk.below(&format!("/{}", person.id));
    let body = NewPerson {
        name: person.name,
        email: person.email.unwrap_or_default(),
        role: person.role,
        active,
        line: None,
        hubspot_sign_in: person.hubspot_sign_in,
    };
    let outcome = send(Method::Patch, &path, &body).await;
    let done = outcome.is_ok();
    desk.console.said.set(match outcome {
        Ok(_) if active => format!("{} may sign in again.", body.name),
        Ok(_) => format!("{} may no longer sign in.", body.name),
        Err(failure) => {
            // Where the address is missing, a change needs one first.
            let fields = crate::logic::fields::lines(&failure).join(" ");
            format!("{} was not changed. {fields}", body.name)
        }
    });
    if done {
        desk.again().await;
    }
    done
}
