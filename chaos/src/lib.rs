//! Breaks things on purpose and counts what is left: every call must have exactly one record.
//!
//! `sim` runs the cores in simulated time; `real` runs the real processes and kills them.

pub mod real;
pub mod sim;
