//! *Test*: registers a line anew, calls a number with it, and shows what was said when it fails.

use contract::console::{PhoneAgent, PhoneStep, PhoneTested, TestPhone};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen_futures::spawn_local;

use super::sheet::Sheet;
use crate::logic::fields::Problems;
use crate::logic::phone::{exchange, failed, summary};
use crate::net::{Method, send_json};
use crate::parts::copy::Copy;
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::{General, TextField, focus, focus_first};
use crate::parts::icon::Icon;
use crate::parts::working::Working;

const FORM: &str = "test";

/// The form's only field.
const FIELDS: [&str; 1] = ["to"];

/// Asks for a number, tests, and shows the result.
#[component]
pub(super) fn Test(
    /// What the page's parts share.
    sheet: Sheet,
    /// Whose line; none for the trunk.
    agent: Option<PhoneAgent>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let to = RwSignal::new(String::new());
    let problems = RwSignal::new(Problems::default());
    let busy = RwSignal::new(false);
    let tested = RwSignal::new(None::<PhoneTested>);
    let title = match &agent {
        Some(agent) => format!("Test the line of {}", agent.name),
        None => "Test the trunk".to_owned(),
    };
    let start = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        tested.set(None);
        problems.set(Problems::default());
        let body = TestPhone {
            agent: agent.as_ref().map(|agent| agent.agent.clone()),
            to: to.get_untracked().trim().to_owned(),
        };
        let path = sheet.below("phone/test");
        spawn_local(async move {
            match send_json::<PhoneTested>(Method::Post, &path, &body).await {
                Ok(found) => {
                    tested.try_set(Some(found));
                    focus("test-result".to_owned());
                    sheet.states.read(sheet.below("phone/states")).await;
                }
                Err(failure) => {
                    let found = Problems::of(&failure, &FIELDS);
                    focus_first(FORM, &found, &FIELDS);
                    problems.try_set(found);
                }
            }
            busy.try_set(false);
        });
    };
    let unsaved = sheet.unsaved;
    view! {
        <Dialog node title closed=Callback::new(move |()| sheet.doing.set(None))>
            <form novalidate class="detail" on:submit=start>
                <General problems/>
                <p>"Registers anew and calls a number. The call is a real one: it rings there, can cost money, and is ended after a few seconds."</p>
                {move || unsaved.get().then(|| view! {
                    <div class="notice warn"><Icon name="alert"/><p>"Your changes are not saved yet: what is tested is what is saved."</p></div>
                })}
                <TextField form=FORM name="to" label="Number to call" kind="tel"
                    help="One that you can hear ring: your mobile phone, or an extension."
                    value=to set=move |v| to.set(v) problems/>
                <div role="status">{move || busy.get().then(|| view! { <p class="help">"Testing… this can take half a minute."</p> })}</div>
                {move || tested.get().map(|tested| view! { <Outcome said=sheet.console.said tested/> })}
                <div class="actions">
                    <button type="button" class="plain" on:click=move |_| shut(node)>"Close"</button>
                    <Working busy>{move || if tested.with(Option::is_some) { "Test again" } else { "Test" }}</Working>
                </div>
            </form>
        </Dialog>
    }
}

/// The steps, and what was said.
#[component]
fn Outcome(
    /// Where is said that something was copied.
    said: RwSignal<String>,
    /// What was found.
    tested: PhoneTested,
) -> impl IntoView {
    let bad = failed(&tested);
    let (sum, text) = (summary(&tested), exchange(&tested));
    let step = |step: PhoneStep| {
        let (icon, word) = match step.worked {
            Some(true) => ("check", "worked"),
            Some(false) => ("broken", "failed"),
            None => ("wait", "not tried"),
        };
        view! {
            <li>
                <Icon name=icon/>
                <div><span class="name">{step.what}": "{word}</span><span class="second">{step.says}</span></div>
            </li>
        }
    };
    let (nothing, copied) = (text.is_empty(), text.clone());
    view! {
        <section class="tested" aria-label="Result">
            <p id="test-result" tabindex="-1" class="sum" data-id="test-result">{sum}</p>
            <ul class="test-steps">{tested.steps.into_iter().map(step).collect_view()}</ul>
            <details open=bad hidden=nothing>
                <summary>"What was said (SIP), without secrets"</summary>
                <pre class="exchange" tabindex="0" role="region" aria-label="SIP messages">{text}</pre>
                <Copy said what="the SIP messages" text=Signal::stored(copied)/>
            </details>
        </section>
    }
}
