//! The keys of a telephone, in a call: opened by their button, or by a key that is typed.

use desk::{Intent, Panel};

use crate::face::{Face, Part, Row};
use crate::ui::Scene;

/// The keys, and those that were pressed.
pub static DIGITS: Face = Face {
    html: r#"<section class="panel" aria-label="Keys" data-at="keys"><p class="number" role="status" data-at="pressed"></p><div class="keys" data-at="all"></div></section>"#,
    parts: &[
        ("pressed", Part::Text(|s| pressed(s).cloned().unwrap_or_default())),
        (
            "all",
            Part::Rows(KEY, |_| {
                "123456789*0#".split("").filter(|key| !key.is_empty()).map(key).collect()
            }),
        ),
        ("key", Part::Press(|s, key| press(s, key.chars().next()?))),
        ("keys", Part::Flag("hidden", |s| pressed(s).is_none())),
    ],
};

const KEY: &str = r#"<div><button type="button" class="key" data-at="key"></button></div>"#;

fn key(key: &str) -> Row {
    Row::new(key, &[("key", key)], &[])
}

fn pressed(scene: &Scene) -> Option<&String> {
    match &scene.view.panel {
        Some(Panel::Keys(pressed)) => Some(pressed),
        _ => None,
    }
}

/// A key for the call in front.
pub fn press(scene: &Scene, key: char) -> Option<Intent> {
    Some(Intent::Press(scene.view.front.as_ref()?.id.clone(), key))
}
