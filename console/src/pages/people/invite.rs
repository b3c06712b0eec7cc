//! Making an invitation. Its link is shown once.

use contract::console::{Invitation, Person};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Desk;
use crate::logic::fields::Problems;
use crate::net::{Method, clock, send_json};
use crate::parts::copy::Taken;
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{General, focus};
use crate::parts::working::Working;

/// Makes an invitation and shows its link.
#[component]
pub(super) fn Invite(
    /// What the page's parts share.
    desk: Desk,
    /// Who is invited.
    person: Person,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let made = RwSignal::new(None::<Invitation>);
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let Person { id, name, .. } = person;
    let open = person.invited.is_some_and(|until| until > clock::now());
    let press = Callback::new(move |()| {
        busy.set(true);
        let path = desk.below(&format!("/{id}/invitation"));
        spawn_local(async move {
            match send_json::<Invitation>(Method::Post, &path, &serde_json::json!({})).await {
                Ok(invitation) => {
                    made.set(Some(invitation));
                    focus("invitation-done".to_owned());
                    desk.again().await;
                }
                Err(failure) => problems.set(Problems::of(&failure, &[])),
            }
            busy.try_set(false);
        });
    });
    let before = move || {
        view! {
            <p>"The link signs them in once. Hand it over where only they can read it."</p>
            {open.then(|| view! { <p>"The invitation that is open now stops working."</p> })}
            <div class="actions">
                <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                <Working busy press>"Make the link"</Working>
            </div>
        }
    };
    let after = move |invitation: Invitation| {
        view! {
            <p id="invitation-done" tabindex="-1">"Here is the link. It is shown only now, and good until "<b>{clock::moment(invitation.expires)}</b>"."</p>
            <Taken said=desk.console.said what="the link" text=invitation.link/>
            <div class="actions">
                <button type="button" class="go" on:click=move |_| shut(node)>"Done"</button>
            </div>
        }
    };
    view! {
        <Dialog node title=format!("Invite {name}") closed=Callback::new(move |()| desk.doing.set(None))>
            <General problems/>
            {move || match made.get() {
                None => before().into_any(),
                Some(invitation) => after(invitation).into_any(),
            }}
        </Dialog>
    }
}
