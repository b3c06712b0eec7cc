//! The shell's clock and its chance: the only place that reads either.

use tokio::time::Instant;

/// Milliseconds since the user agent was started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock(Instant);

impl Clock {
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    pub(super) fn now(self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Any number.
pub(super) fn dice() -> u32 {
    // Without chance, pauses are still pauses.
    getrandom::u32().unwrap_or(0)
}
