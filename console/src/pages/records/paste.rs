//! Codes from pasted lines.

use leptos::html;
use leptos::prelude::*;

use super::outline::{Editor, Gone};
use super::sheet::FORM;
use crate::logic::outline::count;
use crate::logic::pasted::{Pasted, read, told};
use crate::parts::dialog::{Dialog, shut};
use crate::parts::field::focus;
use crate::parts::icon::Icon;

/// A dialog that takes lines.
#[component]
pub(super) fn Paste(
    /// What the editor's parts share.
    editor: Editor,
    /// It was closed.
    closed: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let text = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let there = editor.ids.with_untracked(Vec::len);
    let read_as = move |replaced: bool| -> Pasted {
        let there = if replaced { 0 } else { there };
        text.with(|t| read(t, there, |_| editor.fresh()))
    };
    let found = Memo::new(move |_| text.with(|t| read(t, 0, |n| n.to_string())));
    let take = move |replaces: bool| {
        let pasted = untrack(|| read_as(replaces));
        if !pasted.problems.is_empty() || pasted.codes.is_empty() {
            wrong.set(true);
            return focus("records-paste".to_owned());
        }
        let before = editor.change(|codes| {
            let before = codes.clone();
            if replaces {
                codes.clear();
            }
            codes.extend(pasted.codes);
            before
        });
        editor.gone.set(before.map(Gone::All));
        shut(node);
        focus(format!("{FORM}-undo"));
    };
    let problems = move || {
        let mut all = found.with(|f| f.problems.clone());
        if all.is_empty() && found.with(|f| f.codes.is_empty()) {
            all.push("Paste at least one line.".to_owned());
        }
        let both = there + found.with(|f| count(&f.codes));
        if all.is_empty() && both > crate::logic::outline::MOST {
            all.push(format!("With those that are there, that would be {both}."));
        }
        all
    };
    view! {
        <Dialog node title="Paste a list" closed>
            <div class="field">
                <label for="records-paste">"One code on each line"</label>
                <textarea id="records-paste" rows="10" spellcheck="false" aria-describedby="records-paste-help records-paste-told"
                    placeholder="Sales\n  Won\n  Lost\n    Too dear\nSupport\n  Solved"
                    prop:value=text
                    on:input=move |e| { wrong.set(false); text.set(event_target_value(&e)); }></textarea>
                <p class="help" id="records-paste-help">"A line that is indented belongs to the one above it; five levels at most. A list out of a text or a spreadsheet will do."</p>
                <p class="help" id="records-paste-told" role="status">{move || found.with(|f| told(&f.codes))}</p>
            </div>
            <div role="alert">
                {move || wrong.get().then(|| view! {
                    <div class="notice bad"><Icon name="alert"/><ul>{problems().into_iter().map(|p| view! { <li>{p}</li> }).collect_view()}</ul></div>
                })}
            </div>
            <div class="actions">
                <button type="button" class="plain" on:click=move |_| shut(node)>"Cancel"</button>
                {(there > 0).then(|| view! { <button type="button" class="plain" on:click=move |_| take(true)>"Replace the list"</button> })}
                <button type="button" class="go" on:click=move |_| take(false)>"Add to the list"</button>
            </div>
        </Dialog>
    }
}
