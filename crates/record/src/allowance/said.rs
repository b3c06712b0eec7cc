//! What HubSpot says of its limits with an answer.

use call::Ms;

/// What the headers and the body of an answer say; nothing where it says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    /// Requests in a window.
    pub max: Option<u32>,
    /// Of these, what is left.
    pub remaining: Option<u32>,
    /// How long the window is, in milliseconds.
    pub interval_ms: Option<Ms>,
    /// Requests in a day.
    pub daily: Option<u32>,
    /// Of these, what is left.
    pub daily_remaining: Option<u32>,
    /// It was too much, or the account is locked.
    pub slow: Option<Slow>,
}

/// HubSpot asks for silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slow {
    /// By which limit.
    pub policy: Policy,
    /// For how long, in milliseconds.
    pub wait: Ms,
}

/// The limit that was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// TEN_SECONDLY_ROLLING: searches may go on.
    TenSeconds,
    /// SECONDLY: only searches wait.
    Second,
    /// DAILY: everything waits.
    Day,
    /// It was not named: what was asked waits.
    Unnamed,
    /// No limit: the account is locked or moved, and everything waits.
    Locked,
}

impl Policy {
    /// By HubSpot's own name of it.
    pub fn named(name: &str) -> Self {
        match name {
            "TEN_SECONDLY_ROLLING" => Self::TenSeconds,
            "SECONDLY" => Self::Second,
            "DAILY" => Self::Day,
            _ => Self::Unnamed,
        }
    }
}
