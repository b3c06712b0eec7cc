//! What HubSpot has to choose from: whether it is known, what could not be had, and asking anew.

use contract::console::Choices;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::sheet::Sheet;
use crate::net::{clock, get};
use crate::parts::icon::Icon;
use crate::parts::reading::Progress;
use crate::parts::working::Working;

/// The button that asks HubSpot anew.
#[component]
pub(super) fn Refresh(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        let path = sheet.below("choices?fresh");
        let tenant = sheet.console.tenant.get_untracked();
        spawn_local(async move {
            match get::<Choices>(&path).await {
                Ok(choices) if sheet.console.tenant.with_untracked(|t| *t == tenant) => {
                    let told = match (choices.troubles.is_empty(), choices.changes.is_empty()) {
                        (false, _) => "HubSpot was asked; not everything could be had.",
                        (true, true) => "HubSpot was asked. Nothing is new, nothing is gone.",
                        (true, false) => "HubSpot was asked. Something has changed there.",
                    };
                    sheet.console.said.set(told.to_owned());
                    sheet.choices.failure.try_set(None);
                    sheet.choices.value.try_set(Some(choices));
                }
                Ok(_) => {}
                Err(failure) => sheet.console.said.set(failure.to_string()),
            }
            busy.try_set(false);
        });
    });
    view! { <Working class="plain" busy press><Icon name="again"/><span>"Refresh fields"</span></Working> }
}

/// When HubSpot was asked, what has changed there since, and what could not be had.
#[component]
pub(super) fn FromHubSpot(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let again = Callback::new(move |()| sheet.choices.start(sheet.below("choices")));
    let asked = Memo::new(move |_| sheet.choices.value.with(|c| c.as_ref().map(|c| c.asked)));
    let changes = sheet.choice(|c| c.changes.clone());
    let troubles = sheet.choice(|c| c.troubles.clone());
    let list =
        |all: Vec<String>| all.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    // While it is loaded the settings are what is waited for.
    let failed = move || sheet.choices.failure.with(Option::is_some);
    view! {
        <div class="stack gap">
            {move || failed().then(|| view! { <Progress of=sheet.choices again/> })}
            {move || match asked.get() {
                Some(None) if troubles.with(Vec::is_empty) => view! {
                    <div class="notice warn">
                        <Icon name="broken"/>
                        <p>"HubSpot is not linked, so its pipelines, fields and outcomes are not known here. "<a href="#/crm">"Link it first"</a>"."</p>
                    </div>
                }.into_any(),
                Some(Some(at)) => view! { <p class="help">{format!("HubSpot was asked for its fields {}.", clock::moment(at))}</p> }.into_any(),
                _ => ().into_any(),
            }}
            <div role="status">
                {move || (!changes.with(Vec::is_empty)).then(|| view! {
                    <div class="notice"><Icon name="info"/><div><p><b>"Changed in HubSpot"</b></p><ul>{list(changes.get())}</ul></div></div>
                })}
                {move || (!troubles.with(Vec::is_empty)).then(|| view! {
                    <div class="notice bad"><Icon name="alert"/><div><p><b>"Not everything could be had from HubSpot"</b></p><ul>{list(troubles.get())}</ul></div></div>
                })}
            </div>
        </div>
    }
}
