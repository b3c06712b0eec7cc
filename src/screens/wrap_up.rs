//! After the call: outcome, notes, save. What is typed here survives a reload.

use desk::{CallCard, CardPhase, Intent, SaveState};

use super::party;
use crate::face::{Face, Part, Row};
use crate::ui::Scene;
use crate::words::{left, length};

/// Outcome, notes and *Save* for the call in front.
pub static WRAP_UP: Face = Face {
    html: include_str!("wrap_up.html"),
    parts: &[
        ("who", Part::Text(party::who)),
        ("second", Part::Text(party::second)),
        ("spoke", Part::Text(spoke)),
        ("simulated", Part::Flag("hidden", party::real)),
        ("outcome", Part::Flag("hidden", |s| s.view.outcomes.is_empty())),
        ("choices", Part::Rows(CHOICE, |s| s.view.outcomes.iter().map(choice).collect())),
        ("choices", Part::Chosen(|s| s.card(|c| c.draft.outcome.clone().unwrap_or_default()))),
        (
            "choice",
            Part::Press(|s, id| {
                let card = s.view.front.as_ref()?;
                Some(Intent::Outcome(card.id.clone(), Some(id.to_owned())))
            }),
        ),
        ("notes", Part::Value(|s| s.card(|c| c.draft.notes.clone()))),
        (
            "notes",
            Part::Typed(|s, text| Some(Intent::Notes(s.view.front.as_ref()?.id.clone(), text))),
        ),
        ("closes", Part::Text(closes)),
        ("closes", Part::Flag("data-warn", |s| s.is(|c| c.saved == SaveState::Failed))),
        ("save", Part::Press(|s, _| s.wish(|c| Intent::Save(c.id.clone())))),
        ("save", Part::Says("aria-busy", |s| s.is(saving))),
        ("label", Part::Text(|s| if s.is(saving) { "Saving" } else { "Save" }.to_owned())),
    ],
};

/// One outcome: a radio button with the whole row as its label.
const CHOICE: &str = r#"<label><input type="radio" name="outcome" data-at="choice"><span data-at="name"></span></label>"#;

fn choice((id, name): &(String, String)) -> Row {
    Row { key: id.clone(), texts: vec![("name", name.clone())] }
}

fn saving(card: &CallCard) -> bool {
    card.saved == SaveState::Saving
}

fn spoke(scene: &Scene) -> String {
    scene.card(|c| match c.phase {
        CardPhase::WrapUp { since_local, ended_local, .. } => length(ended_local - since_local),
        _ => String::new(),
    })
}

/// What becomes of it when nothing is pressed.
fn closes(scene: &Scene) -> String {
    let Some(card) = &scene.view.front else { return String::new() };
    match (card.saved, card.phase) {
        (SaveState::Saving, _) => "Saving".to_owned(),
        (SaveState::Failed, _) => "Not saved. Press Save again.".to_owned(),
        (_, CardPhase::WrapUp { closes_local, .. }) => {
            let mut text = String::from("Will be saved by itself in ");
            text.push_str(&left(closes_local, scene.now));
            text
        }
        _ => String::new(),
    }
}
