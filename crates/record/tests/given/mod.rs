//! What the tests of a record begin with: a call that goes on, and the times that are waited.

use call::Direction;
use record::{Facts, Limits};

/// The times, in milliseconds.
pub const LIMITS: Limits = Limits {
    host_reply: 4_000,
    index_delay: 30_000,
    wrap_up: 10_000,
    back_off: 1_000,
    back_off_cap: 60_000,
};

/// An inbound call that goes on, of somebody whom nobody knows.
pub fn live() -> Facts {
    Facts {
        id: "0190-call".into(),
        direction: Direction::Inbound,
        from: "+442073238299".into(),
        to: "+18884827768".into(),
        name: String::new(),
        started: 1_000,
        ended: None,
        closed: false,
        outcome: None,
        notes: String::new(),
        host_creates: false,
        engagement: None,
        customer: None,
        owner_id: None,
        beside: Default::default(),
    }
}
