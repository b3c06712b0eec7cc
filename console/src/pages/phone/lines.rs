//! The agents: their line at the phone system, the number they show, and how the line stands.

use contract::console::{PhoneAgent, PhoneKind};
use leptos::prelude::*;

use super::sheet::Sheet;
use super::standing::Standing;
use super::{Card, Doing};
use crate::net::clock;

/// The part; not there while the phone system is simulated.
#[component]
pub(super) fn Lines(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let kind = sheet.in_use;
    let switched =
        move || sheet.kind.get() != PhoneKind::Simulated && sheet.kind.get() != kind.get();
    let ids = Memo::new(move |_| {
        let id = |agent: &PhoneAgent| agent.agent.clone();
        sheet
            .stored
            .value
            .with(|s| s.iter().flat_map(|s| s.agents.iter().map(id)).collect::<Vec<_>>())
    });
    let heads = move || match kind.get() {
        PhoneKind::Trunk => ["Agent", "Number to show", "Actions"].as_slice(),
        _ => ["Agent", "Line", "Password", "Number to show", "State", "Actions"].as_slice(),
    };
    view! {
        {move || switched().then(|| view! {
            <Card id="phone-lines-next" title="Agents" about="Save the phone system first. Then each agent's line or number to show is entered here.">
                <p class="empty">"Nothing to enter yet."</p>
            </Card>
        })}
        {move || (kind.get() != PhoneKind::Simulated && !switched()).then(|| view! {
            <Card id="phone-lines" title="Agents" about="Who makes and takes calls. Passwords are kept sealed and shown to nobody.">
                {move || ids.with(Vec::is_empty).then(|| view! { <p class="empty">"No agent yet. Add somebody under "<a href="#/people">"People"</a>"."</p> })}
                <table role="table" hidden=move || ids.with(Vec::is_empty) aria-labelledby="phone-lines">
                    <thead role="rowgroup"><tr role="row">
                        {heads().iter().map(|head| view! { <th role="columnheader" scope="col">{*head}</th> }).collect_view()}
                    </tr></thead>
                    <tbody role="rowgroup"><For each=move || ids.get() key=String::clone children=move |id| view! { <Row sheet id/> }/></tbody>
                </table>
            </Card>
        })}
    }
}

/// One agent. The row stays the same element while what it says changes.
#[component]
fn Row(
    /// What the page's parts share.
    sheet: Sheet,
    /// The agent's id.
    id: String,
) -> impl IntoView {
    let own = id.clone();
    let agent = Memo::new(move |_| {
        sheet
            .stored
            .value
            .with(|s| s.iter().flat_map(|s| &s.agents).find(|agent| agent.agent == own).cloned())
    });
    let of =
        move |what: fn(PhoneAgent) -> String| move || agent.get().map(what).unwrap_or_default();
    let open = move |doing: fn(PhoneAgent) -> Doing| {
        move |_| sheet.doing.set(agent.get_untracked().map(doing))
    };
    let named = move |what: &'static str| {
        move || agent.with(|a| a.as_ref().map(|a| format!("{what} {}", a.name)))
    };
    let has_line = move || agent.with(|a| a.as_ref().is_some_and(|a| !a.line.user.is_empty()));
    let with_line = move || sheet.in_use.get() == PhoneKind::Lines;
    let id = StoredValue::new(id);
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <span class="name">{of(|a| a.name)}</span>
                <span class="second">{of(|a| a.number)}</span>
            </th>
            {move || with_line().then(|| view! {
                <td role="cell" data-label="Line">{of(|a| if a.line.user.is_empty() { "None yet".to_owned() } else { a.line.user })}</td>
                <td role="cell" data-label="Password">{of(|a| a.password.set.map_or_else(|| "None".to_owned(), |at| format!("Set {}", clock::day(at))))}</td>
            })}
            <td role="cell" data-label="Number to show">{of(|a| if a.line.caller_number.is_empty() { "The tenant's".to_owned() } else { a.line.caller_number })}</td>
            {move || with_line().then(|| view! {
                <td role="cell" data-label="State"><Standing sheet agent=Some(id.get_value())/></td>
            })}
            <td role="cell" class="do">
                <button type="button" class="small" aria-label=named("Change the line of") on:click=open(Doing::Edit)>"Change"</button>
                <button type="button" class="small" aria-label=named("Test the line of") hidden=move || !(with_line() && has_line()) on:click=open(|a| Doing::Test(Some(a)))>"Test"</button>
                <button type="button" class="small" aria-label=named("Remove the line of") hidden=move || !(with_line() && has_line()) on:click=open(Doing::Remove)>"Remove"</button>
            </td>
        </tr>
    }
}
