//! One call's life, from the first ring to the closed wrap-up.
//!
//! **Sans-IO.** [`Call::handle`] takes one [`Input`] and the time and changes the state;
//! [`Call::poll`] hands out what the phone system must do until it has nothing more;
//! [`Call::deadline`] says when [`Input::Tick`] is due. The crate has no clock, no randomness and
//! no I/O: a shift can be simulated in a test, and what the store keeps is the call itself.
//!
//! ```text
//! inbound   Ringing ──answer──▶ Connected ──either end hangs up──▶ WrapUp ──save, time──▶ Closed
//!              └──declined, missed, caller gave up────────────────────────────────────────▶ ┘
//! outbound  Dialling ──far end answers──▶ Connected ─▶ …    Dialling ──busy, no answer, …──▶ Closed
//! ```

mod call;
mod host;
mod keys;
mod known;
mod ledger;
mod speaking;
mod stage;
mod third;
mod timers;
mod types;

pub use call::{Call, Cause, Input, Output};
pub use host::{HostLedger, Told};
pub use keys::Keys;
pub use ledger::{Entry, Happened, Torn};
pub use stage::{Closed, Connected, Dialling, InvalidTransition, Ringing, Stage, WrapUp};
pub use third::{Gone, Peer, Target, Third, ThirdNews, ThirdStage, Via, With};
pub use timers::{Limits, Timer};
pub use types::{
    CallId, Candidate, Case, Dial, Direction, Draft, EndStatus, Fork, Looked, MAX_NOTES, Ms, Offer,
    Party, PartySource, RecordRef,
};
