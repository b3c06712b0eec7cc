//! The media of calls: legs to browsers and to phone systems, and what each end of a call hears.
//!
//! **Nothing here sleeps, opens a socket or reads a clock.** Datagrams go in with the time at which
//! they came, and come out with where they go.

mod bridge;
mod browser;
mod capabilities;
mod gateway;
mod impression;
mod legs;
mod line;
mod plain;
mod player;
mod recording;
mod said;
mod third;
mod wire;

pub use bridge::{Bridge, End, Heard, Say};
pub use browser::{Browser, OfferError, Out, Sound};
pub use capabilities::Capabilities;
pub use gateway::{Done, Gateway, KEPT, PageNews, Socket, TICK};
pub use impression::{Impression, Look, Span, Whole};
pub use plain::{Plain, PlainError, Received, Remote};
pub use player::{Player, Plays};
pub use said::Sounds;
