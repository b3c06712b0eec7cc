//! What can be decided without a browser, tested on the host.

pub mod checks;
pub mod connection;
pub mod device;
pub mod digits;
pub mod events;
pub mod failure;
pub mod fields;
pub mod limits;
pub mod picking;
pub mod registration;
pub mod renewal;
pub mod route;
pub mod sign_in;
pub mod webauthn;
pub mod words;
