//! How a line stands at the phone system.

use contract::console::PhoneStanding;
use leptos::prelude::*;

use super::sheet::Sheet;
use crate::logic::phone::state_of;
use crate::net::clock;
use crate::parts::icon::Icon;

/// The state of an agent's line, or of the trunk. It is told by icon and word.
#[component]
pub(super) fn Standing(
    /// What the page's parts share.
    sheet: Sheet,
    /// Whose line; none for the trunk.
    agent: Option<String>,
) -> impl IntoView {
    let standing = Memo::new(move |_| {
        sheet.states.value.with(|states| {
            let states = states.as_deref().unwrap_or_default();
            state_of(states, agent.as_deref()).map(|state| state.standing.clone())
        })
    });
    move || {
        let (icon, word, more) = match standing.get() {
            None => ("info", "No line", None),
            Some(PhoneStanding::Known) => ("check", "Known by our address", None),
            Some(PhoneStanding::Asking) => ("wait", "Asking…", None),
            Some(PhoneStanding::Registered { since }) => {
                ("check", "Registered", Some(format!("since {}", clock::moment(since))))
            }
            Some(PhoneStanding::Failing { why, .. }) => ("broken", "Not registered", Some(why)),
        };
        view! {
            <div class="standing">
                <span class="state"><Icon name=icon/>{word}</span>
                {more.map(|more| view! { <span class="second">{more}</span> })}
            </div>
        }
    }
}
