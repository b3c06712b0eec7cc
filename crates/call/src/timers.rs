//! The table of timers of a call.

use serde::{Deserialize, Serialize};

use crate::{Ms, Stage};

/// How long things may take, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// How long a call rings, at either end, before it is given up.
    pub ring: Ms,
    /// How long a wrap-up stays open after the last thing that was typed.
    pub wrap_up: Ms,
}

impl Default for Limits {
    fn default() -> Self {
        Self { ring: 30_000, wrap_up: 300_000 }
    }
}

/// The timers. At most one runs at a time, and the stage says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// The phone rings too long.
    Ring,
    /// Somebody who is to be added, or to take the call, does not answer.
    Third,
    /// The wrap-up stays open too long.
    WrapUp,
}

impl Timer {
    /// The timer that runs in this stage, and when it is due.
    pub fn of(stage: &Stage) -> Option<(Timer, Ms)> {
        match stage {
            Stage::Ringing(ringing) => Some((Timer::Ring, ringing.until)),
            Stage::Dialling(dialling) => Some((Timer::Ring, dialling.until)),
            Stage::WrapUp(wrap_up) => Some((Timer::WrapUp, wrap_up.closes)),
            Stage::Connected(connected) => Some((Timer::Third, connected.third_until()?)),
            Stage::Closed(_) => None,
        }
    }
}
