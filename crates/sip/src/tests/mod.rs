//! Tests of what decides: no network, no clock.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod addresses;
mod causes;
mod configuration;
mod described_audio;
mod digits_and_progress;
mod fuzz;
mod gate;
mod leg_calls;
mod leg_in_call;
mod leg_transfers;
mod lines;
mod redaction;
mod registration;
mod traces;
