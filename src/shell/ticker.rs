//! When the clock on the screen changes next: on the second of the call itself, so that a timer
//! neither jumps nor stands.

use desk::{CardPhase, Local, Stage, View};

/// Milliseconds until a text on the screen that shows time changes; `None` when none does.
pub fn next(view: &View, now: Local) -> Option<u64> {
    if view.stage != Stage::Working {
        return None;
    }
    let wait = match view.front.as_ref()?.phase {
        // Counts up: changes when a whole second has passed.
        CardPhase::Connected { since_local, .. } => 1000 - (now - since_local).rem_euclid(1000),
        // Counts down: changes when a whole second is left, and not below zero.
        CardPhase::Ringing { until_local: until }
        | CardPhase::WrapUp { closes_local: until, .. }
            if until > now =>
        {
            (until - now - 1).rem_euclid(1000) + 1
        }
        _ => return None,
    };
    u64::try_from(wait).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn view(phase: CardPhase) -> View {
        let mut view = crate::gallery::view("talking");
        if let Some(card) = view.front.as_mut() {
            card.phase = phase;
        }
        view
    }

    #[test]
    fn the_call_timer_ticks_on_the_calls_own_second() {
        let talking = view(CardPhase::Connected { since_local: 250, muted: false, held: false });
        assert_eq!(next(&talking, 250), Some(1000));
        assert_eq!(next(&talking, 1_000), Some(250));
        assert_eq!(next(&talking, 1_249), Some(1));
    }

    #[test]
    fn a_countdown_ticks_until_nothing_is_left() {
        let ringing = view(CardPhase::Ringing { until_local: 5_000 });
        assert_eq!(next(&ringing, 4_000), Some(1000));
        assert_eq!(next(&ringing, 4_001), Some(999));
        assert_eq!(next(&ringing, 5_000), None);
    }

    #[test]
    fn a_call_that_began_before_the_page_ticks_too() {
        let talking =
            view(CardPhase::Connected { since_local: -90_500, muted: false, held: false });
        assert_eq!(next(&talking, 0), Some(500));
    }
}
