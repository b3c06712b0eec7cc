//! A stateful stand-in for HubSpot's REST side, far enough for calls: contacts, companies, calls,
//! their search and associations, and the call outcomes. It keeps everything in memory.

mod associations;
mod demo;
mod errors;
mod faults;
mod filter;
mod guard;
mod object;
mod properties;
mod reading;
mod routes;
mod search;
mod store;

pub use errors::ApiError;
pub use faults::{Fault, Faults};
pub use guard::{Rest, Seen};
pub use object::Object;
pub use properties::is_over;
pub use reading::router as reading;
pub use routes::router;
pub use store::{Crm, Kind};

/// The bearer token that the preview gives the backend; no other opens the REST side.
pub const DEMO_TOKEN: &str = "preview-demo-token";

/// The demo account's Domain ID.
pub const PORTAL: u64 = 123_456;
