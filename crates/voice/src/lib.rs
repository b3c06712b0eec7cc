//! The voice side: [`Simulated`], the phone system that needs no phone; and the parts of the
//! gateway that carries sound between browsers and phone systems ([`media`], [`rtp`], [`sound`]).
//!
//! **Nothing here sleeps, speaks to a network or reads a clock.** [`Simulated`] takes orders from
//! the seat and wishes of the far end, with the time of each, and hands out what the far end did
//! from [`Simulated::poll`] until there is nothing more.

mod behaviour;
mod fork;
pub mod media;
mod refusal;
pub mod rtp;
mod simulated;
pub mod sound;
mod third;

pub use behaviour::Behaviour;
pub use fork::{Forks, Left, Lost};
pub use refusal::Refusal;
pub use simulated::{Config, Event, Far, Nonsense, Order, Rebuilt, Simulated, State, Voice};
pub use third::{ThirdDid, ThirdWas};

/// A moment: milliseconds since 1970.
pub type Ms = u64;
