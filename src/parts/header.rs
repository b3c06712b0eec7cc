//! The top of the frame: who is signed in, and whether calls may ring.

use contract::Presence;
use desk::{Intent, OwnerView};

use crate::face::{Face, Part};
use crate::ui::Scene;

/// Agent and tenant on the left, the status switch on the right.
pub static HEADER: Face = Face {
    html: include_str!("header.html"),
    parts: &[
        ("header", Part::Flag("hidden", |s| s.view.agent.is_none())),
        ("name", Part::Text(|s| s.view.agent.as_ref().map(|a| a.name.clone()).unwrap_or_default())),
        ("where", Part::Text(place)),
        ("switch", Part::Says("aria-checked", available)),
        ("switch", Part::Says("aria-busy", |s| s.view.presence_asked.is_some())),
        ("switch", Part::Press(|s, _| Some(Intent::Presence(other(s))))),
        (
            "presence",
            Part::Text(|s| if available(s) { "Available" } else { "Unavailable" }.to_owned()),
        ),
    ],
};

fn available(scene: &Scene) -> bool {
    let now = scene.view.agent.as_ref().map(|a| a.presence);
    scene.view.presence_asked.or(now) == Some(Presence::Available)
}

fn other(scene: &Scene) -> Presence {
    if available(scene) { Presence::Unavailable } else { Presence::Available }
}

fn place(scene: &Scene) -> String {
    match (&scene.view.agent, scene.view.owner) {
        (_, OwnerView::Elsewhere) => "Another window speaks for you".to_owned(),
        (Some(agent), _) => agent.tenant.clone(),
        _ => String::new(),
    }
}
