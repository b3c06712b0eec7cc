//! What HubSpot must be told of one call, and which request goes next.
//!
//! **Sans-IO.** [`Record::handle`] takes one [`Input`] and the time; [`Record::poll`] hands out at
//! most one [`Request`] and nothing more until its [`Input::Answer`] has come; [`Record::due`] says
//! when to poll again. The record itself is what the store keeps: after a crash
//! [`Record::resumed`] goes on from it, and a request whose outcome is unknown is never simply
//! repeated: it is looked for first.
//!
//! One call, one record:
//! - The creator is HubSpot's page when an owner was permitted to announce the call, else the
//!   backend. It is part of the facts, written down before anybody is asked.
//! - With the page as creator the backend only adds to the record whose id the owner reported. If
//!   no id came in time it searches, and creates only when nothing is found.
//! - What HubSpot refuses is left out where the record is worth having without it, and told.
//! - A ticket or deal, where the tenant wants one, is found, opened again, or made; once.
//! - It belongs to the agent, else to whom [`Owners`] names, else to nobody.
//! - [`properties`] is the one function that says what a record contains; CALL_COMPLETED carries
//!   the same, but for the owner where that is found out only when the record is written.

pub mod allowance;
mod answers;
mod around;
pub mod batch;
mod case;
mod facts;
mod owners;
mod plan;
mod properties;
mod record;
mod request;

pub use around::{Around, Coding};
pub use case::{CaseRule, CaseWish, Filed, FoundCase, mark};
pub use facts::{Beside, Ended, Facts};
pub use owners::Owners;
pub use properties::{properties, title};
pub use record::{Input, Limits, Record, Standing, State};
pub use request::{LastTrouble, Reply, Request, Said, Trouble};
