//! Sending again what HubSpot refused: one call, or all of them.

use contract::console::SentAgain;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::list::List;
use crate::logic::calls::sent_again;
use crate::net::{Method, send, send_json};
use crate::parts::icon::Icon;
use crate::parts::working::Working;

/// Sends all again.
#[component]
pub(super) fn AllAgain(
    /// What the page's parts share.
    list: List,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let path = list.below("/again");
            match send_json::<SentAgain>(Method::Post, &path, &serde_json::json!({})).await {
                Ok(sent) => {
                    list.console.said.set(sent_again(sent.count));
                    list.refresh();
                }
                Err(failure) => list.console.said.set(failure.to_string()),
            }
            busy.try_set(false);
        });
    });
    view! { <p class="gap"><Working class="plain" busy press><Icon name="again"/><span>"Send all again"</span></Working></p> }
}

/// Sends one call again.
#[component]
pub(super) fn OneAgain(
    /// What the page's parts share.
    list: List,
    /// The call's id.
    id: String,
    /// What to do once it is on its way.
    done: Callback<()>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let press = Callback::new(move |()| {
        busy.set(true);
        wrong.set(None);
        let path = list.below(&format!("/{id}/again"));
        spawn_local(async move {
            match send(Method::Post, &path, &serde_json::json!({})).await {
                Ok(_) => {
                    list.console.said.set("The call is sent to HubSpot again.".to_owned());
                    list.refresh();
                    done.try_run(());
                }
                Err(failure) => drop(wrong.try_set(Some(failure.to_string()))),
            }
            busy.try_set(false);
        });
    });
    view! {
        <div class="stack">
            <div role="alert">{move || wrong.get().map(|text| view! { <div class="notice bad"><Icon name="alert"/><p>{text}</p></div> })}</div>
            <div class="actions start"><Working busy press><Icon name="again"/><span>"Send again"</span></Working></div>
        </div>
    }
}
