//! A call is ringing: the loudest screen, readable even when HubSpot has minimised the frame.

use desk::{CardPhase, Intent, Waiting};

use super::party;
use crate::face::{Face, Part};
use crate::ui::Scene;
use crate::words::left;

/// Who is calling, and the two answers. No single key declines a call.
pub static RINGING: Face = Face {
    html: include_str!("ringing.html"),
    parts: &[
        ("who", Part::Text(party::who)),
        ("second", Part::Text(party::second)),
        ("third", Part::Text(party::third)),
        ("for", Part::Text(whose)),
        ("for", Part::Flag("hidden", |s| whose(s).is_empty())),
        ("simulated", Part::Flag("hidden", party::real)),
        ("says", Part::Text(rings)),
        ("decline", Part::Press(|s, _| s.wish(|c| Intent::Decline(c.id.clone())))),
        ("decline", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::Decline)))),
        ("answer", Part::Press(|s, _| s.wish(|c| Intent::Answer(c.id.clone())))),
        ("answer", Part::Says("aria-busy", |s| s.is(|c| c.waiting == Some(Waiting::Answer)))),
    ],
};

/// Which tenant is called, for those who work for several.
fn whose(scene: &Scene) -> String {
    let several = scene.view.agent.as_ref().filter(|agent| !agent.tenants.is_empty());
    several.map(|agent| ["For ", &agent.tenant].concat()).unwrap_or_default()
}

fn rings(scene: &Scene) -> String {
    match scene.view.front.as_ref().map(|c| c.phase) {
        Some(CardPhase::Ringing { until_local }) => {
            let mut text = String::from("Rings for ");
            text.push_str(&left(until_local, scene.now));
            text
        }
        _ => String::new(),
    }
}
