//! The only place of this package that reads the clock.

use std::time::{Duration, Instant};

/// Time since it was started.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[allow(clippy::disallowed_methods, reason = "this is the clock module")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long ago it was started.
    #[allow(clippy::disallowed_methods, reason = "this is the clock module")]
    pub fn elapsed(self) -> Duration {
        Instant::now().duration_since(self.0)
    }

    /// Whole seconds since it was started.
    pub fn seconds(self) -> u64 {
        self.elapsed().as_secs()
    }
}
