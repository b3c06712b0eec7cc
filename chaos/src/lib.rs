//! Breaks things on purpose and counts what is left: every call must have exactly one record.
//!
//! `sim` runs the cores in simulated time; `real` runs the real processes and kills them; `surfaces`
//! walks at random over the pages of agents, in simulated time.

pub mod real;
pub mod sim;
pub mod surfaces;
