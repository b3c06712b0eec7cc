//! A code in the outline: its label, and the keys that work on it.

use contract::Direction;
use leptos::ev;
use leptos::prelude::*;

use super::code_more::More;
use super::outline::{Editor, label_id};
use super::sheet::FORM;
use crate::logic::outline::{self, Line};
use crate::parts::field::{Wrong, focus, id, invalid};
use crate::parts::icon::Icon;

/// A code. The row stays the same element while it is renamed or moved.
#[component]
pub(super) fn CodeRow(
    /// What the editor's parts share.
    editor: Editor,
    /// The code's id.
    id: String,
) -> impl IntoView {
    let key = StoredValue::new(id.clone());
    let name = format!("outcomes.codes.{id}.label");
    let element = label_id(&id);
    let wrong = invalid(editor.sheet.problems, &name);
    let line = Memo::new(move |_| editor.lines.with(|l| key.with_value(|k| l.get(k).cloned())));
    let label = move || line.with(|l| l.as_ref().map(|l| l.code.label.clone()).unwrap_or_default());
    let level = move || line.with(|l| l.as_ref().map_or(1, |l| l.level).to_string());
    let place = move || line.with(|l| l.as_ref().map(Line::place).unwrap_or_default());
    let open = move || editor.open.with(|o| key.with_value(|k| o.as_ref() == Some(k)));
    let open = Memo::new(move |_| open());
    let outcomes = editor.sheet.choice(|c| c.outcomes.clone());
    let summary = move || {
        let line = line.get()?;
        let mapped = line.code.disposition.map(|guid| {
            let name =
                outcomes.with(|all| all.iter().find(|(g, _)| *g == guid).map(|(_, n)| n.clone()));
            format!("HubSpot: {}", name.unwrap_or_else(|| "unknown".to_owned()))
        });
        let inside = (line.inside > 0).then(|| format!("{} inside", line.inside));
        let parts = [inside, mapped, only(line.code.only).map(str::to_owned)];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    };
    let rename = {
        let name = name.clone();
        move |event: ev::Event| {
            let text = event_target_value(&event);
            editor.sheet.problems.update(|p| p.clear(&name));
            key.with_value(|k| editor.change(|c| outline::change(c, k, |code| code.label = text)));
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        if press(editor, &key.get_value(), &event) {
            event.prevent_default();
        }
    };
    let turn = move |_| {
        let now = if open.get_untracked() { None } else { Some(key.get_value()) };
        editor.open.set(now);
    };
    let more = id_of_more(&id);
    view! {
        <li class="code" data-level=level data-code=id>
            <div class="code-line">
                <input
                    id=element.clone()
                    aria-label=move || format!("Code, {}", place())
                    aria-describedby=format!("{element}-problem records-keys")
                    aria-invalid=wrong
                    autocomplete="off"
                    maxlength="150"
                    placeholder="Name of the code"
                    prop:value=label
                    on:input=rename
                    on:keydown=keys
                />
                <span class="second" data-id="summary">{summary}</span>
                <button type="button" class="small" id=more aria-expanded=move || open.get().to_string()
                    aria-label=move || format!("Details of {}", label()) on:click=turn>
                    <Icon name="more"/>"Details"
                </button>
            </div>
            <Wrong id=element name problems=editor.sheet.problems/>
            {move || open.get().then(|| view! { <More editor line/> })}
        </li>
    }
}

/// The id of the button that opens a code's details.
pub(super) fn id_of_more(code: &str) -> String {
    id(FORM, &format!("outcomes.codes.{code}.more"))
}

/// For which calls, if not for all.
fn only(only: Option<Direction>) -> Option<&'static str> {
    match only? {
        Direction::Inbound => Some("only from customers"),
        Direction::Outbound => Some("only to customers"),
    }
}

/// What a key does to a code. Says whether it did something.
fn press(editor: Editor, code: &str, event: &ev::KeyboardEvent) -> bool {
    let plain = !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    let here = label_id(code);
    match (event.key().as_str(), event.alt_key()) {
        _ if !plain || event.is_composing() => return false,
        ("Enter", false) => editor.add(Some(code)),
        ("ArrowUp", true) => editor.shift(code, |c, id| outline::shift(c, id, -1), here),
        ("ArrowDown", true) => editor.shift(code, |c, id| outline::shift(c, id, 1), here),
        ("ArrowRight", true) => editor.shift(code, outline::indent, here),
        ("ArrowLeft", true) => editor.shift(code, outline::outdent, here),
        ("ArrowUp", false) => step(editor, code, -1),
        ("ArrowDown", false) => step(editor, code, 1),
        ("Backspace", false) => {
            let empty = editor.lines.with_untracked(|lines| {
                lines.get(code).is_some_and(|l| l.code.label.is_empty() && l.inside == 0)
            });
            if empty {
                editor.remove(code);
            }
            return empty;
        }
        _ => return false,
    }
    true
}

/// Goes to the code above or below.
fn step(editor: Editor, code: &str, by: isize) {
    let to = editor.ids.with_untracked(|ids| {
        let at = ids.iter().position(|id| id == code)?;
        ids.get(at.checked_add_signed(by)?).cloned()
    });
    if let Some(to) = to {
        focus(label_id(&to));
    }
}
