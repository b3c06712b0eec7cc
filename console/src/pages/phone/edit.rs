//! An agent's line: entered and changed.

use contract::console::{PhoneAgent, PhoneKind};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen_futures::spawn_local;

use super::sheet::Sheet;
use crate::logic::connection::Slot;
use crate::logic::fields::Problems;
use crate::logic::phone::{LINE_FORM, LineDraft};
use crate::net::{Method, send};
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{General, TextField, focus_first};
use crate::parts::secret::SecretField;
use crate::parts::working::Working;

const FORM: &str = "line";

/// A line's form.
#[component]
pub(super) fn Edit(
    /// What the page's parts share.
    sheet: Sheet,
    /// Whose line.
    agent: PhoneAgent,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let draft = RwSignal::new(LineDraft::of(&agent));
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let secret = agent.password;
    let with_line = untrack(|| sheet.in_use.get()) == PhoneKind::Lines;
    let of = move |of: fn(&LineDraft) -> String| Signal::derive(move || draft.with(of));
    let set = move |set: fn(&mut LineDraft, String)| move |v: String| draft.update(|d| set(d, v));
    let title = if with_line { "Line of" } else { "Number to show of" };
    let title = format!("{title} {}", agent.name);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = draft.with_untracked(LineDraft::sent);
        let path = sheet.below(&format!("phone/lines/{}", agent.agent));
        let name = agent.name.clone();
        spawn_local(async move {
            match send(Method::Put, &path, &body).await {
                Ok(_) => {
                    sheet.console.said.set(format!("The line of {name} is saved."));
                    sheet.again().await;
                    shut(node);
                }
                Err(failure) => {
                    let found = Problems::of(&failure, &LINE_FORM);
                    focus_first(FORM, &found, &LINE_FORM);
                    problems.try_set(found);
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog node title closed=Callback::new(move |()| sheet.doing.set(None))>
            <form novalidate on:submit=save>
                <General problems/>
                {with_line.then(|| view! {
                    <TextField form=FORM name="user" label="Line" help="The extension at the phone system, as 201."
                        value=of(|d| d.line.user.clone()) set=set(|d, v| d.line.user = v) problems/>
                    <TextField form=FORM name="authUser" label="Authentication name" help="Optional: where it is another than the line."
                        value=of(|d| d.line.auth_user.clone()) set=set(|d, v| d.line.auth_user = v) problems/>
                    <SecretField form=FORM name="password" label="Password" help="As the phone system has it for a SIP phone."
                        secret=Signal::stored(secret) typed=Signal::derive(move || draft.with(|d| d.password.clone()))
                        set=move |slot: Slot| draft.update(|d| d.password = slot) problems/>
                })}
                <TextField form=FORM name="callerNumber" label="Number to show" kind="tel"
                    help="What people see when this agent calls. Nothing: the tenant's."
                    value=of(|d| d.line.caller_number.clone()) set=set(|d, v| d.line.caller_number = v) problems/>
                <div class="actions">
                    <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                    <Working busy>"Save"</Working>
                </div>
            </form>
        </Dialog>
    }
}
