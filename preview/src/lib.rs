//! A stand-in for HubSpot, for trying and testing Sidetone on one machine.
//!
//! One port serves two sites, told apart by the name in each request: `hubspot.localhost` is the
//! stand-in, `sidetone.localhost` is passed on to the backend, which runs as a child process.
//! Nothing of this is part of a production binary.
//!
//! | route | what |
//! |---|---|
//! | `/` on `hubspot.localhost` | the host page: a record, the calling frame, the message log |
//! | `/hubspot-api/*` | HubSpot's REST side, with the bearer token [`rest::DEMO_TOKEN`] |
//! | `/preview/calls`, `…/{id}/answer`, `…/{id}/hangup` | the far end of calls |
//! | `/preview/hubspot/calls`, `…/contacts`, `…/companies` | what the REST side holds |
//! | `/preview/hubspot/requests`, `…/faults`, `…/reset` | its log, faults on demand, starting over |
//! | `/preview/backend/kill`, `…/start`, `…/restart` | the backend's process |
//! | `/preview/switches` | auto sign-in; whether the backend is up |
//! | `/preview/bare`, `/preview/hostile` | the frame alone; the frame beside hostile neighbours |
//! | `/sign-in` on `sidetone.localhost` | becomes the demo agent |
//! | `/healthz`, `/readyz` | whether the preview lives; whether its backend is ready |

pub mod args;
pub mod calls;
pub mod child;
pub mod clock;
pub mod code;
pub mod front;
pub mod host_api;
pub mod iso;
pub mod names;
pub mod pages;
pub mod problem;
pub mod proxy;
pub mod rest;
pub mod sign_in;
pub mod state;
pub mod switches;
