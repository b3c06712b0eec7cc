//! The user agent on loopback: against a phone system of raw text, against itself, and against
//! kamailio where `SIDETONE_KAMAILIO` names its binary. Every test waits for events and messages,
//! none for time.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod calls_in;
mod calls_out;
mod changes;
mod drains;
mod garbage;
mod kamailio;
mod registers;
mod strangers;
mod support;
mod transfers;
mod two_agents;
