//! On the line: how long, mute, hold, keys, transfer, hang up.

use desk::{CallCard, CardPhase, Intent, Panel, Quality, Spot, Waiting};

use crate::face::{Face, Part};
use crate::ui::Scene;
use crate::words::length;

/// The call in front, connected. The words on *Mute* and *Hold* never change: `aria-pressed`, the
/// icon and the filling say whether they are down.
pub static IN_CALL: Face = Face {
    html: include_str!("in_call.html"),
    parts: &[
        ("timer", Part::Text(timer)),
        ("quality", Part::Text(quality)),
        ("quality", Part::Flag("data-warn", |s| matches!(s.view.quality, Quality::Poor(_)))),
        ("mute", Part::Says("aria-pressed", |s| s.is(muted))),
        ("mute", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::Mute)))),
        ("mute", Part::Press(|s, _| s.wish(|c| Intent::Mute(c.id.clone(), !muted(c))))),
        ("mic", Part::Text(|s| if s.is(muted) { "#mic-off" } else { "#mic" }.to_owned())),
        ("mic", Part::Press(|s, _| s.wish(|c| Intent::Mute(c.id.clone(), !muted(c))))),
        ("hold", Part::Says("aria-pressed", |s| s.is(held))),
        ("hold", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::Hold)))),
        ("hold", Part::Press(|s, _| s.wish(|c| Intent::Hold(c.id.clone(), !held(c))))),
        ("bars", Part::Text(|s| if s.is(held) { "#play" } else { "#pause" }.to_owned())),
        ("bars", Part::Press(|s, _| s.wish(|c| Intent::Hold(c.id.clone(), !held(c))))),
        ("keys", Part::Says("aria-expanded", |s| matches!(s.view.panel, Some(Panel::Keys(_))))),
        ("keys", Part::Press(|s, _| s.wish(|c| Intent::Keys(c.id.clone())))),
        (
            "transfer",
            Part::Says("aria-expanded", |s| matches!(s.view.panel, Some(Panel::Transfer(_)))),
        ),
        ("transfer", Part::Flag("disabled", |s| s.is(|c| c.third.is_some()))),
        ("transfer", Part::Press(|s, _| s.wish(|c| Intent::Transfer(c.id.clone())))),
        ("transfer", Part::Focus(|s| s.focus(Spot::Transfer))),
        ("hang-up", Part::Press(|s, _| s.wish(|c| Intent::HangUp(c.id.clone())))),
        ("hang-up", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::HangUp)))),
    ],
};

/// How it sounds, and what to do about it. Its place is kept, so that nothing below it moves.
fn quality(scene: &Scene) -> String {
    match scene.view.quality {
        Quality::Unknown => "",
        Quality::Good => "Good sound",
        Quality::Poor(advice) => advice,
    }
    .to_owned()
}

fn muted(card: &CallCard) -> bool {
    matches!(card.phase, CardPhase::Connected { muted: true, .. })
}

fn held(card: &CallCard) -> bool {
    matches!(card.phase, CardPhase::Connected { held: true, .. })
}

fn timer(scene: &Scene) -> String {
    match scene.view.front.as_ref().map(|c| c.phase) {
        Some(CardPhase::Connected { since_local, .. }) => length(scene.now - since_local),
        _ => String::new(),
    }
}
