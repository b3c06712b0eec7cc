//! Which surface owns, and which one HubSpot hears.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Here, Location};

/// The surface that speaks for the agent. A change of the surface or of the ear is a new appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The surface that carries the voice.
    pub surface: String,
    /// The number of its appointment.
    pub epoch: u64,
    /// Where that surface is; unknown before the handshake with HubSpot's page.
    pub location: Option<Location>,
    /// The surface that HubSpot hears: the owner itself where it can, else another one. Nobody, when
    /// no page of HubSpot's is open.
    pub ear: Option<String>,
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
            if (stay == Stay::OnTheLine || stay == Stay::Speaking && here.is_heard())
                && (!here.asleep || better.asleep)
                && (here.is_window() || !better.is_window()) =>
        {
            Some(id)
        }
        (_, best) => best.map(|(id, _)| id.as_str()),
    }
}

/// The surface that should be heard by HubSpot, given who owns and who was heard until now. With a
/// calling window that the account uses, no other. While there is a reason to stay, the page that
/// heard the beginning hears the rest.
pub(crate) fn ear<'a>(
    surfaces: &'a BTreeMap<String, Here>,
    owner: &str,
    current: Option<&str>,
    stay: Stay,
) -> Option<&'a str> {
    let alone = surfaces.values().any(|here| here.is_heard_alone() && !here.asleep);
    let heard = |here: &Here| if alone { here.is_heard_alone() } else { here.is_heard() };
    let best = surfaces.iter().filter(|(_, here)| heard(here)).max_by_key(|(id, here)| {
        let stays = current == Some(id.as_str());
        let first = std::cmp::Reverse(id.as_str());
        (!here.asleep, *id == owner, stays && stay != Stay::No, here.rank(), stays, first)
    });
    best.map(|(id, _)| id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Location;

    fn here(location: Location, hosted: bool, visible: bool) -> Here {
        Here { location: Some(location), hosted, uses_calling_window: true, visible, asleep: false }
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

    /// A calling window in an account that does not use it.
    fn unused_window() -> Here {
        Here { uses_calling_window: false, ..here(Location::Window, true, true) }
    }

    // row!(U40)
    #[test]
    fn a_page_of_our_own_owns_like_a_calling_window_and_yields_to_one_that_hubspot_hears() {
        let own = ("o", here(Location::Own, false, false));
        let seen = ("b", here(Location::Remote, true, true));
        let window = ("w", here(Location::Window, true, false));
        assert_eq!(elect(&room(&[own, seen]), Some("b"), Stay::No), Some("o"));
        assert_eq!(elect(&room(&[own, seen]), Some("b"), Stay::OnTheLine), Some("o"));
        assert_eq!(elect(&room(&[own, window]), Some("o"), Stay::No), Some("w"));
        assert_eq!(elect(&room(&[own, window]), Some("o"), Stay::OnTheLine), Some("o"));
    }

    // row!(U40)
    #[test]
    fn an_unused_calling_window_owns_and_the_frame_in_the_navigation_bar_is_heard() {
        let window = ("w", unused_window());
        let hidden = ("a", here(Location::Remote, true, false));
        let seen = ("b", here(Location::Remote, true, true));
        let all = room(&[window, hidden, seen]);
        assert_eq!(elect(&all, None, Stay::No), Some("w"));
        assert_eq!(ear(&all, "w", None, Stay::No), Some("b"));
        assert_eq!(ear(&room(&[window]), "w", None, Stay::No), None);
    }

    #[test]
    fn the_page_that_heard_the_beginning_hears_the_rest() {
        let own = ("o", here(Location::Own, false, true));
        let hidden = ("a", here(Location::Remote, true, false));
        let seen = ("b", here(Location::Remote, true, true));
        let all = room(&[own, hidden, seen]);
        assert_eq!(ear(&all, "o", Some("a"), Stay::Speaking), Some("a"));
        assert_eq!(ear(&all, "o", Some("a"), Stay::OnTheLine), Some("a"));
        assert_eq!(ear(&all, "o", Some("a"), Stay::No), Some("b"));
        assert_eq!(ear(&room(&[own, seen]), "o", Some("a"), Stay::OnTheLine), Some("b"));
    }

    // row!(U40)
    #[test]
    fn with_a_used_calling_window_nobody_else_is_heard_whoever_owns() {
        let window = ("w", here(Location::Window, true, false));
        let seen = ("b", here(Location::Remote, true, true));
        let own = ("o", here(Location::Own, false, true));
        let all = room(&[window, seen, own]);
        for owner in ["w", "b", "o"] {
            assert_eq!(ear(&all, owner, Some("b"), Stay::OnTheLine), Some("w"), "{owner}");
        }
    }

    // row!(L11)
    #[test]
    fn who_sleeps_neither_owns_nor_is_heard_while_somebody_is_awake() {
        let asleep = |here: Here| Here { asleep: true, ..here };
        let window = ("w", asleep(here(Location::Window, true, true)));
        let hidden = ("a", here(Location::Remote, true, false));
        for stay in [Stay::No, Stay::Speaking, Stay::OnTheLine] {
            assert_eq!(elect(&room(&[window, hidden]), Some("w"), stay), Some("a"));
            assert_eq!(ear(&room(&[window, hidden]), "a", Some("w"), stay), Some("a"));
            let both = room(&[window, ("b", asleep(here(Location::Remote, true, true)))]);
            assert_eq!(elect(&both, Some("b"), Stay::OnTheLine), Some("w"), "nobody is worse");
        }
        let all_asleep = room(&[window]);
        assert_eq!(elect(&all_asleep, Some("w"), Stay::OnTheLine), Some("w"));
        assert_eq!(ear(&all_asleep, "w", Some("w"), Stay::OnTheLine), Some("w"));
    }
}
