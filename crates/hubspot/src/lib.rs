//! HubSpot's REST side, as far as calls need it: typed requests, replies and errors.
//!
//! Nothing here speaks to the network. A [`Request`] says what to send; the caller sends it and
//! hands status, headers and body to [`Request::read`], which answers with a value or an [`Error`]
//! that says whether it is worth trying again, and when.
//!
//! ```
//! use std::collections::BTreeMap;
//! let request = hubspot::calls::update("512", &BTreeMap::new());
//! assert_eq!(request.path, "/crm/objects/2026-09/calls/512");
//! ```

pub mod calls;
pub mod contacts;
pub mod dispositions;
mod error;
mod object;
mod request;

pub use error::{Error, Reply};
pub use object::{Object, Page};
pub use request::{Method, Request};

/// The dated version of HubSpot's API that every path is built with.
pub const VERSION: &str = "2026-09";

/// HubSpot's API host for all data centres.
pub const API_URL: &str = "https://api.hubapi.com";
