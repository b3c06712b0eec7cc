//! A stateful stand-in for HubSpot's REST side, as far as call logging touches it: calls, contacts,
//! companies, tickets and deals, one by one and in batches, their search, associations, pipelines
//! and properties, the call outcomes, the account and its people, and the settings of a calling
//! app. It keeps everything in memory, refuses what HubSpot refuses, enforces its limits, and fails
//! on demand.

mod account;
mod association_batches;
mod associations;
mod batch;
mod calling;
mod counts;
mod demo;
mod errors;
mod faults;
mod filter;
mod guard;
mod kind;
mod limits;
mod link_types;
mod numbers;
mod object;
mod objects;
mod people;
mod pipelines;
mod properties;
mod property;
mod reading;
mod routes;
mod scopes;
mod search;
mod state;
mod store;
mod values;
mod writing;

pub use calling::CallingSettings;
pub use counts::Counts;
pub use errors::{ApiError, Policy};
pub use faults::{Fault, Faults};
pub use kind::Kind;
pub use limits::{Figures, Limits};
pub use link_types::LinkType;
pub use object::Object;
pub use properties::{fields, stage};
pub use reading::router as reading;
pub use routes::router;
pub use state::{Rest, Seen};
pub use store::Crm;
pub use values::Values;

/// The bearer token that the preview gives the backend. It stands for a private app's: it never
/// ends and has every scope. Tokens of [`crate::oauth`] open the REST side beside it.
pub const DEMO_TOKEN: &str = "preview-demo-token";

/// The demo account's Domain ID.
pub const PORTAL: u64 = 123_456;
