//! A line about the voice: what keeps the agent from hearing or being heard here; that it is elsewhere,
//! while a call is shown here; or here, in a tab, where a calling window would be better. It stands
//! above the call, so that no control moves.

use desk::{CardPhase, Intent, OwnerView, Trouble, View};

use crate::face::{Face, Part};
use crate::parts::header::place;
use crate::parts::sound::advice;
use crate::ui::Scene;

/// The line and what can be done about it.
pub static ASIDE: Face = Face {
    html: include_str!("aside.html"),
    parts: &[
        (
            "aside",
            Part::Flag("hidden", |s| {
                trouble(s).is_none() && !elsewhere(s) && !hints(s) && !s.view.closing
            }),
        ),
        ("aside", Part::Flag("data-warn", |s| trouble(s).is_some())),
        ("text", Part::Text(text)),
        ("allow", Part::Flag("hidden", |s| trouble(s).is_none())),
        ("allow", Part::Text(|s| trouble(s).map_or("", |t| advice(t).1).to_owned())),
        ("allow", Part::Press(|_, _| Some(Intent::AllowSound))),
        ("take", Part::Flag("hidden", |s| !elsewhere(s) || trouble(s).is_some())),
        ("take", Part::Press(|_, _| Some(Intent::TakeOver))),
        ("open", Part::Flag("hidden", |s| !hints(s))),
        ("open", Part::Press(|_, _| Some(Intent::OpenWindow))),
        ("drop", Part::Flag("hidden", |s| !hints(s))),
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
    let free = trouble(scene).is_none() && !elsewhere(scene);
    scene.view.can_open_window && !scene.view.hint_dropped && room && free
}

/// What the person can do something about. What mends itself is told by the state of the line.
fn trouble(scene: &Scene) -> Option<Trouble> {
    scene.view.trouble.filter(|trouble| *trouble != Trouble::Broken)
}

fn text(scene: &Scene) -> String {
    if let Some(trouble) = trouble(scene) {
        return advice(trouble).0.to_owned();
    }
    if scene.view.closing {
        return "The service is about to restart. Calls go on until they end.".to_owned();
    }
    if elsewhere(scene) {
        return place(scene);
    }
    "Reloading this page interrupts a call. A calling window keeps it.".to_owned()
}
