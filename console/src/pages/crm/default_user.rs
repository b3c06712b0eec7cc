//! Who gets what belongs to nobody.

use contract::console::{Chosen, Connection, DefaultUser};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Links;
use crate::logic::fields::Problems;
use crate::net::{Method, send};
use crate::parts::field::{Choice, General, focus_first};
use crate::parts::reading::{Progress, Reading};
use crate::parts::working::Working;

const FORM: [&str; 1] = ["owner"];

/// Chooses the default user among the account's owners.
#[component]
pub(super) fn DefaultUserCard(
    /// What the page's parts share.
    links: Links,
    /// The connection's id.
    id: String,
    /// What is stored.
    stored: Memo<Option<Connection>>,
) -> impl IntoView {
    let owners = Reading::<Vec<Chosen>>::new();
    let path = links.below(&format!("/{id}/owners"));
    owners.start(path.clone());
    let again = Callback::new(move |()| owners.start(path.clone()));
    let chosen = RwSignal::new(String::new());
    let (creates, updates) = (RwSignal::new(true), RwSignal::new(false));
    let user = Memo::new(move |_| stored.with(|c| c.as_ref().and_then(|c| c.default_user.clone())));
    Effect::new(move || {
        if let Some(user) = user.get() {
            chosen.set(user.owner);
            creates.set(user.creates);
            updates.set(user.updates);
        }
    });
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let form = format!("{id}-default");
    let prefix = form.clone();
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let owner = chosen.get_untracked();
        let list = owners.value.get_untracked().unwrap_or_default();
        let name = list.iter().find(|o| o.id == owner).map(|o| o.name.clone());
        let name =
            name.or_else(|| user.get_untracked().filter(|u| u.owner == owner).map(|u| u.name));
        if busy.get_untracked() {
            return;
        }
        let Some(name) = name else {
            return problems.set(Problems::says("Choose somebody first."));
        };
        busy.set(true);
        let (creates, updates) = (creates.get_untracked(), updates.get_untracked());
        let body = DefaultUser { owner, name, creates, updates };
        let path = links.below(&format!("/{id}/default-user"));
        let prefix = prefix.clone();
        spawn_local(async move {
            match send(Method::Put, &path, &body).await {
                Ok(_) => {
                    problems.try_set(Problems::default());
                    links.console.said.set(format!("{} is the default user.", body.name));
                    links.again().await;
                }
                Err(failure) => {
                    let found = Problems::of(&failure, &FORM);
                    focus_first(&prefix, &found, &FORM);
                    problems.try_set(found);
                }
            }
            busy.try_set(false);
        });
    };
    let options = Signal::derive(move || options(owners.value.get(), user.get()));
    let check = move |label: &'static str, value: RwSignal<bool>| {
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=value on:change=move |e| value.set(event_target_checked(&e))/>
                {label}
            </label>
        }
    };
    view! {
        <form class="card" novalidate aria-label="Default User" on:submit=save>
            <h2>"Default User"</h2>
            <p class="help">"Gets what belongs to nobody: calls of people whom HubSpot does not know."</p>
            <General problems/>
            <Progress of=owners again/>
            <div hidden=move || owners.value.with(Option::is_none)>
                <Choice form=form name="owner" label="User in HubSpot" options value=chosen set=move |v| chosen.set(v) problems/>
                <fieldset>
                    <legend>"They get"</legend>
                    {check("What is created", creates)}
                    {check("What is changed", updates)}
                </fieldset>
                <div class="actions"><Working busy>"Save"</Working></div>
            </div>
        </form>
    }
}

/// The owners to choose from, and whoever was chosen before even where they are no longer there.
fn options(owners: Option<Vec<Chosen>>, chosen: Option<DefaultUser>) -> Vec<(String, String)> {
    let owners = owners.unwrap_or_default();
    let mut options = Vec::with_capacity(owners.len() + 1);
    match chosen {
        None => options.push((String::new(), "Nobody yet".to_owned())),
        Some(user) if !owners.iter().any(|o| o.id == user.owner) => {
            options.push((user.owner, format!("{} (no longer in HubSpot)", user.name)));
        }
        Some(_) => {}
    }
    options.extend(owners.into_iter().map(|o| match o.email.is_empty() {
        false => (o.id, format!("{} ({})", o.name, o.email)),
        true => (o.id, o.name),
    }));
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(id: &str) -> Chosen {
        Chosen { id: id.into(), name: format!("N{id}"), email: String::new() }
    }

    #[test]
    fn before_a_choice_nobody_is_chosen() {
        assert_eq!(options(Some(vec![owner("1")]), None)[0].0, "");
    }

    #[test]
    fn a_chosen_user_who_left_is_still_shown() {
        let user =
            DefaultUser { owner: "9".into(), name: "Ada".into(), creates: true, updates: false };
        let shown = options(Some(vec![owner("1")]), Some(user));
        assert_eq!(shown[0], ("9".to_owned(), "Ada (no longer in HubSpot)".to_owned()));
        assert_eq!(shown.len(), 2);
    }
}
