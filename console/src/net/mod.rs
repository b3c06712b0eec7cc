//! Speaks with the backend.

pub mod clock;
pub mod countries;
pub mod opener;
pub mod request;
pub mod session;
pub mod stream;
pub mod webauthn;

pub use request::{Method, get, send, send_json, send_text};
