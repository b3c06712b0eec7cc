//! Which of several connections the tenant works with.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Links;
use crate::net::{Method, send};
use crate::parts::icon::Icon;
use crate::parts::working::Working;

/// Says that the tenant works with this one, or lets it. Draws nothing where there is only one.
#[component]
pub(super) fn Used(
    /// What the page's parts share.
    links: Links,
    /// The connection's id.
    id: String,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<String>);
    let here = {
        let id = id.clone();
        Memo::new(move |_| links.in_use(&id))
    };
    let several = Memo::new(move |_| links.several());
    let press = Callback::new(move |()| {
        busy.set(true);
        wrong.set(None);
        let path = links.below(&format!("/{id}/use"));
        spawn_local(async move {
            match send(Method::Post, &path, &serde_json::json!({})).await {
                Ok(_) => {
                    links.console.said.set("The tenant works with this connection now.".to_owned());
                    links.again().await;
                }
                Err(failure) => drop(wrong.try_set(Some(failure.to_string()))),
            }
            busy.try_set(false);
        });
    });
    move || {
        several.get().then(|| match here.get() {
            true => view! {
                <p class="used" data-id="in-use"><Icon name="check"/><span><b>"In use. "</b>"The tenant's calls go through this connection."</span></p>
            }
            .into_any(),
            false => view! {
                <div class="stack">
                    <p class="help">"The tenant works with another connection."</p>
                    <div role="alert">{move || wrong.get().map(|text| view! { <div class="notice bad"><Icon name="alert"/><p>{text}</p></div> })}</div>
                    <Working class="plain" busy press>"Work with this one"</Working>
                </div>
            }
            .into_any(),
        })
    }
}
