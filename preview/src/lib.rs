//! A stand-in for HubSpot, for trying and testing Sidetone on one machine.
//!
//! One port serves two sites, told apart by the name in each request: `hubspot.localhost` is the
//! stand-in, `sidetone.localhost` is passed on to the backend, which runs as a child process.
//! Nothing of this is part of a production binary.
//!
//! | route | what |
//! |---|---|
//! | `/` on `hubspot.localhost` | the host page: a record, the calling frame, the message log |
//! | `/oauth/authorize`, `/oauth/{portalId}/authorize` there | where a person links the demo app to an account |
//! | `/hubspot-api/*` | HubSpot's REST side, with [`rest::DEMO_TOKEN`] or a token of the next row |
//! | `/hubspot-api/oauth/2026-09/token`, `…/introspect`, `…/revoke` | tokens of the demo app |
//! | `/preview/calls`, `…/{id}/answer`, `…/{id}/hangup` | the far end of calls |
//! | `/preview/hubspot/calls`, `…/contacts`, `…/companies`, `…/tickets`, `…/deals` | what the REST side holds |
//! | `/preview/hubspot/requests`, `…/faults`, `…/reset` | its log, faults on demand, starting over |
//! | `/preview/hubspot/limits` | its limits and speed, and how much it was asked |
//! | `/preview/hubspot/app`, `…/connect` | the demo app's credentials; installs, tokens, calling settings |
//! | `/preview/hubspot/tokens/expire`, `…/uninstall` | access tokens end; an account removes the app |
//! | `/preview/backend/kill`, `…/start`, `…/restart` | the backend's process |
//! | `/preview/switches` | auto sign-in, rotation, opener policy, network; whether the backend is up |
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
pub mod oauth;
pub mod pages;
pub mod problem;
pub mod proxy;
pub mod rest;
pub mod serve;
pub mod sign_in;
pub mod state;
pub mod switches;
