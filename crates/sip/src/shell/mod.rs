//! The shell: rsipstack on tokio around the cores. It moves messages and has as few decisions in it
//! as it can.

mod actor;
mod clock;
mod dial;
mod inbound;
mod perform;
mod reach;
mod register;
mod states;
mod ua;
mod watch;

pub use actor::Drained;
pub use dial::Dial;
pub use ua::{Counts, Ua};
