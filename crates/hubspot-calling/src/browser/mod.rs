//! The edge to a real browser: reads window events without trusting them, posts answers.
//!
//! A page can be sent anything: `null`, cyclic objects, a `BigInt`, ten megabytes of text. What
//! cannot be a message is dropped and counted before it is copied into the module's memory. Nothing
//! of it is thrown and nothing is logged.
//!
//! [`Hub`] is the whole shell around a [`Channel`](crate::Channel) and what most widgets want;
//! [`Edge`] is what it is made of.
//!
//! # Events before the module is up
//! A WebAssembly module starts after the page has loaded, and the first SYNC may have come by then.
//! A few inline lines keep what the parent says until [`Hub::listen`] takes it over. Put exactly
//! this into a `<script>` in the page's head, before anything that loads ([`QUEUE_SCRIPT`] is the
//! same text, for tests and for hashes in a Content-Security-Policy):
//!
//! ```html
//! <script>
#![doc = include_str!("queue.js")]
//! </script>
//! ```

mod edge;
mod hub;
mod plain;

pub use edge::{Edge, MAX_MESSAGE_UNITS, PostError, is_framed};
pub use hub::{Hub, HubError};
pub use plain::parse;

/// The inline script that keeps events until the module is up. See the [module](self).
pub const QUEUE_SCRIPT: &str = include_str!("queue.js");
