//! The state of the line at one glance: an icon, a word, and the signature line.
//!
//! The line lies flat when idle and moves with the ring; in a call it rises with both voices
//! (`shell::sound::wave`). The style sheet raises, moves and flattens one path.

use contract::Presence;
use desk::{CardPhase, Link, OwnerView, Stage, Trouble, View};

use crate::face::{Face, Part};

/// The strip below the header.
pub static STATE: Face = Face {
    html: include_str!("state.html"),
    parts: &[
        ("icon", Part::Text(|s| icon(&s.view).to_owned())),
        ("word", Part::Text(|s| word(&s.view).to_owned())),
        ("state", Part::Flag("data-quiet", |s| rings_elsewhere(&s.view))),
    ],
};

/// The name of the state for the style sheet (`data-state`): `off`, `idle`, `ringing`, `dialling`,
/// `talking`, `held`, `after`.
pub fn state(view: &View) -> &'static str {
    match (view.stage, view.front.as_ref().map(|c| c.phase)) {
        (Stage::Working, Some(phase)) => match phase {
            CardPhase::Ringing { .. } => "ringing",
            CardPhase::Dialling { .. } => "dialling",
            CardPhase::Connected { held: false, .. } => "talking",
            CardPhase::Connected { held: true, .. } => "held",
            CardPhase::WrapUp { .. } | CardPhase::Ended { .. } => "after",
        },
        (Stage::Working, None) if view.link == Link::Up => "idle",
        _ => "off",
    }
}

fn word(view: &View) -> &'static str {
    match (state(view), view.front.as_ref().map(|c| c.phase)) {
        ("ringing", _) if rings_elsewhere(view) => "Rings in another window",
        ("ringing", _) => "Incoming call",
        ("talking" | "dialling", _) if view.trouble == Some(Trouble::Broken) => {
            "No sound. Trying another way"
        }
        ("dialling", Some(CardPhase::Dialling { far_rings: true, .. })) => "Ringing there",
        ("dialling", _) => "Dialling",
        ("talking", Some(CardPhase::Connected { muted: true, .. })) => "On the line, muted",
        ("talking", _) => "On the line",
        ("held", _) => "On hold",
        ("after", Some(CardPhase::Ended { .. })) => "Call over",
        ("after", _) => "After the call",
        ("idle", _) if off_duty(view) => "Unavailable",
        ("idle", _) if view.trouble.is_some() => "Ready, but without sound",
        ("idle", _) => "Ready",
        _ => "Not connected",
    }
}

/// Whether the ring is to be heard somewhere else. It is shown here without any haste.
fn rings_elsewhere(view: &View) -> bool {
    state(view) == "ringing" && view.owner == OwnerView::Elsewhere
}

fn off_duty(view: &View) -> bool {
    view.status.presence == Presence::Unavailable
}

fn icon(view: &View) -> &'static str {
    match state(view) {
        "ringing" => "#ring",
        "dialling" => "#out",
        "talking" => "#phone",
        "held" => "#pause",
        "after" => "#pencil",
        "idle" if off_duty(view) => "#off",
        "idle" => "#idle",
        _ => "#broken",
    }
}
