//! The line at the foot of the form: whether something is not saved, and *Save*.

use leptos::prelude::*;

use super::sheet::Sheet;
use crate::parts::icon::Icon;
use crate::parts::working::Working;

/// What is not saved, and the buttons.
#[component]
pub(super) fn SaveBar(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let clean = Memo::new(move |_| !sheet.unsaved.get());
    let take_back = move |_| {
        if let Some(before) = sheet.let_go.get_untracked() {
            sheet.put(before);
        }
    };
    let stored = move |_| {
        if let Some(stored) = sheet.stored.value.get_untracked() {
            sheet.take(&stored);
        }
    };
    view! {
        <div class="savebar" class:stuck=move || !clean.get()>
            {move || sheet.overtaken.get().then(|| view! {
                <div class="notice warn" role="status">
                    <Icon name="alert"/>
                    <p>"Somebody else saved another phone system meanwhile. Saving yours replaces theirs."</p>
                    <button type="button" class="small" on:click=stored>"Take theirs"</button>
                </div>
            })}
            <div class="actions">
                <p class="grow" role="status" data-id="unsaved">
                    {move || match (clean.get(), sheet.let_go.with(Option::is_some)) {
                        (false, _) => view! { <b>"Your changes are not saved."</b> }.into_any(),
                        (true, true) => "Your changes were let go.".into_any(),
                        (true, false) => view! { <span class="help">"All changes are saved."</span> }.into_any(),
                    }}
                </p>
                {move || (clean.get() && sheet.let_go.with(Option::is_some)).then(|| view! {
                    <button type="button" class="plain" on:click=take_back>"Undo"</button>
                })}
                <button type="button" class="plain" hidden=clean on:click=move |_| sheet.discard()>"Discard changes"</button>
                <Working busy=sheet.busy>"Save"</Working>
            </div>
        </div>
    }
}
