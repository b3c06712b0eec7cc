//! One agent in the backend: all their surfaces, which of them speaks, their status, and the calls
//! at hand.
//!
//! **Sans-IO.** [`Seat::handle`] takes one [`Input`] and the time; [`Seat::poll`] hands out what
//! has changed and what the phone system must do, until it has nothing more; [`Seat::deadline`]
//! says when [`Input::Tick`] is due. [`Saved`] is what a store keeps: surfaces are not in it, they
//! connect again.
//!
//! Rules, in short:
//! - One surface owns and carries the voice: a calling window or a page of our own before a visible
//!   frame before a hidden one, a surface that HubSpot hears before one that it does not. An equal
//!   never takes over, and while a call is on the line only a window does.
//! - One surface is the ear that HubSpot hears: the owner where it can, else the best of the others.
//! - Who is asleep (leaves pings unanswered) is neither while anybody is awake. The call goes on, and
//!   [`Output::Voice`] says where its voice moves.
//! - Every change of owner or ear has a higher epoch than the one before. What only the ear may say
//!   is refused from anybody else. What an ear of the past reports of its own epoch has happened, and
//!   is taken; what it wants to do is refused.
//! - A choice of status made in a call or its wrap-up comes true when the last one is finished. Who
//!   is there and lets a call ring to the end is unavailable from then on.
//! - Who has no surface for longer than the grace is absent and offered nothing; what they were dialling
//!   is given up. A call on the line waits for them longer, and is then ended.
//! - The permission to announce a call to HubSpot is given once, when there is an ear.

mod election;
mod later;
mod past;
mod reach;
mod rules;
mod seat;
mod status;
mod surface;
mod timers;
mod voice;
mod wishes;

pub use election::Owner;
pub use later::Later;
pub use reach::Reach;
pub use rules::Rules;
pub use seat::{Input, Output, Saved, Seat};
pub use status::{Choice, Presence, Status};
pub use surface::{Here, Location};
pub use timers::Timer;
pub use voice::Voice;
pub use wishes::{Refusal, Wish};
