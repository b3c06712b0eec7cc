//! Who is at the other end: the name once known, else the number, in large; below it what else is
//! known. The number is there from the first moment.

use crate::ui::Scene;
use crate::words;

/// The name, or the number.
pub fn who(scene: &Scene) -> String {
    scene.card(words::who)
}

/// The number below a name, the country below a number.
pub fn second(scene: &Scene) -> String {
    scene.card(|c| if c.party.is_some() { c.shown.clone() } else { c.country.clone() })
}

/// What else is known of somebody who has a name: their company, or the country.
pub fn third(scene: &Scene) -> String {
    scene.card(|c| match &c.party {
        Some(party) if !party.detail.is_empty() => party.detail.clone(),
        Some(_) => c.country.clone(),
        None => String::new(),
    })
}

/// Whether the label *Simulated* is hidden.
pub fn real(scene: &Scene) -> bool {
    !scene.is(|c| c.simulated)
}
