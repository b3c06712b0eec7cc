//! Which surface owns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Here;

/// The surface that speaks to HubSpot and carries the audio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Its id.
    pub surface: String,
    /// The number of its appointment.
    pub epoch: u64,
}

/// Why the owner should stay, as long as it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stay {
    /// It need not.
    No,
    /// HubSpot's page has begun to hear of a call and waits for the rest. Another page would say
    /// some of it again, and the one that heard the beginning would not hear the end.
    Speaking,
    /// A call is up.
    OnTheLine,
}

/// The surface that should own now, given who does. While there is a reason to stay, only a calling
/// window is worth the change.
pub(crate) fn elect<'a>(
    surfaces: &'a BTreeMap<String, Here>,
    current: Option<&'a str>,
    stay: Stay,
) -> Option<&'a str> {
    let incumbent = current.and_then(|id| surfaces.get_key_value(id));
    let best = surfaces.iter().max_by_key(|(id, here)| {
        // Among equals the incumbent stays; else the first by id, so that every run decides alike.
        (here.rank(), incumbent.is_some_and(|(i, _)| i == *id), std::cmp::Reverse(id.as_str()))
    });
    match (incumbent, best) {
        (Some((id, here)), Some((_, better)))
            if (stay == Stay::OnTheLine || stay == Stay::Speaking && here.hosted)
                && (here.is_window() || !better.is_window()) =>
        {
            Some(id)
        }
        (_, best) => best.map(|(id, _)| id.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Location;

    fn here(location: Location, hosted: bool, visible: bool) -> Here {
        Here { location: Some(location), hosted, uses_calling_window: true, visible }
    }

    fn room(list: &[(&str, Here)]) -> BTreeMap<String, Here> {
        list.iter().map(|(id, here)| ((*id).to_owned(), *here)).collect()
    }

    // row!(U40)
    #[test]
    fn a_calling_window_comes_before_a_visible_frame_before_a_hidden_one() {
        let window = ("w", here(Location::Window, true, false));
        let seen = ("b", here(Location::Remote, true, true));
        let hidden = ("a", here(Location::Remote, true, false));
        assert_eq!(elect(&room(&[hidden, seen, window]), None, Stay::No), Some("w"));
        assert_eq!(elect(&room(&[hidden, seen]), None, Stay::No), Some("b"));
        assert_eq!(elect(&room(&[hidden]), None, Stay::No), Some("a"));
        assert_eq!(elect(&room(&[]), Some("gone"), Stay::No), None);
    }

    #[test]
    fn a_surface_that_hubspot_hears_comes_before_one_that_it_does_not() {
        let deaf = ("a", here(Location::Remote, false, true));
        let heard = ("b", here(Location::Remote, true, true));
        assert_eq!(elect(&room(&[deaf, heard]), Some("a"), Stay::No), Some("b"));
    }

    #[test]
    fn the_owner_keeps_its_place_against_an_equal() {
        let one = ("a", here(Location::Remote, true, true));
        let two = ("b", here(Location::Remote, true, true));
        assert_eq!(elect(&room(&[one, two]), Some("b"), Stay::No), Some("b"));
    }

    #[test]
    fn a_call_on_the_line_is_taken_over_by_a_calling_window_only() {
        let hidden = ("a", here(Location::Remote, true, false));
        let seen = ("b", here(Location::Remote, true, true));
        let window = ("w", here(Location::Window, true, true));
        assert_eq!(elect(&room(&[hidden, seen]), Some("a"), Stay::OnTheLine), Some("a"));
        assert_eq!(elect(&room(&[hidden, seen, window]), Some("a"), Stay::OnTheLine), Some("w"));
    }

    // row!(U36)
    #[test]
    fn who_speaks_of_a_call_goes_on_when_another_tab_is_looked_at() {
        let hidden = ("a", here(Location::Remote, true, false));
        let seen = ("b", here(Location::Remote, true, true));
        let both = room(&[hidden, seen]);
        assert_eq!(elect(&both, Some("a"), Stay::Speaking), Some("a"));
        assert_eq!(elect(&both, Some("a"), Stay::No), Some("b"));
    }

    #[test]
    fn a_surface_that_hubspot_does_not_hear_cannot_go_on_speaking() {
        let deaf = ("a", here(Location::Remote, false, true));
        let heard = ("b", here(Location::Remote, true, true));
        assert_eq!(elect(&room(&[deaf, heard]), Some("a"), Stay::Speaking), Some("b"));
    }
}
