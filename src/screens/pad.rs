//! The dial pad: type, paste or press a number, see how it will be dialled, call it.

use contract::{Choice, Saved};
use desk::Intent;

use crate::face::{Face, Part};
use crate::ui::Scene;

/// The pad. Digits typed anywhere on the page land here, and Enter calls: see [`crate::keys`].
pub static PAD: Face = Face {
    html: include_str!("pad.html"),
    parts: &[
        ("from", Part::Text(|s| s.view.line.as_ref().map(|l| l.shown.clone()).unwrap_or_default())),
        ("simulated", Part::Flag("hidden", |s| !s.view.line.as_ref().is_some_and(|l| l.simulated))),
        ("history", Part::Press(|_, _| Some(Intent::History(true)))),
        ("missed", Part::Flag("hidden", |s| s.view.missed == 0)),
        ("missed", Part::Text(|s| [&s.view.missed.to_string(), " missed"].concat())),
        // They make room for a number that is typed.
        ("last", Part::Flag("hidden", |s| missed(s) || s.view.last.is_none() || types(s))),
        ("unanswered", Part::Flag("hidden", |s| !missed(s) || types(s))),
        ("again", Part::Press(|_, _| Some(Intent::Status(Choice::default())))),
        (
            "last",
            Part::Flag("data-warn", |s| {
                let saved = s.view.last.as_ref().map(|last| &last.saved);
                matches!(saved, Some(Saved::Later(_) | Saved::Refused(_)))
            }),
        ),
        ("whom", Part::Text(|s| s.view.last.as_ref().map(|l| l.who.clone()).unwrap_or_default())),
        ("saved", Part::Text(saved)),
        ("number", Part::Value(|s| s.view.pad.text.clone())),
        ("number", Part::Typed(|_, text| Some(Intent::Typed(text)))),
        ("erase", Part::Flag("hidden", |s| s.view.pad.text.is_empty())),
        ("erase", Part::Press(|_, _| Some(Intent::Backspace))),
        ("reading", Part::Text(reading)),
        (
            "reading",
            Part::Flag("data-warn", |s| {
                s.view.pad.emergency.is_some() || !s.view.pad.note.is_empty()
            }),
        ),
        ("key", Part::Press(|_, key| key.chars().next().map(Intent::Digit))),
        ("call", Part::Flag("disabled", |s| !s.view.pad.can_dial)),
        ("call", Part::Press(|_, _| Some(Intent::Dial))),
    ],
};

/// Whether an unanswered ring made the agent unavailable.
fn missed(scene: &Scene) -> bool {
    scene.view.status.missed
}

fn types(scene: &Scene) -> bool {
    !scene.view.pad.text.is_empty()
}

/// How far HubSpot is with the last call.
fn saved(scene: &Scene) -> String {
    let why = |before: &str, why: &str, after: &str| {
        let why = why.trim_end();
        [before, why.strip_suffix('.').unwrap_or(why), after].concat()
    };
    match scene.view.last.as_ref().map(|last| &last.saved) {
        None => String::new(),
        Some(Saved::Saving) => "Saving…".to_owned(),
        Some(Saved::Saved) => "Saved in HubSpot".to_owned(),
        Some(Saved::Later(text)) => why("Will be saved: ", text, ""),
        Some(Saved::Refused(text)) => {
            why("HubSpot refused it: ", text, "; your administrator can send it again")
        }
    }
}

/// What will happen when *Call* is pressed, or why nothing will.
fn reading(scene: &Scene) -> String {
    let pad = &scene.view.pad;
    if let Some(note) = &pad.emergency {
        return note.text.clone();
    }
    let mut text = String::new();
    if let Some(reading) = pad.reading.as_ref().filter(|reading| reading.valid) {
        text.push_str("Will call ");
        text.push_str(&reading.shown);
        if !reading.country.is_empty() {
            text.push_str(", ");
            text.push_str(&reading.country);
        }
    }
    if !text.is_empty() && !pad.note.is_empty() {
        text.push_str(". ");
    }
    text.push_str(&pad.note);
    text
}
