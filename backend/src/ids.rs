//! Ids and secrets: the only place that asks for randomness.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A new id that sorts by time (UUIDv7, hyphenated, lower case).
#[allow(clippy::disallowed_methods, reason = "this is where ids are made")]
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A new secret: 244 random bits as 43 letters that fit into headers and cookies.
#[allow(clippy::disallowed_methods, reason = "this is where secrets are made")]
pub fn new_secret() -> String {
    let mut bytes = [0; 32];
    bytes[..16].copy_from_slice(uuid::Uuid::new_v4().as_bytes());
    bytes[16..].copy_from_slice(uuid::Uuid::new_v4().as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What the store keeps of a secret: its SHA-256.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// The SHA-256 of bytes.
pub fn hash_bytes(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// Six random digits.
#[allow(clippy::disallowed_methods, reason = "this is where secrets are made")]
pub fn new_digits() -> String {
    format!("{:06}", uuid::Uuid::new_v4().as_u128() % 1_000_000)
}

/// A short random name of a request, for logs and for people to tell.
#[allow(clippy::disallowed_methods, reason = "this is where ids are made")]
pub fn new_trace() -> String {
    format!("{:010x}", uuid::Uuid::new_v4().as_u128() & 0xff_ffff_ffff)
}

/// Compares two secrets without telling by time where they differ.
pub fn same_secret(a: &str, b: &str) -> bool {
    // Hashes of equal length leave nothing to learn from an early end.
    hash(a) == hash(b)
}

/// A seed for what must not be guessed from outside and need not be a secret.
#[allow(clippy::disallowed_methods, reason = "this is where chance comes from")]
pub fn seed() -> u64 {
    uuid::Uuid::new_v4().as_u64_pair().1
}

/// A number from 0 to 1000 that spreads what would happen at once.
#[allow(clippy::disallowed_methods, reason = "this is where chance comes from")]
pub fn jitter() -> u32 {
    u32::try_from(uuid::Uuid::new_v4().as_u128() % 1001).unwrap_or(0)
}
