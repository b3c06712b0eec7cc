//! A call is being set up.

use desk::{CardPhase, Intent, Waiting};

use super::party;
use crate::face::{Face, Part};
use crate::ui::Scene;

/// Who is called, how far it is, and the way out.
pub static DIALLING: Face = Face {
    html: include_str!("dialling.html"),
    parts: &[
        ("who", Part::Text(party::who)),
        ("second", Part::Text(party::second)),
        ("third", Part::Text(party::third)),
        ("simulated", Part::Flag("hidden", party::real)),
        ("says", Part::Text(progress)),
        ("hang-up", Part::Press(|s, _| s.wish(|c| Intent::HangUp(c.id.clone())))),
        ("hang-up", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::HangUp)))),
    ],
};

fn progress(scene: &Scene) -> String {
    let rings = scene.is(|c| matches!(c.phase, CardPhase::Dialling { far_rings: true, .. }));
    if rings { "Ringing at the other end" } else { "Dialling" }.to_owned()
}
