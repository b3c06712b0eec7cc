//! The agent's status: a button that says it, and the list to choose from.

use contract::{Choice, Presence, Status};
use desk::{Intent, Spot};

use crate::face::{Face, Part, Row};
use crate::ui::Scene;

/// The list below the header. Its button is part of the header.
pub static STATUS: Face = Face {
    html: include_str!("status.html"),
    parts: &[
        ("list", Part::Flag("hidden", |s| !s.view.choosing)),
        ("later", Part::Flag("hidden", |s| !s.view.is_busy())),
        ("all", Part::Rows(ONE, rows)),
        ("one", Part::Press(|s, key| Some(Intent::Status(read(s, key)?)))),
    ],
};

/// One status; the mark stands at the present one, and at the next.
const ONE: &str = r#"<button type="button" class="tenant" data-at="one"><span data-at="name"></span><span class="tag" data-at="mark"></span></button>"#;

/// The keys of the two that every tenant has. No reason's id has these letters.
const KEYS: [(&str, Presence); 2] = [("+", Presence::Available), (".", Presence::Unavailable)];

fn plain(presence: Presence) -> Choice {
    Choice { presence, reason: None }
}

fn because(reason: &str) -> Choice {
    Choice { presence: Presence::Unavailable, reason: Some(reason.to_owned()) }
}

fn read(scene: &Scene, key: &str) -> Option<Choice> {
    if let Some((_, presence)) = KEYS.iter().find(|(known, _)| *known == key) {
        return Some(plain(*presence));
    }
    let known = scene.view.reasons.iter().any(|reason| reason.id == key);
    known.then(|| because(key))
}

fn rows(scene: &Scene) -> Vec<Row> {
    let Status { presence, reason, next, .. } = &scene.view.status;
    let now = Choice { presence: *presence, reason: reason.clone() };
    let mut rows = Vec::new();
    let mut row = |key: &str, choice: Choice| {
        let mark = match &choice {
            choice if *choice == now => "Now",
            choice if next.as_ref() == Some(choice) => "Next",
            _ => "",
        };
        rows.push(Row::new(key, &[("name", &name(scene, &choice)), ("mark", mark)], &[]));
    };
    for (key, presence) in KEYS {
        row(key, plain(presence));
    }
    for reason in scene.view.reasons.iter() {
        row(&reason.id, because(&reason.id));
    }
    rows
}

/// What a choice is called.
fn name(scene: &Scene, choice: &Choice) -> String {
    let reason = choice.reason.as_ref();
    let known = scene.view.reasons.iter().find(|known| Some(&known.id) == reason);
    let plain = match choice.presence {
        Presence::Available => "Available",
        Presence::Unavailable => "Unavailable",
    };
    known.map_or_else(|| plain.to_owned(), |known| known.label.clone())
}

/// Whether calls may ring, as far as the agent has chosen.
pub fn available(scene: &Scene) -> bool {
    let asked = scene.view.status_asked.as_ref().filter(|_| !scene.view.is_busy());
    asked.map_or(scene.view.status.presence, |asked| asked.presence) == Presence::Available
}

/// What the button says: the status, or during a call what it will be.
pub fn says(scene: &Scene) -> String {
    let Status { presence, reason, next, .. } = &scene.view.status;
    let now = Choice { presence: *presence, reason: reason.clone() };
    match scene.view.status_asked.as_ref().or(next.as_ref()) {
        Some(next) if scene.view.is_busy() && *next != now => {
            ["Next: ", &name(scene, next)].concat()
        }
        Some(asked) => name(scene, asked),
        None => name(scene, &now),
    }
}

/// When the keyboard returns to the button.
pub fn returns(scene: &Scene) -> u32 {
    scene.focus(Spot::Status)
}
