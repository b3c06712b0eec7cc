//! Adding a person, and changing one.

use contract::console::{NewPerson, Person, Role};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen_futures::spawn_local;

use super::Desk;
use crate::logic::fields::Problems;
use crate::logic::words;
use crate::net::{Method, send};
use crate::parts::check::Check;
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{Choice, General, TextField, focus_first};
use crate::parts::working::Working;

const FORM: [&str; 5] = ["name", "email", "role", "line", "hubspotSignIn"];

/// A person's form.
#[component]
pub(super) fn Edit(
    /// What the page's parts share.
    desk: Desk,
    /// The person; none for a new one.
    person: Option<Person>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let start = person.clone();
    let of =
        |text: fn(&Person) -> String| RwSignal::new(start.as_ref().map(text).unwrap_or_default());
    let (name, email) = (of(|p| p.name.clone()), of(|p| p.email.clone().unwrap_or_default()));
    let line = of(|p| p.line.clone().unwrap_or_default());
    let hubspot = RwSignal::new(start.as_ref().is_none_or(|p| p.hubspot_sign_in));
    let role = RwSignal::new(start.as_ref().map_or(Role::Agent, |p| p.role));
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let (title, button) = match &person {
        Some(person) => (format!("Change {}", person.name), "Save"),
        None => ("Add person".to_owned(), "Add person"),
    };
    let new = person.is_none();
    // What the line was; none for a new person, who may get one by themselves.
    let before = person.as_ref().map(|p| p.line.clone().unwrap_or_default());
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = NewPerson {
            name: name.get_untracked(),
            email: email.get_untracked(),
            role: role.get_untracked(),
            active: person.as_ref().is_none_or(|p| p.active),
            line: words::line_sent(&line.get_untracked(), before.as_deref()),
            hubspot_sign_in: hubspot.get_untracked(),
        };
        let (method, path) = match &person {
            Some(person) => (Method::Patch, desk.below(&format!("/{}", person.id))),
            None => (Method::Post, desk.below("")),
        };
        spawn_local(async move {
            match send(method, &path, &body).await {
                Ok(_) => {
                    let next = if new { " is here. Invite them next." } else { " is saved." };
                    desk.console.said.set(format!("{}{next}", body.name.trim()));
                    desk.again().await;
                    shut(node);
                }
                Err(failure) => {
                    let found = Problems::of(&failure, &FORM);
                    focus_first("person", &found, &FORM);
                    problems.set(found);
                }
            }
            busy.try_set(false);
        });
    };
    let options = Signal::derive(move || {
        let option = |r| (words::role_value(r).to_owned(), words::role(r).to_owned());
        desk.console.roles().into_iter().map(option).collect::<Vec<_>>()
    });
    view! {
        <Dialog node title closed=Callback::new(move |()| desk.doing.set(None))>
            <form novalidate on:submit=save>
                <General problems/>
                <TextField form="person" name="name" label="Name" value=name set=move |v| name.set(v) problems/>
                <TextField
                    form="person"
                    name="email"
                    label="E-mail address"
                    kind="email"
                    help="The one that HubSpot knows them by."
                    value=email
                    set=move |v| email.set(v)
                    problems
                />
                <Choice
                    form="person"
                    name="role"
                    label="Role"
                    options
                    value=Signal::derive(move || words::role_value(role.get()).to_owned())
                    set=move |v: String| role.set(words::role_of(&v))
                    problems
                />
                <p class="help" aria-live="polite">{move || words::may(role.get())}</p>
                <TextField
                    form="person"
                    name="line"
                    label="Line number"
                    kind="tel"
                    help=if new {
                        "With its country code, as +44 20 7946 0100. Leave it empty, and an agent gets one of the simulated phone system."
                    } else {
                        "With its country code, as +44 20 7946 0100. Empty: no line."
                    }
                    value=line
                    set=move |v| line.set(v)
                    problems
                />
                <Check
                    form="person"
                    name="hubspotSignIn"
                    label="May sign in with HubSpot"
                    help="Beside their passkey, where HubSpot lets them."
                    value=hubspot
                    set=move |v| hubspot.set(v)
                    problems
                />
                <div class="actions">
                    <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                    <Working busy>{button}</Working>
                </div>
            </form>
        </Dialog>
    }
}
