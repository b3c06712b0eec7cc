//! What the tests of the shell share: our user agent as a service has it, and a phone system made of
//! raw text over UDP. Nothing here sleeps; everything waits for a message or an event, and panics
//! with what came instead.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod agent;
mod peer;
mod text;

pub use agent::{Agent, config, dial, line};
pub use peer::{Call, Peer};
pub use text::Text;

use std::time::Duration;

/// How long a test waits for something that must come.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A description that our own side would make.
pub fn sdp(port: u16, direction: sip::sdp::Direction) -> String {
    sip::sdp::Session::new(u64::from(port), [127, 0, 0, 1].into(), port).offer(direction)
}

/// The same, for both ways.
pub fn both_ways(port: u16) -> String {
    sdp(port, sip::sdp::Direction::SendRecv)
}
