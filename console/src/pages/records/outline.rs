//! The editor of a tenant's codes: an outline that is worked on with buttons or the keyboard.

use std::collections::BTreeMap;

use contract::console::Code;
use leptos::prelude::*;

use super::code::CodeRow;
use super::outcomes::Empty;
use super::paste::Paste;
use super::sheet::{FORM, Sheet};
use crate::logic::code_ids::fresh;
use crate::logic::outline::{self, Line, MOST, Removed, count, lines};
use crate::net::clock;
use crate::parts::field::{focus, id};
use crate::parts::icon::Icon;

/// What can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gone {
    /// A code was deleted.
    One(Removed),
    /// The whole list was replaced or added to.
    All(Vec<Code>),
}

/// What the parts of the editor share. A handle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Editor {
    /// What the page's parts share.
    pub sheet: Sheet,
    /// The lines by id.
    pub lines: Memo<BTreeMap<String, Line>>,
    /// The ids in their order.
    pub ids: Memo<Vec<String>>,
    /// The id of the code whose details are open.
    pub open: RwSignal<Option<String>>,
    /// What can be taken back.
    pub gone: RwSignal<Option<Gone>>,
    /// What is told to those who do not see it.
    pub heard: RwSignal<String>,
    made: StoredValue<usize>,
}

/// The id of the field of a code's label.
pub(super) fn label_id(code: &str) -> String {
    id(FORM, &format!("outcomes.codes.{code}.label"))
}

impl Editor {
    fn new(sheet: Sheet) -> Self {
        let all = Memo::new(move |_| sheet.draft.with(|d| lines(&d.outcomes.codes)));
        let by_id = |all: &Vec<Line>| all.iter().map(|l| (l.code.id.clone(), l.clone())).collect();
        let ids = |all: &Vec<Line>| all.iter().map(|l| l.code.id.clone()).collect();
        Self {
            sheet,
            lines: Memo::new(move |_| all.with(by_id)),
            ids: Memo::new(move |_| all.with(ids)),
            open: RwSignal::new(None),
            gone: RwSignal::new(None),
            heard: RwSignal::default(),
            made: StoredValue::new(0),
        }
    }

    /// Changes the list.
    pub fn change<T>(self, how: impl FnOnce(&mut Vec<Code>) -> T) -> Option<T> {
        let mut done = None;
        self.sheet.draft.update(|draft| done = Some(how(&mut draft.outcomes.codes)));
        done
    }

    /// An id that no code has had.
    pub fn fresh(self) -> String {
        let made = self.made.get_value();
        self.made.set_value(made + 1);
        fresh(clock::now(), made)
    }

    fn empty(self) -> Code {
        Code {
            id: self.fresh(),
            label: String::new(),
            disposition: None,
            only: None,
            children: Vec::new(),
        }
    }

    fn has_room(self) -> bool {
        let room = self.ids.with_untracked(Vec::len) < MOST;
        if !room {
            self.heard.set(format!("There are {MOST} codes; there can be no more."));
        }
        room
    }

    /// Adds a code behind another, or at the end, and goes there.
    pub fn add(self, behind: Option<&str>) {
        if self.has_room() {
            let code = self.empty();
            let at = label_id(&code.id);
            self.change(|codes| outline::add_after(codes, behind, code));
            focus(at);
        }
    }

    /// Adds a code inside another, and goes there.
    pub fn add_inside(self, group: &str) {
        if self.has_room() {
            let code = self.empty();
            let at = label_id(&code.id);
            self.change(|codes| {
                // A group has no outcome of its own.
                outline::change(codes, group, |group| group.disposition = None);
                outline::add_inside(codes, group, code);
            });
            focus(at);
        }
    }

    /// Moves a code, says where it is then, and puts the focus back on `to`.
    pub fn shift(self, code: &str, how: impl FnOnce(&mut Vec<Code>, &str) -> bool, to: String) {
        let moved = self.change(|codes| how(codes, code)).unwrap_or_default();
        let place = self.lines.with_untracked(|l| l.get(code).map(Line::place)).unwrap_or_default();
        self.heard.set(if moved {
            format!("Moved: {place}.")
        } else {
            "It cannot go there.".to_owned()
        });
        focus(to);
    }

