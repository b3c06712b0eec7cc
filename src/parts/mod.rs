//! The parts that are on every screen.

mod aside;
mod banners;
mod header;
mod live;
mod party;
mod state;
mod status;

pub use aside::ASIDE;
pub use banners::BANNERS;
pub use header::HEADER;
pub use live::LIVE;
pub use party::PARTY;
pub use state::{STATE, state};
pub use status::STATUS;
