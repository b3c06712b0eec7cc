//! Calls in simulated time.
