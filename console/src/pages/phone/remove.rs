//! Removing an agent's line. Asks first: its password cannot be brought back.

use contract::console::PhoneAgent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::sheet::Sheet;
use crate::logic::fields::Problems;
use crate::net::{Method, send};
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::General;
use crate::parts::working::Working;

/// Asks whether to remove a line.
#[component]
pub(super) fn Remove(
    /// What the page's parts share.
    sheet: Sheet,
    /// Whose line.
    agent: PhoneAgent,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let title = format!("Remove the line of {}?", agent.name);
    let press = Callback::new(move |()| {
        busy.set(true);
        let path = sheet.below(&format!("phone/lines/{}", agent.agent));
        let name = agent.name.clone();
        spawn_local(async move {
            match send(Method::Delete, &path, &serde_json::json!({})).await {
                Ok(_) => {
                    sheet.console.said.set(format!("The line of {name} is removed."));
                    sheet.again().await;
                    shut(node);
                }
                Err(failure) => drop(problems.try_set(Problems::of(&failure, &[]))),
            }
            busy.try_set(false);
        });
    });
    view! {
        <Dialog node title closed=Callback::new(move |()| sheet.doing.set(None))>
            <General problems/>
            <p>"Its password is erased here, and the agent can make and take no calls until there is a line again. Nothing changes at the phone system."</p>
            <div class="actions">
                <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                <Working class="stop" busy press>"Remove line"</Working>
            </div>
        </Dialog>
    }
}
