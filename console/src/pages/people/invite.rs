//! Making an invitation. Its link is shown once.

use contract::console::{Invitation, Invite as Wish, Person};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Desk;
use crate::logic::fields::Problems;
use crate::net::{Method, clock, send_json};
use crate::parts::copy::Taken;
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{General, focus};
use crate::parts::icon::Icon;
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
    let open = person.invited.is_some_and(|until| until > clock::now());
    let Person { id, name, email, .. } = person;
    let email = email.filter(|email| !email.is_empty());
    let mail = untrack(|| desk.console.me()).is_some_and(|me| me.mail) && email.is_some();
    let make = move |send: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problems.set(Problems::default());
        let path = desk.below(&format!("/{id}/invitation"));
        spawn_local(async move {
            match send_json::<Invitation>(Method::Post, &path, &Wish { send }).await {
                Ok(invitation) => {
                    made.set(Some(invitation));
                    focus("invitation-done".to_owned());
                    desk.again().await;
                }
                Err(failure) => drop(problems.try_set(Problems::of(&failure, &[]))),
            }
            busy.try_set(false);
        });
    };
    let (link, mailed) = {
        let other = make.clone();
        (Callback::new(move |()| make(false)), Callback::new(move |()| other(true)))
    };
    let to = StoredValue::new(email.unwrap_or_default());
    let before = move || {
        view! {
            <p>"The link signs them in once. Hand it over where only they can read it."</p>
            {mail.then(|| view! { <p>"It can be sent to "<b>{to.get_value()}</b>"."</p> })}
            {open.then(|| view! { <p>"The invitation that is open now stops working."</p> })}
            <div class="actions">
                <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                <Working class=if mail { "plain" } else { "go" } busy press=link>"Make the link"</Working>
                {mail.then(|| view! { <Working busy press=mailed>"Send by e-mail"</Working> })}
            </div>
        }
    };
    let after = move |invitation: Invitation| {
        view! {
            <Sent sent_to=invitation.sent_to not_sent=invitation.not_sent/>
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

/// What came of sending the link, if it was to be sent.
#[component]
fn Sent(
    /// Where it was sent to.
    sent_to: Option<String>,
    /// Why it could not be sent.
    not_sent: Option<String>,
) -> impl IntoView {
    let sent = sent_to.map(|to| {
        view! { <div class="notice good" data-id="sent"><Icon name="check"/><p>"The link was sent to "<b>{to}</b>"."</p></div> }
    });
    let failed = not_sent.map(|why| {
        view! { <div class="notice warn" role="alert" data-id="not-sent"><Icon name="alert"/><p>"The link was not sent. "{why}" Hand it over yourself."</p></div> }
    });
    (sent, failed)
}
