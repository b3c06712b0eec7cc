//! The voice side. Today: [`Simulated`], the phone system that needs no phone.
//!
//! **Nothing here sleeps, speaks to a network or reads a clock.** [`Simulated`] takes orders from
//! the seat and wishes of the far end, with the time of each, and hands out what the far end did
//! from [`Simulated::poll`] until there is nothing more.

mod behaviour;
mod fork;
mod refusal;
mod simulated;

pub use behaviour::Behaviour;
pub use fork::{Forks, Left, Lost};
pub use refusal::Refusal;
pub use simulated::{Config, Event, Far, Nonsense, Order, Rebuilt, Simulated, State, Voice};

/// A moment: milliseconds since 1970.
pub type Ms = u64;
