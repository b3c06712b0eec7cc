//! Fuzz targets for what comes from outside as datagrams and as descriptions: nothing panics, nothing
//! grows, and the call goes on.
//!
//! `SIDETONE_FUZZ_INPUTS` sets how many inputs each target gets, `SIDETONE_FUZZ_SEED` replays a run. A
//! failure names the seed and the number of the input.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test begins at some moment")]

mod driver;
mod node;
mod offers;
#[path = "../page/mod.rs"]
mod page;
mod page_leg;
mod plain_leg;
