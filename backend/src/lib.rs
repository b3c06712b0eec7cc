//! The service: holds the calls, serves the widget, writes the records.
//!
//! [`Service::start`] opens the store, takes up the calls that an earlier process left, and
//! listens. Decisions are made in the cores (`call`, `seat`, `record`, `voice`); what is here moves
//! their inputs and outputs: `switchboard` the seats', `phone` the far ends', `lines` and
//! `arrivals` the SIP user agent's, `sound` the gateway's, `records` the records', `web` HTTP and the event stream, `store` what must outlive the
//! process.

mod allowances;
mod app;
pub mod around;
mod arrivals;
mod callers;
mod checks;
mod choices;
mod chosen;
pub mod clock;
pub mod config;
mod groups;
mod history;
pub mod hub;
mod hubspot_client;
mod hubspot_http;
pub mod ids;
pub mod invitations;
pub mod later;
mod likeliest;
pub mod lines;
pub mod links;
mod listening;
pub mod log;
mod lookup;
mod mail;
mod moments;
mod news;
pub mod number;
mod outbox;
mod outcomes;
mod owners;
pub mod passkeys;
mod phone;
mod problem;
mod redact;
mod relay;
mod reports;
mod routing;
pub mod safe;
mod serve;
pub mod settings;
pub mod sign_in;
mod sound;
pub mod status;
pub mod store;
mod switchboard;
mod tasks;
mod told;
pub mod view;
pub mod web;
pub mod wish;
mod words;

pub use app::{App, StartError};
pub use serve::Service;
pub use store::{Store, StoreError};
pub use store::{people, persons};
