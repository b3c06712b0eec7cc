//! One agent in the backend: all their surfaces, which of them speaks, their status, and the calls
//! at hand.
//!
//! **Sans-IO.** [`Seat::handle`] takes one [`Input`] and the time; [`Seat::poll`] hands out what
//! has changed and what the phone system must do, until it has nothing more; [`Seat::deadline`]
//! says when [`Input::Tick`] is due. [`Saved`] is what a store keeps: surfaces are not in it, they
//! connect again.
//!
//! Rules, in short:
//! - One surface owns: calling window before visible frame before hidden frame, a surface that
//!   HubSpot hears before one that it does not. An equal never takes over, and while a call is on
//!   the line only a calling window does. Every appointment has a higher epoch than the one before.
//! - What only the owner may say is refused from anybody else, and from an owner of the past.
//! - The permission to announce a call to HubSpot is given once, to an owner that HubSpot hears.

mod election;
mod reach;
mod seat;
mod surface;
mod wishes;

pub use election::Owner;
pub use reach::Reach;
pub use seat::{Input, Output, Saved, Seat};
pub use surface::{Here, Location};
pub use wishes::{Presence, Refusal, Wish};
