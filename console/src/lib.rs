//! The administrator's console: people, the link to HubSpot, tenants.
//!
//! [`logic`] decides what can be decided without a browser, [`net`] speaks with the backend,
//! [`state`] holds what all pages share, and [`parts`] and [`pages`] draw.

pub mod app;
#[cfg(feature = "gallery")]
pub mod gallery;
pub mod logic;
pub mod net;
pub mod pages;
pub mod parts;
pub mod state;
