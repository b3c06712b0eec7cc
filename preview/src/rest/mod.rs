//! A stateful stand-in for HubSpot's REST side, far enough for calls: contacts, companies, calls,
//! their search and associations, the call outcomes, the account and its people, and the settings
//! of a calling app. It keeps everything in memory.

mod account;
mod associations;
mod calling;
mod demo;
mod errors;
mod faults;
mod filter;
mod guard;
mod object;
mod people;
mod properties;
mod reading;
mod routes;
mod scopes;
mod search;
mod service;
mod store;

pub use calling::CallingSettings;
pub use errors::ApiError;
pub use faults::{Fault, Faults};
pub use guard::{Rest, Seen};
pub use object::Object;
pub use properties::is_over;
pub use reading::router as reading;
pub use routes::router;
pub use store::{Crm, Kind};

/// The bearer token that the preview gives the backend. It stands for a private app's: it never
/// ends and has every scope. Tokens of [`crate::oauth`] open the REST side beside it.
pub const DEMO_TOKEN: &str = "preview-demo-token";

/// The demo account's Domain ID.
pub const PORTAL: u64 = 123_456;
