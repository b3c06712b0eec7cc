//! Everything that was kept of a call: what happened, what was written, what went wrong.

use contract::console::{CallDetail, CallRow, WriteState, WriteTrouble};
use leptos::html;
use leptos::prelude::*;

use super::again::OneAgain;
use super::list::List;
use super::row::Standing;
use crate::logic::calls::{ended, heard, length, party, trouble};
use crate::logic::checks::inside;
use crate::net::clock;
use crate::parts::copy::Copy;
use crate::parts::dialog::{Dialog, shut};
use crate::parts::icon::Icon;
use crate::parts::reading::{Progress, Reading};

/// A call's details. They are read again with every news of calls.
#[component]
pub(super) fn Detail(
    /// What the page's parts share.
    list: List,
    /// The call's id.
    id: String,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let detail = Reading::<CallDetail>::new();
    let path = list.below(&format!("/{id}"));
    let again = Callback::new(move |()| detail.start(path.clone()));
    Effect::new(move || {
        list.console.calls.track();
        again.run(());
    });
    let known =
        list.log.with_untracked(|l| l.iter().flat_map(|l| &l.rows).find(|r| r.id == id).cloned());
    let title = known.map_or_else(|| "Call".to_owned(), |row| format!("Call with {}", party(&row)));
    let call = Memo::new(move |_| detail.value.get());
    view! {
        <Dialog node title closed=Callback::new(move |()| list.open.set(None))>
            <div class="detail" data-id="detail">
                <Progress of=detail again/>
                {move || call.get().map(|call| view! { <Whole list call again/> })}
                <div class="actions"><button type="button" class="plain" on:click=move |_| shut(node)>"Close"</button></div>
            </div>
        </Dialog>
    }
}

/// The parts in their order.
#[component]
fn Whole(
    /// What the page's parts share.
    list: List,
    /// The call.
    call: CallDetail,
    /// Reads it again.
    again: Callback<()>,
) -> impl IntoView {
    let CallDetail { row, creator, events, written, links, notes, sound } = call;
    let sound = sound.as_ref().map(heard).unwrap_or_default();
    let refused = matches!(row.state, WriteState::Refused(_));
    let last = trouble(&row.state).cloned();
    let id = row.id.clone();
    view! {
        <p><Standing call=row.clone()/></p>
        {last.map(|trouble| view! { <Trouble list trouble/> })}
        {refused.then(|| view! { <OneAgain list id done=again/> })}
        <Facts row creator sound/>
        <section>
            <h3>"Linked to"</h3>
            {match links.is_empty() {
                true => view! { <p class="help">"Nothing yet."</p> }.into_any(),
                false => view! { <ul class="plainly">{links.into_iter().map(|(name, address)| view! { <li>{linked(name, address)}</li> }).collect_view()}</ul> }.into_any(),
            }}
        </section>
        {(!notes.is_empty()).then(|| view! { <section><h3>"Notes"</h3><p class="notes">{notes}</p></section> })}
        <section>
            <h3>"What happened"</h3>
            <ol class="events">
                {events.into_iter().map(|event| view! { <li><time>{clock::to_the_second(event.at)}</time><span>{event.what}</span></li> }).collect_view()}
            </ol>
        </section>
        <section>
            <h3>"Written to HubSpot"</h3>
            {match written.is_empty() {
                true => view! { <p class="help">"Nothing yet."</p> }.into_any(),
                false => view! {
                    <dl class="facts" data-id="written">
                        {written.into_iter().map(|(name, value)| view! { <div><dt><code>{name}</code></dt><dd>{value}</dd></div> }).collect_view()}
                    </dl>
                }.into_any(),
            }}
        </section>
    }
}

/// What is known of the call itself.
#[component]
fn Facts(
    /// The call.
    row: CallRow,
    /// Who makes its record.
    creator: String,
    /// How it sounded; empty where nothing was heard.
    sound: String,
) -> impl IntoView {
    let url = row.url.clone();
    let facts = [
        ("Number", row.number.clone()),
        ("Agent", row.agent.clone()),
        ("Began", clock::to_the_second(row.started)),
        ("Ended", ended(row.end).to_owned()),
        ("Spoken", length(row.talked)),
        ("Sound", sound),
        ("Outcome", row.outcome.clone()),
        ("Record made by", creator),
        ("Id", row.id),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    view! {
        <dl class="facts">
            {facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
            {url.map(|url| view! { <div><dt>"Call record"</dt><dd>{linked("Open in HubSpot".to_owned(), url)}</dd></div> })}
        </dl>
    }
}

/// Why it is not in HubSpot, with what HubSpot's support and we need to find it again.
#[component]
fn Trouble(
    /// What the page's parts share.
    list: List,
    /// The trouble.
    trouble: WriteTrouble,
) -> impl IntoView {
    let WriteTrouble { at, why, trace, correlation } = trouble;
    let said = list.console.said;
    let number = |name: &'static str, what: &'static str, value: String| {
        (!value.is_empty()).then(|| {
            view! { <div><dt>{name}</dt><dd><code>{value.clone()}</code><Copy said what text=Signal::stored(value)/></dd></div> }
        })
    };
    view! {
        <div class="notice bad" data-id="trouble">
            <Icon name="alert"/>
            <div>
                <p>{why}</p>
                <dl class="facts">
                    <div><dt>"When"</dt><dd>{clock::to_the_second(at)}</dd></div>
                    {number("Our request", "our request's number", trace)}
                    {number("HubSpot's correlation id", "HubSpot's correlation id", correlation)}
                </dl>
            </div>
        </div>
    }
}

/// A place at HubSpot's, where it is one.
fn linked(name: String, address: String) -> AnyView {
    match inside(&address) {
        Some(false) => view! {
            <a href=address target="_blank" rel="noopener">{name}<span class="heard">" (opens a new tab)"</span></a>
        }
        .into_any(),
        _ => name.into_any(),
    }
}
