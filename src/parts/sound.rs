//! The panel for sound: what is spoken into, what is heard by, how loud it rings; and a report of what
//! is wrong.

use desk::{Device, Intent, Trouble};

use crate::face::{Face, Part, Row};
use crate::ui::Scene;

/// The panel below the header; the menu opens it. The level of the microphone is moved by the shell.
pub static SOUND: Face = Face {
    html: include_str!("sound.html"),
    parts: &[
        ("sound", Part::Flag("hidden", |s| !s.view.sound_panel)),
        ("mic-note", Part::Flag("hidden", |s| note(s).is_empty())),
        ("mic-note", Part::Text(note)),
        ("mics", Part::Rows(ONE, |s| rows(s, Device::Microphone))),
        ("one", Part::Press(chosen)),
        ("outputs", Part::Flag("hidden", |s| !s.devices.can_choose)),
        ("fixed", Part::Flag("hidden", |s| s.devices.can_choose)),
        ("speakers", Part::Rows(ONE, |s| rows(s, Device::Speaker))),
        ("rings", Part::Rows(ONE, |s| rows(s, Device::Ring))),
        ("volume", Part::Value(|s| s.devices.volume.to_string())),
        ("volume", Part::Typed(|_, percent| Some(Intent::Volume(percent.parse().ok()?)))),
        ("test", Part::Press(|_, _| Some(Intent::TestTone))),
        ("said", Part::Value(|s| s.view.said.clone())),
        ("said", Part::Typed(|_, text| Some(Intent::Said(text)))),
        ("report", Part::Press(|_, _| Some(Intent::Report))),
        ("done", Part::Press(|_, _| Some(Intent::SoundPanel))),
    ],
};

/// One device; the mark stands at the one that is used.
const ONE: &str = r#"<button type="button" class="tenant" data-at="one"><span data-at="name"></span><span class="tag" data-at="mark"></span></button>"#;

/// The kinds with the letter that stands before the device's id in a row's key.
const KINDS: [(Device, &str); 3] =
    [(Device::Microphone, "m"), (Device::Speaker, "s"), (Device::Ring, "r")];

fn rows(scene: &Scene, wanted: Device) -> Vec<Row> {
    let at = KINDS.iter().position(|(kind, _)| *kind == wanted).unwrap_or(0);
    let used = scene.devices.chosen.get(at).map_or("", String::as_str);
    let mut rows: Vec<Row> = Vec::new();
    let all = || scene.devices.all.iter().filter(|(kind, ..)| *kind == wanted);
    // Where nothing was chosen, or what was chosen is gone, the browser takes its first.
    let there = all().any(|(_, id, _)| id == used);
    for (_, id, name) in all() {
        let mark = if id == used || (!there && rows.is_empty()) { "Now" } else { "" };
        rows.push(Row::new(&[KINDS[at].1, id].concat(), &[("name", name), ("mark", mark)], &[]));
    }
    rows
}

fn chosen(_: &Scene, key: &str) -> Option<Intent> {
    let (kind, letter) = KINDS.iter().find(|(_, letter)| key.starts_with(letter))?;
    Some(Intent::Device(*kind, key.strip_prefix(letter)?.to_owned()))
}

/// What is wrong with the microphone.
fn note(scene: &Scene) -> String {
    match scene.view.trouble {
        Some(trouble @ (Trouble::Refused | Trouble::Missing)) => advice(trouble).0.to_owned(),
        _ => String::new(),
    }
}

/// What is to be said of something that keeps an agent from hearing or being heard, and the word on
/// the button that helps.
pub fn advice(trouble: Trouble) -> (&'static str, &'static str) {
    match trouble {
        Trouble::Asks => (
            "Callers hear you by your microphone. The browser will ask for it, perhaps in HubSpot's name.",
            "Allow it",
        ),
        Trouble::Refused => (
            "Your microphone is blocked. Allow it beside the browser's address bar, then try again.",
            "Try again",
        ),
        Trouble::Missing => (
            "No microphone was found. Plug one in, or close the program that uses it.",
            "Try again",
        ),
        Trouble::Locked => (
            "The browser keeps this page silent until you click: you would not hear it ring.",
            "Enable sound",
        ),
        Trouble::Broken => ("", ""),
    }
}
