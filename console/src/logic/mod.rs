//! What can be decided without a browser, tested on the host.

pub mod connection;
pub mod events;
pub mod failure;
pub mod fields;
pub mod limits;
pub mod renewal;
pub mod route;
pub mod words;
