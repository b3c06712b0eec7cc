//! How long calls are kept for those who are gone, and when the service stops.

use serde::Deserialize;
use std::time::Duration;

use super::ConfigError;

/// The longest that a far end may be made to wait for an agent who is gone, in seconds.
const LONGEST_HOLD: u64 = 600;
/// A page that reloads is away for some seconds at most, and must find its call.
const SHORTEST_HOLD: u64 = 5;
/// The longest that the service may take to stop, in seconds.
const LONGEST_DRAIN: u64 = 4 * 60 * 60;
/// How long two who were left to each other may speak, in seconds: no shorter than a call, no longer than
/// a day.
const LEFT_ALONE: std::ops::RangeInclusive<u64> = 60..=86_400;

/// The calls.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Calls {
    /// How long a call on the line waits for an agent whose last page is gone, in seconds.
    pub held_for_s: u64,
    /// How long the service that is asked to stop waits for its calls to end, in seconds.
    pub drain_for_s: u64,
    /// How long far end and third whom an agent has left to each other may speak, in seconds.
    pub left_alone_for_s: u64,
}

impl Default for Calls {
    fn default() -> Self {
        Self { held_for_s: 30, drain_for_s: 60, left_alone_for_s: 4 * 60 * 60 }
    }
}

impl Calls {
    /// How long a call is held, in milliseconds.
    pub fn held_ms(&self) -> u64 {
        self.held_for_s.saturating_mul(1_000)
    }

    /// How long two who were left to each other may speak, in milliseconds.
    pub fn left_alone_ms(&self) -> u64 {
        self.left_alone_for_s.saturating_mul(1_000)
    }

    /// How long the service waits before it stops.
    pub fn drain(&self) -> Duration {
        Duration::from_secs(self.drain_for_s)
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let refuse = |why: String| Err(ConfigError::Refused(why));
        if !(SHORTEST_HOLD..=LONGEST_HOLD).contains(&self.held_for_s) {
            return refuse(format!(
                "calls.held_for_s is {}; write {SHORTEST_HOLD} to {LONGEST_HOLD} seconds: a page that reloads must find its call, and nobody waits longer for an agent who is gone.",
                self.held_for_s
            ));
        }
        if self.drain_for_s > LONGEST_DRAIN {
            return refuse(format!(
                "calls.drain_for_s is {}; write at most {LONGEST_DRAIN} seconds, or 0 to stop at once.",
                self.drain_for_s
            ));
        }
        if !LEFT_ALONE.contains(&self.left_alone_for_s) {
            return refuse(format!(
                "calls.left_alone_for_s is {}; write {} to {} seconds: nobody is there to hang up for the two.",
                self.left_alone_for_s,
                LEFT_ALONE.start(),
                LEFT_ALONE.end()
            ));
        }
        Ok(())
    }
}
