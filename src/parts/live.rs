//! The live regions: what happened, for people who do not see the screen.

use desk::CardPhase;

use crate::face::{Face, Part};
use crate::ui::Scene;

/// Two regions that are always in the page: an assertive one, which only a ringing call uses, and a
/// polite one for everything else.
pub static LIVE: Face = Face {
    html: r#"<div class="sr" aria-live="assertive" data-at="loud"></div><div class="sr" role="status" data-at="quiet"></div>"#,
    parts: &[
        ("loud", Part::Text(|s| if rings(s) { s.view.announce.clone() } else { String::new() })),
        ("quiet", Part::Text(|s| if rings(s) { String::new() } else { s.view.announce.clone() })),
    ],
};

fn rings(scene: &Scene) -> bool {
    scene.is(|card| matches!(card.phase, CardPhase::Ringing { .. }))
}