    /// Deletes a code with what is inside, and goes to the one beside it.
    pub fn remove(self, code: &str) {
        let next = self
            .sheet
            .draft
            .with_untracked(|d| outline::neighbour(&lines(&d.outcomes.codes), code));
        let removed = self.change(|codes| outline::remove(codes, code)).flatten();
        self.open.set(None);
        self.gone.set(removed.map(Gone::One));
        focus(next.map_or_else(|| format!("{FORM}-undo"), |next| label_id(&next)));
    }

    /// Takes back what was done last.
    fn undo(self) {
        match self.gone.get_untracked() {
            Some(Gone::One(removed)) => {
                let at = label_id(&removed.code.id);
                self.change(|codes| outline::restore(codes, removed));
                focus(at);
            }
            Some(Gone::All(before)) => {
                self.change(|codes| *codes = before);
                focus(format!("{FORM}-add-code"));
            }
            None => {}
        }
        self.gone.set(None);
    }
}

/// The editor.
#[component]
pub(super) fn Outline(
    /// What the page's parts share.
    sheet: Sheet,
) -> impl IntoView {
    let editor = Editor::new(sheet);
    let pasting = RwSignal::new(false);
    Effect::new(move || {
        sheet.taken.track();
        editor.gone.set(None);
    });
    let none = move || editor.ids.with(Vec::is_empty);
    let offered = sheet.choice(|c| c.outcomes.clone());
    let begin = move |_| {
        let code = |(guid, label): (String, String)| Code {
            label,
            disposition: Some(guid),
            ..editor.empty()
        };
        let all = offered.get_untracked().into_iter().map(code).collect::<Vec<_>>();
        editor.change(|codes| *codes = all);
        focus(format!("{FORM}-add-code"));
    };
    let told = move || {
        editor.gone.get().map(|gone| match gone {
            Gone::One(removed) => {
                let label = removed.code.label.trim();
                let label = if label.is_empty() { "A code without a name" } else { label };
                match count(&removed.code.children) {
                    0 => format!("{label} was deleted."),
                    1 => format!("{label} was deleted, with 1 inside."),
                    n => format!("{label} was deleted, with {n} inside."),
                }
            }
            Gone::All(_) => "The pasted lines are in the list.".to_owned(),
        })
    };
    view! {
        <div class="outline" role="group" aria-label="Codes">
            <p class="help" id="records-keys">"Enter adds a code below. The arrow keys go up and down. With Alt they move the code you are in: up, down, right into the group above, left out of its group."</p>
            {move || none().then(|| view! { <Empty/> })}
            <ol class="codes" hidden=none>
                <For each=move || editor.ids.get() key=String::clone children=move |id| view! { <CodeRow editor id/> }/>
            </ol>
            <div role="status">
                {move || told().map(|text| view! {
                    <p class="undo"><span>{text}</span><button type="button" class="small" id=format!("{FORM}-undo") on:click=move |_| editor.undo()>"Undo"</button></p>
                })}
            </div>
            <div class="buttons">
                <button type="button" class="plain" id=format!("{FORM}-add-code") on:click=move |_| editor.add(None)><Icon name="plus"/>"Add code"</button>
                <button type="button" class="plain" on:click=move |_| pasting.set(true)><Icon name="up"/>"Paste a list"</button>
                <button type="button" class="plain" hidden=move || !none() || offered.with(Vec::is_empty) on:click=begin><Icon name="linked"/>"Start with HubSpot's"</button>
            </div>
            <p class="help" hidden=none>{move || editor.ids.with(Vec::len)}" of "{MOST}</p>
            <p class="heard" role="status">{editor.heard}</p>
            {move || pasting.get().then(|| view! { <Paste editor closed=Callback::new(move |()| pasting.set(false))/> })}
        </div>
    }
}
