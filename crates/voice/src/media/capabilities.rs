//! What an implementation of the media can do. The product offers what it can, and nothing else: one
//! that only passes packets on neither mixes nor knows how loud anybody is.

use super::Gateway;

/// The capabilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Three can speak with each other.
    pub mixing: bool,
    /// Digits can be said to one end alone (RFC 4733).
    pub digits: bool,
    /// Who waits hears something.
    pub hold_tone: bool,
    /// It tells how loud each end is.
    pub levels: bool,
    /// What both ends say in Opus is passed on, and what it says itself can be said in Opus.
    pub opus: bool,
}

impl Gateway {
    /// What this gateway can do.
    pub const CAPABILITIES: Capabilities =
        Capabilities { mixing: true, digits: true, hold_tone: true, levels: true, opus: true };
}
