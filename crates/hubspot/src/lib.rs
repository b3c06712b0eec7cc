//! HubSpot's REST side, as far as calls need it: typed requests, replies and errors.
//!
//! Nothing here speaks to the network. A [`Request`] says what to send; the caller sends it with
//! what [`Auth`] asks for, and hands status, headers and body to [`Request::read`], which answers
//! with a value or an [`Error`] that says whether it is worth trying again, and when. Replies about
//! tokens are read by [`oauth`], whose errors say what an administrator has to do.
//!
//! ```
//! use std::collections::BTreeMap;
//! let request = hubspot::calls::update("512", &BTreeMap::new());
//! assert_eq!(request.path, "/crm/objects/2026-09/calls/512");
//! ```

pub mod account;
pub mod batch;
pub mod calling_settings;
pub mod calls;
pub mod cases;
pub mod connection;
pub mod dispositions;
pub mod endpoints;
mod error;
mod escape;
mod listing;
mod loose;
pub mod oauth;
mod object;
pub mod owners;
pub mod parties;
pub mod pipelines;
pub mod private_app;
pub mod properties;
pub mod reach;
mod refusal;
mod reply;
mod request;
pub mod scopes;
pub mod users;

pub use endpoints::VERSION;
pub use error::Error;
pub use listing::Listing;
pub use object::{Object, Page};
pub use reply::Reply;
pub use request::{Auth, Body, DEVELOPER_KEY, Method, Request};

/// HubSpot's API host for all data centres.
pub const API_URL: &str = "https://api.hubapi.com";

/// HubSpot's pages for people, where an authorisation begins; it sends people of other data
/// centres on to theirs.
pub const UI_URL: &str = "https://app.hubspot.com";
