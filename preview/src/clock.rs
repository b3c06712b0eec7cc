//! The only place of the preview that reads the clock or makes ids.

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
#[allow(clippy::disallowed_methods, reason = "this is the clock module")]
pub fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map(|d| d.as_millis() as u64).unwrap_or(0)
}

/// A random id that nobody can guess.
#[allow(clippy::disallowed_methods, reason = "this is the ids module")]
pub fn random_id() -> String {
    uuid::Uuid::new_v4().to_string()
}
