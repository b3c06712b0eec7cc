//! One connection: its link, its form, and what HubSpot needs to know.

use contract::console::LinkState;
use leptos::prelude::*;

use super::Links;
use super::default_user::DefaultUserCard;
use super::form::ConnectionForm;
use super::link::LinkCard;
use super::meter::MeterCard;
use super::prepare::Prepare;
use super::registration::RegistrationCard;

/// One connection, or the form of a new one.
#[component]
pub(super) fn Panel(
    /// What the page's parts share.
    links: Links,
    /// Its id; none for a new one.
    id: Option<String>,
) -> impl IntoView {
    let new = id.is_none();
    let own = id.clone();
    let stored = Memo::new(move |_| {
        let id = own.as_ref()?;
        links.list.value.with(|list| list.iter().flatten().find(|c| c.id == *id).cloned())
    });
    let linked = Memo::new(move |_| {
        stored.with(|c| c.as_ref().is_some_and(|c| matches!(c.link, LinkState::Linked { .. })))
    });
    // The meter is the account's that the tenant works with.
    let own = id.clone();
    let used = Memo::new(move |_| linked.get() && own.as_ref().is_some_and(|id| links.in_use(id)));
    // Whether the form holds what is not saved; the link uses what is.
    let unsaved = RwSignal::new(false);
    let registration = id.clone().map(|id| view! { <RegistrationCard links id stored/> });
    let state = id.clone().map(|id| {
        let owners = id.clone();
        view! {
            <div class="side">
                <LinkCard links id stored unsaved/>
                {move || used.get().then(|| view! { <MeterCard console=links.console/> })}
                {move || linked.get().then(|| view! { <DefaultUserCard links id=owners.clone() stored/> })}
            </div>
        }
    });
    view! {
        <div class="panel" class:single=new>
            {state}
            <div class="main">
                <ConnectionForm links id stored unsaved/>
                {registration}
                <Prepare said=links.console.said stored preparation=links.preparation.value/>
            </div>
        </div>
    }
}
