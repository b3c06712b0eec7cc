//! What HubSpot has not granted for the chosen kind of record, and what to do about it.

use contract::console::{CaseKind, LinkState};
use leptos::prelude::*;

use super::sheet::Sheet;
use crate::logic::records::{kind_name, scope_of};
use crate::parts::icon::Icon;

/// Names the scopes that are missing for the chosen kind. Draws nothing where none is.
#[component]
pub(super) fn Scopes(
    /// What the page's parts share.
    sheet: Sheet,
    /// The chosen kind.
    kind: Memo<Option<CaseKind>>,
) -> impl IntoView {
    let missing = Memo::new(move |_| {
        let scope = scope_of(kind.get()?);
        sheet.connections.value.with(|all| {
            let used = all.iter().flatten().find(|c| c.in_use)?;
            let LinkState::Linked { missing, .. } = &used.link else { return None };
            let own = missing.iter().filter(|m| m.scope.starts_with(scope)).cloned();
            Some(own.collect::<Vec<_>>())
        })
    });
    // What is wanted of HubSpot follows from what is saved.
    let saved = Memo::new(move |_| {
        sheet.stored.value.with(|s| s.as_ref().is_some_and(|s| s.case.kind == kind.get()))
    });
    let one =
        |scope: String, disables: String| view! { <li><code>{scope}</code>": "{disables}</li> };
    view! {
        <div role="status">
            {move || match missing.get() {
                Some(missing) if !missing.is_empty() => view! {
                    <div class="notice bad" data-id="scopes">
                        <Icon name="alert"/>
                        <div>
                            <p><b>"HubSpot has not granted what this needs"</b></p>
                            <ul>{missing.into_iter().map(|m| one(m.scope, m.disables)).collect_view()}</ul>
                            <p>"Add it to the scopes of your app in HubSpot, then unlink and link again under "<a href="#/crm">"CRM"</a>"."</p>
                        </div>
                    </div>
                }.into_any(),
                _ if !saved.get() && kind.with(Option::is_some) => view! {
                    <p class="notice">
                        <Icon name="info"/>
                        <span>"HubSpot has to grant access to "{kind.get().map(kind_name)}"s. After saving it is said here if it has not."</span>
                    </p>
                }.into_any(),
                _ => ().into_any(),
            }}
        </div>
    }
}
