//! A keyed hash, to see whether two secrets are the same without keeping either.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{Secret, keys::KeyBytes};

/// Comes first, so that a later way to hash gives other values.
const LABEL: &[u8] = b"sidetone fingerprint 1";
/// SHA-256's block in bytes, to which RFC 2104 fills a shorter key up with zeros.
const BLOCK: usize = 64;

/// HMAC-SHA256 over the label, the purpose after its length (8 bytes, the highest first) and the
/// secret. Only the last part has no length, so no two pairs are hashed alike.
pub(crate) fn fingerprint(key: &KeyBytes, purpose: &str, secret: &Secret) -> [u8; 32] {
    // Filled up here: a key of exactly one block is the one that cannot have a wrong length.
    let mut block = Zeroizing::new([0; BLOCK]);
    for (to, from) in block.iter_mut().zip(key.expose_secret()) {
        *to = *from;
    }
    let mut hmac = Hmac::<Sha256>::new((&*block).into());
    hmac.update(LABEL);
    hmac.update(&(purpose.len() as u64).to_be_bytes());
    hmac.update(purpose.as_bytes());
    hmac.update(secret.expose().as_bytes());
    hmac.finalize().into_bytes().into()
}
