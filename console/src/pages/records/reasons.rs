//! The reasons to be unavailable: named, in an order, at most twenty.

use contract::Reason;
use leptos::prelude::*;

use super::sheet::{FORM, Sheet};
use crate::logic::code_ids::fresh;
use crate::logic::order::shift;
use crate::net::clock;
use crate::parts::field::{TextField, Wrong, focus, id};
use crate::parts::icon::Icon;

/// As many as a tenant can have.
const MOST: usize = 20;

/// The list.
#[component]
pub(super) fn Reasons(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let gone = RwSignal::new(None::<(usize, Reason)>);
    let made = StoredValue::new(0usize);
    Effect::new(move || {
        sheet.taken.track();
        gone.set(None);
    });
    let ids = sheet.get(|d| d.status.reasons.iter().map(|r| r.id.clone()).collect::<Vec<_>>());
    let full = move || ids.with(|ids| ids.len() >= MOST);
    let add = move |_| {
        if full() {
            return;
        }
        made.update_value(|n| *n += 1);
        let id_of = fresh(clock::now(), made.get_value());
        let field = id(FORM, &format!("status.reasons.{id_of}.label"));
        sheet.draft.update(|d| d.status.reasons.push(Reason { id: id_of, label: String::new() }));
        focus(field);
    };
    let undo = move |_| {
        if let Some((at, reason)) = gone.get_untracked() {
            let field = id(FORM, &format!("status.reasons.{}.label", reason.id));
            sheet.draft.update(|d| {
                let list = &mut d.status.reasons;
                list.insert(at.min(list.len()), reason);
            });
            gone.set(None);
            focus(field);
        }
    };
    let all = id(FORM, "status.reasons");
    view! {
        <div class="stack" role="group" aria-labelledby="records-reasons">
            <h3 id="records-reasons">"Reasons to be unavailable"</h3>
            <div id=all.clone() tabindex="-1"><Wrong id=all.clone() name="status.reasons".to_owned() problems=sheet.problems/></div>
            {move || ids.with(Vec::is_empty).then(|| view! { <p class="empty">"No reasons. Agents choose between available and unavailable."</p> })}
            <ol class="rules" hidden=move || ids.with(Vec::is_empty)>
                <For each=move || ids.get() key=|id| id.clone() children=move |key| view! { <One sheet key gone/> }/>
            </ol>
            <div role="status">
                {move || gone.get().map(|(_, reason)| view! {
                    <p class="undo"><span>{format!("The reason “{}” was deleted.", reason.label)}</span><button type="button" class="small" id="records-undo-reason" on:click=undo>"Undo"</button></p>
                })}
            </div>
            <div class="buttons"><button type="button" class="plain" disabled=full on:click=add><Icon name="plus"/>"Add reason"</button></div>
        </div>
    }
}

/// A reason, by its id.
#[component]
fn One(
    /// What the page's parts share.
    sheet: Sheet,
    /// Its id.
    key: String,
    /// What was deleted last, and where it was.
    gone: RwSignal<Option<(usize, Reason)>>,
) -> impl IntoView {
    let key = StoredValue::new(key);
    let place = move |list: &[Reason]| key.with_value(|k| list.iter().position(|r| r.id == *k));
    let name = move |what: &str| key.with_value(|k| format!("status.reasons.{k}.{what}"));
    let label = sheet.get(move |d| {
        let at = place(&d.status.reasons);
        at.map(|at| d.status.reasons[at].label.clone()).unwrap_or_default()
    });
    let set = sheet.set(move |d, v: String| {
        if let Some(at) = place(&d.status.reasons) {
            d.status.reasons[at].label = v;
        }
    });
    let at = sheet.get(move |d| place(&d.status.reasons).unwrap_or_default());
    let count = sheet.get(|d| d.status.reasons.len());
    let step = move |by: isize, way: &'static str| {
        move |_| {
            sheet.draft.update(|d| {
                if let Some(at) = place(&d.status.reasons) {
                    shift(&mut d.status.reasons, at, by);
                }
            });
            focus(id(FORM, &name(way)));
        }
    };
    let remove = move |_| {
        sheet.draft.update(|d| {
            if let Some(at) = place(&d.status.reasons) {
                gone.set(Some((at, d.status.reasons.remove(at))));
            }
        });
        focus("records-undo-reason".to_owned());
    };
    let shown = move |does: &str, way: &str| {
        let label = label.get();
        let reason = if label.is_empty() { "the new reason" } else { &label };
        format!("{does} {reason}{way}")
    };
    view! {
        <li><div class="rule reason" role="group" aria-label=move || format!("Reason {}", at.get() + 1)>
            <TextField form=FORM name=name("label") label="Name" value=label set problems=sheet.problems/>
            <div class="buttons">
                <button type="button" class="small" id=id(FORM, &name("up")) aria-label=move || shown("Move", " up")
                    aria-disabled=move || (at.get() == 0).to_string() on:click=step(-1, "up")><Icon name="above"/></button>
                <button type="button" class="small" id=id(FORM, &name("down")) aria-label=move || shown("Move", " down")
                    aria-disabled=move || (at.get() + 1 >= count.get()).to_string() on:click=step(1, "down")><Icon name="below"/></button>
                <button type="button" class="small" aria-label=move || shown("Delete", "") on:click=remove><Icon name="bin"/>"Delete"</button>
            </div>
        </div></li>
    }
}
