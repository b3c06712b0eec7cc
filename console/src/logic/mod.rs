//! What can be decided without a browser, tested on the host.

pub mod calls;
pub mod checks;
pub mod choosing;
pub mod code_ids;
pub mod connection;
pub mod device;
pub mod digits;
pub mod events;
pub mod failure;
pub mod fields;
pub mod limits;
pub mod meter;
pub mod numbers;
pub mod order;
pub mod outline;
pub mod pasted;
pub mod phone;
pub mod picking;
pub mod records;
pub mod registration;
pub mod renewal;
pub mod route;
pub mod sign_in;
pub mod template;
pub mod webauthn;
pub mod words;
