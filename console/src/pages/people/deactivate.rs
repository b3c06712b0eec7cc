//! Deactivating a person asks first, and says what it does.

use contract::console::Person;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Desk;
use super::row::set_active;
use crate::parts::dialog::{Dialog, shut};
use crate::parts::working::Working;

/// Asks whether to deactivate a person.
#[component]
pub(super) fn Deactivate(
    /// What the page's parts share.
    desk: Desk,
    /// The person.
    person: Person,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let busy = RwSignal::new(false);
    let name = person.name.clone();
    let press = Callback::new(move |()| {
        let person = person.clone();
        busy.set(true);
        spawn_local(async move {
            set_active(desk, person, false).await;
            shut(node);
        });
    });
    view! {
        <Dialog node title=format!("Deactivate {name}?") closed=Callback::new(move |()| desk.doing.set(None))>
            <ul class="plainly">
                <li>"All of their sessions end, here and in HubSpot, and they cannot sign in again."</li>
                <li>"A call that is going on is not ended."</li>
                <li>"Their calls and records stay. You can activate them again at any time."</li>
            </ul>
            <div class="actions">
                <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                <Working class="stop" busy press>"Deactivate"</Working>
            </div>
        </Dialog>
    }
}
