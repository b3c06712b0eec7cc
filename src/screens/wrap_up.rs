//! After the call: outcome, notes, save. What is typed here survives a reload.

use desk::{CallCard, CardPhase, Intent, Missing, SaveState, Spot};

use super::outcomes;
use crate::face::{Face, Part};
use crate::ui::Scene;
use crate::words::left;

/// Outcome, notes and *Save* for the call in front.
pub static WRAP_UP: Face = Face {
    html: include_str!("wrap_up.html"),
    parts: &[
        ("outcome", Part::Flag("hidden", |s| outcomes::list(s).nodes.is_empty())),
        ("outcome", Part::Flag("data-tree", outcomes::is_tree)),
        ("legend", Part::Text(|s| needed("Outcome", outcomes::list(s).required))),
        ("no-outcome", Part::Flag("hidden", |s| !s.is(|c| lacks(c, Missing::Outcome)))),
        ("find", Part::Flag("hidden", |s| !outcomes::is_long(s))),
        ("find", Part::Value(|s| s.view.find.clone())),
        ("find", Part::Typed(|_, text| Some(Intent::FindOutcome(text)))),
        ("path", Part::Text(outcomes::path)),
        ("path", Part::Flag("hidden", |s| outcomes::path(s).is_empty())),
        ("choices", Part::Rows(include_str!("outcome.html"), outcomes::rows)),
        ("choices", Part::Chosen(|s| s.card(|c| c.draft.outcome.clone().unwrap_or_default()))),
        (
            "choice",
            Part::Press(|s, id| {
                let card = s.view.front.as_ref()?;
                Some(Intent::Outcome(card.id.clone(), Some(id.to_owned())))
            }),
        ),
        ("group", Part::Press(|_, id| Some(Intent::Group(id.to_owned())))),
        ("none", Part::Flag("hidden", |s| !outcomes::rows(s).is_empty())),
        ("title", Part::Text(|s| needed("Notes", outcomes::list(s).notes_required))),
        ("notes", Part::Value(|s| s.card(|c| c.draft.notes.clone()))),
        (
            "notes",
            Part::Typed(|s, text| Some(Intent::Notes(s.view.front.as_ref()?.id.clone(), text))),
        ),
        ("no-notes", Part::Flag("hidden", |s| !s.is(|c| lacks(c, Missing::Notes)))),
        ("closes", Part::Text(closes)),
        ("line", Part::Flag("data-warn", |s| s.is(|c| c.saved == SaveState::Failed))),
        ("more", Part::Flag("hidden", |s| s.is(|c| saving(c) || c.saved == SaveState::Failed))),
        ("more", Part::Press(|s, _| s.wish(|c| Intent::MoreTime(c.id.clone())))),
        ("history", Part::Press(|_, _| Some(Intent::History(true)))),
        ("save", Part::Press(|s, _| s.wish(|c| Intent::Save(c.id.clone())))),
        ("save", Part::Says("aria-busy", |s| s.is(saving))),
        ("label", Part::Text(|s| if s.is(saving) { "Saving…" } else { "Save" }.to_owned())),
        ("outcome", Part::Focus(|s| s.focus(Spot::Outcome))),
        ("notes", Part::Focus(|s| s.focus(Spot::Notes))),
    ],
};

fn saving(card: &CallCard) -> bool {
    card.saved == SaveState::Saving
}

fn lacks(card: &CallCard, what: Missing) -> bool {
    card.beside.missing == Some(what)
}

/// The name of a field, and whether it has to be filled in.
fn needed(name: &str, is: bool) -> String {
    [name, if is { ", required" } else { "" }].concat()
}

/// What becomes of it when nothing is pressed.
fn closes(scene: &Scene) -> String {
    let Some(card) = &scene.view.front else { return String::new() };
    match (card.saved, card.phase) {
        (SaveState::Saving, _) => "Saving…".to_owned(),
        (SaveState::Failed, _) => "Not saved. Press Save again.".to_owned(),
        (_, CardPhase::WrapUp { closes_local, .. }) => {
            let mut text = String::from("Will be saved by itself in ");
            text.push_str(&left(closes_local, scene.now));
            text
        }
        _ => String::new(),
    }
}
