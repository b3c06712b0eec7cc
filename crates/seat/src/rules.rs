//! What a seat goes by that others decide: the configuration, and the tenant's administrator.

use call::{Limits, Ms};

/// The rules of a seat. New ones count for what happens from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// How long calls ring and wrap-ups last.
    pub limits: Limits,
    /// How long an agent may be without any surface before they are absent, in milliseconds: a page
    /// that reloads must not lose a call.
    pub absent: Ms,
    /// How long a call on the line waits for an agent whose last surface is gone, in milliseconds: a
    /// browser that crashed must not lose it either.
    pub held: Ms,
    /// Whether an agent who is there and lets a call ring to the end is unavailable from then on.
    pub away_when_unanswered: bool,
    /// Whether the service is about to stop: calls go on until they end, and none begins.
    pub closing: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            absent: 10_000,
            held: 30_000,
            away_when_unanswered: true,
            closing: false,
        }
    }
}
