//! RTP as both ends of a call need it (RFC 3550), whatever carries it: what was received, what is
//! sent next, digits, and how good the line is.

mod buffer;
mod clock;
mod digits;
mod outgoing;
mod quality;
mod reception;
mod report;

pub use buffer::{Buffer, Pulled};
pub use clock::{Clock, on_the_wire};
pub use digits::{Digit, Events, Hearing, Saying};
pub use outgoing::{Outgoing, Stamp};
pub use quality::{Quality, mos};
pub use reception::{Came, Counts, Reception};
pub use report::Reports;
