//! The table of timers of a seat: when time alone changes a call at hand.

use call::{Call, Ms, Stage};

use crate::Rules;

/// How long a closed call waits for a surface that tells HubSpot, in milliseconds.
const FAREWELL: Ms = 600_000;

/// The timers. Several may run for one call; the first that is due counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// Nobody is there who could be rung, or speak with who is being dialled.
    Absent,
    /// A call on the line waits for an agent whose last surface is gone.
    Held,
    /// The call's own: it rings too long, or its wrap-up is open too long.
    Call,
    /// A closed call waits for a surface that tells HubSpot.
    Farewell,
}

impl Timer {
    /// The timers that run for a call, and when each is due. `empty`: since when the agent has no
    /// surface.
    pub fn of(call: &Call, empty: Option<Ms>, rules: &Rules) -> [Option<(Timer, Ms)>; 2] {
        let alone = |timer, grace| empty.map(|since| (timer, since.saturating_add(grace)));
        let own = call.deadline().map(|due| (Timer::Call, due));
        match call.stage() {
            Stage::Ringing(_) | Stage::Dialling(_) => [alone(Timer::Absent, rules.absent), own],
            Stage::Connected(_) => [alone(Timer::Held, rules.held), own],
            Stage::WrapUp(_) => [None, own],
            Stage::Closed(closed) => {
                [None, Some((Timer::Farewell, closed.ended.saturating_add(FAREWELL)))]
            }
        }
    }
}
