//! The parts that are on every screen.

mod aside;
mod banners;
mod digits;
mod header;
mod live;
mod party;
mod sound;
mod state;
mod status;
mod transfer;

pub use aside::ASIDE;
pub use banners::BANNERS;
pub use digits::{DIGITS, press};
pub use header::HEADER;
pub use live::LIVE;
pub use party::PARTY;
pub use sound::SOUND;
pub use state::{STATE, state};
pub use status::STATUS;
pub use transfer::TRANSFER;
