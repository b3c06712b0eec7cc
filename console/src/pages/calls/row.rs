//! One call in the list.

use contract::Direction;
use contract::console::CallRow;
use leptos::prelude::*;

use super::list::List;
use crate::logic::calls::{ended, length, party, standing};
use crate::net::clock;
use crate::parts::icon::Icon;

/// One call. The row stays the same element while what it says changes.
#[component]
pub(super) fn Row(
    /// What the page's parts share.
    list: List,
    /// The call's id.
    id: String,
) -> impl IntoView {
    let own = id.clone();
    let call = Memo::new(move |_| {
        list.log.with(|l| l.iter().flat_map(|l| &l.rows).find(|r| r.id == own).cloned())
    });
    let of = move |what: fn(&CallRow) -> String| move || call.with(|c| c.as_ref().map(what));
    let key = id.clone();
    let open = move |_| list.open.set(Some(key.clone()));
    let inbound = Memo::new(move |_| {
        call.with(|c| c.as_ref().is_none_or(|c| c.direction == Direction::Inbound))
    });
    view! {
        <tr role="row" data-call=id>
            <th role="rowheader" scope="row">
                <span class="with">
                    {move || view! { <Icon name=if inbound.get() { "call-in" } else { "call-out" }/> }}
                    <span class="heard">{move || if inbound.get() { "From " } else { "To " }}</span>
                    <span class="name">{of(party)}</span>
                </span>
                <span class="second">{of(|c| if c.party.is_empty() { String::new() } else { c.number.clone() })}</span>
            </th>
            <td role="cell" data-label="When" class="number">{of(|c| clock::moment(c.started))}</td>
            <td role="cell" data-label="Agent">{of(|c| if c.agent.is_empty() { "–".to_owned() } else { c.agent.clone() })}</td>
            <td role="cell" data-label="Spoken" class="number">{of(|c| length(c.talked))}<span class="second">{of(|c| ended(c.end).to_owned())}</span></td>
            <td role="cell" data-label="Outcome">{of(|c| if c.outcome.is_empty() { "–".to_owned() } else { c.outcome.clone() })}</td>
            <td role="cell" data-label="HubSpot">{move || call.get().map(|call| view! { <Standing call/> })}</td>
            <td role="cell" class="do">
                <button class="small" aria-label=move || call.with(|c| c.as_ref().map(|c| format!("Details of the call with {}", party(c)))) on:click=open>"Details"</button>
            </td>
        </tr>
    }
}

/// What HubSpot has of a call, by icon and words as well as by colour.
#[component]
pub(super) fn Standing(
    /// The call.
    call: CallRow,
) -> impl IntoView {
    let stands = standing(&call, clock::now(), clock::moment);
    let more = (!stands.more.is_empty()).then_some(stands.more);
    view! {
        <span class=format!("state {}", stands.class) data-state=stands.class>
            <Icon name=stands.icon/>
            <span>{stands.says}{more.map(|more| view! { <span class="second">{more}</span> })}</span>
        </span>
    }
}
