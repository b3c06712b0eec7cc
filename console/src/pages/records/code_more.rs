//! What else there is to a code: what it stands for in HubSpot, for which calls, and where it goes.

use contract::Direction;
use contract::console::Code;
use leptos::prelude::*;

use super::outline::Editor;
use super::sheet::FORM;
use crate::logic::choosing::outcomes;
use crate::logic::outline::{self, Line};
use crate::parts::field::{Choice, id};
use crate::parts::icon::Icon;

/// A move of a code: the button's id, its name, its icon, and what it does.
type Move = (&'static str, &'static str, &'static str, fn(&mut Vec<Code>, &str) -> bool);

const MOVES: [Move; 4] = [
    ("up", "Up", "above", |codes, id| outline::shift(codes, id, -1)),
    ("down", "Down", "below", |codes, id| outline::shift(codes, id, 1)),
    ("in", "Into the group above", "inward", outline::indent),
    ("out", "Out of its group", "outward", outline::outdent),
];

/// A code's details.
#[component]
pub(super) fn More(
    /// What the editor's parts share.
    editor: Editor,
    /// The code.
    line: Memo<Option<Line>>,
) -> impl IntoView {
    let Some(code) = line.get_untracked().map(|l| l.code.id) else { return ().into_any() };
    let problems = editor.sheet.problems;
    let of = move |of: fn(&Line) -> bool| move || line.with(|l| l.as_ref().is_some_and(of));
    let allowed = move |way: &str| {
        line.with(|l| {
            l.as_ref().is_some_and(|l| match way {
                "up" => !l.first,
                "down" => !l.last,
                "in" => l.can_indent(),
                _ => l.level > 1,
            })
        })
    };
    let at = |field: &str| format!("outcomes.codes.{code}.{field}");
    let shift = |(way, name, icon, how): Move| {
        let (button, code) = (id(FORM, &at(way)), code.clone());
        let own = button.clone();
        view! {
            <button type="button" class="small" id=button aria-disabled=move || (!allowed(way)).to_string()
                on:click=move |_| editor.shift(&code, how, own.clone())>
                <Icon name=icon/>{name}
            </button>
        }
    };
    let change = |how: fn(&mut Code, &str)| {
        let code = code.clone();
        Callback::new(move |value: String| {
            editor.change(|codes| outline::change(codes, &code, |code| how(code, &value)));
        })
    };
    let mapped = Memo::new(move |_| {
        line.with(|l| l.as_ref().and_then(|l| l.code.disposition.clone()).unwrap_or_default())
    });
    let only = Memo::new(move |_| only_value(line.with(|l| l.as_ref()?.code.only)).to_owned());
    let offered = editor.sheet.choice(|c| c.outcomes.clone());
    let group = of(|l| l.inside > 0);
    let options = [
        ("", "All calls"),
        ("inbound", "Calls from customers"),
        ("outbound", "Calls to customers"),
    ]
    .map(|(key, shown)| (key.to_owned(), shown.to_owned()));
    let (inside, behind, gone) = (code.clone(), code.clone(), code.clone());
    // Ids are made when they are saved for the first time.
    let own = Memo::new(move |_| {
        let (id, stored) =
            (line.with(|l| l.as_ref().map(|l| l.code.id.clone()))?, editor.sheet.stored);
        let all = stored.value.with(|s| s.as_ref().map(|s| outline::lines(&s.outcomes.codes)))?;
        all.iter().any(|l| l.code.id == id).then_some(id)
    });
    view! {
        <div class="more" role="group" aria-label=move || line.with(|l| l.as_ref().map(|l| format!("Details of {}", l.code.label)))>
            <div class="fields">
                <div hidden=group>
                    <Choice form=FORM name=at("disposition") label="Outcome in HubSpot"
                        options=Signal::derive(move || offered.with(|all| mapped.with(|m| outcomes(all, m))))
                        value=mapped set=change(|c, v| c.disposition = (!v.is_empty()).then(|| v.to_owned())) problems/>
                </div>
                <Choice form=FORM name=at("only") label="Offered for" options=Signal::stored(options.to_vec())
                    value=only set=change(|c, v| c.only = only_of(v)) problems/>
            </div>
            <p class="help" hidden=move || !group()>"This is a group: agents choose what is inside."</p>
            <p class="help">{move || match own.get() {
                Some(id) => view! { "Its id, which never changes: "<code>{id}</code> }.into_any(),
                None => "It gets its id when it is saved.".into_any(),
            }}</p>
            <div class="buttons">
                {MOVES.map(shift).collect_view()}
                <button type="button" class="small" aria-disabled=move || (!of(Line::can_hold)()).to_string()
                    on:click=move |_| if untrack(of(Line::can_hold)) { editor.add_inside(&inside) }><Icon name="plus"/>"Add inside"</button>
                <button type="button" class="small" on:click=move |_| editor.add(Some(&behind))><Icon name="plus"/>"Add below"</button>
                <button type="button" class="small" on:click=move |_| editor.remove(&gone)><Icon name="bin"/>"Delete"</button>
            </div>
        </div>
    }
    .into_any()
}

fn only_value(only: Option<Direction>) -> &'static str {
    match only {
        None => "",
        Some(Direction::Inbound) => "inbound",
        Some(Direction::Outbound) => "outbound",
    }
}

fn only_of(value: &str) -> Option<Direction> {
    match value {
        "inbound" => Some(Direction::Inbound),
        "outbound" => Some(Direction::Outbound),
        _ => None,
    }
}
