//! The user agent on loopback: against a phone system of raw text, against itself, and against
//! kamailio and baresip where they are. Every test waits for events and messages, none for time.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod calls_in;
mod calls_out;
mod changes;
mod drains;
mod garbage;
mod kamailio;
mod phone;
mod registers;
mod strangers;
mod support;
mod transfers;
mod two_agents;
