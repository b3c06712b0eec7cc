//! Reads what the backend says: JSON to the contract's types.
//!
//! The contract derives its readers, and here they are written out once more. The derived ones are
//! correct, but they cost 18 kB of the frame's 80, because each type brings its own copy of the JSON
//! parser; these all walk one [`Json`]. Tests hold the two against each other.
//! What is absent and has no default, or is of another kind, makes the whole message unreadable; but
//! what a newer service has added costs no more than itself.
//!
//! What every reader uses is a function of its own (`inline(never)`): inlined into each of them it costs
//! 0.8 kB more.

mod answers;
mod call;
mod part;
mod shared;
mod stream;
#[cfg(test)]
mod tests;

use hubspot_calling::Json;

pub use answers::{history, problem, reading, session, targets};
pub use shared::{draft, laters};
pub use stream::server_message;

/// Reads one JSON text; `None` when it is not JSON, or not what was expected.
#[inline(never)]
pub fn read<T>(text: &str, reader: fn(&Json) -> Option<T>) -> Option<T> {
    reader(&parse(text)?)
}

#[cfg(target_arch = "wasm32")]
use hubspot_calling::browser::parse;

#[cfg(not(target_arch = "wasm32"))]
fn parse(text: &str) -> Option<Json> {
    serde_json::from_str::<serde_json::Value>(text).ok().map(Json::from)
}
