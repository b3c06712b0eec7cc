//! A line about where the voice is: elsewhere, while a call is shown here; or here, in a tab, where a
//! calling window would be better. It stands above the call, so that no control moves.

use desk::{CardPhase, Intent, OwnerView, View};

use crate::face::{Face, Part};
use crate::parts::header::place;
use crate::ui::Scene;

/// The line and what can be done about it.
pub static ASIDE: Face = Face {
    html: include_str!("aside.html"),
    parts: &[
        ("aside", Part::Flag("hidden", |s| !elsewhere(s) && !hints(s))),
        ("text", Part::Text(text)),
        ("take", Part::Flag("hidden", |s| !elsewhere(s))),
        ("take", Part::Press(|_, _| Some(Intent::TakeOver))),
        ("open", Part::Flag("hidden", elsewhere)),
        ("open", Part::Press(|_, _| Some(Intent::OpenWindow))),
        ("drop", Part::Flag("hidden", elsewhere)),
        ("drop", Part::Press(|_, _| Some(Intent::DropHint))),
    ],
};

/// Whether the call in front is spoken somewhere else.
fn elsewhere(scene: &Scene) -> bool {
    let live = |view: &View| {
        view.front.as_ref().is_some_and(|card| {
            matches!(card.phase, CardPhase::Dialling { .. } | CardPhase::Connected { .. })
        })
    };
    scene.view.owner == OwnerView::Elsewhere && live(&scene.view)
}

/// Whether to say that a calling window is better, and there is room to say it.
fn hints(scene: &Scene) -> bool {
    let room = scene.view.front.as_ref().is_none_or(|card| {
        matches!(card.phase, CardPhase::Connected { .. } | CardPhase::Ended { .. })
    });
    scene.view.can_open_window && !scene.view.hint_dropped && room
}

fn text(scene: &Scene) -> String {
    if elsewhere(scene) {
        return place(scene);
    }
    "Reloading this page interrupts a call. A calling window keeps it.".to_owned()
}
