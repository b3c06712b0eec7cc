//! A sealed secret as it is stored.

use std::fmt;

use crate::{Error, MAX_SECRET, keys::is_id};

/// The format's version: the first byte.
const VERSION: u8 = 1;
/// A nonce's length in bytes: the one for which NIST SP 800-38D needs no further hashing.
pub(crate) const NONCE: usize = 12;
/// A tag's length in bytes: the longest that GCM has.
pub(crate) const TAG: usize = 16;
/// Version, length of the key's name, the longest name, nonce, text, tag.
const MAX_BYTES: usize = 1 + 1 + 32 + NONCE + MAX_SECRET + TAG;

/// A sealed secret: bytes to store, of which nothing can be read but the name of the key and how
/// long the secret is.
///
/// | bytes | what |
/// |---|---|
/// | 1 | version of the format: 1 |
/// | 1 | length n of the key's name: 1 to 32 |
/// | n | the key's name: a-z, 0-9, hyphen |
/// | 12 | nonce |
/// | as many as the secret has | ciphertext |
/// | 16 | tag |
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

/// The parts of a sealed secret.
pub(crate) struct Parts<'a> {
    /// All before the nonce.
    pub(crate) head: &'a [u8],
    pub(crate) id: &'a str,
    pub(crate) nonce: &'a [u8; NONCE],
    pub(crate) text: &'a [u8],
    pub(crate) tag: &'a [u8; TAG],
}

impl Sealed {
    /// Takes stored bytes back.
    ///
    /// # Errors
    /// [`Error::UnknownVersion`] when the first byte is another version, [`Error::NotSealed`] when
    /// the rest has not the shape of a sealed secret. Whether they open, only
    /// [`crate::Vault::open`] can tell.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Error> {
        split(&bytes)?;
        Ok(Self(bytes))
    }

    /// The bytes to store.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes to store, given away.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// The name of the key that it was sealed with, as far as the bytes can be believed: they are
    /// checked by opening only.
    pub fn key_id(&self) -> &str {
        // Both ways to make one give bytes that can be split.
        self.parts().map_or("", |parts| parts.id)
    }

    pub(crate) fn parts(&self) -> Result<Parts<'_>, Error> {
        split(&self.0)
    }

    /// What stands before the nonce. `id` is the name of a key and so has at most 32 bytes.
    pub(crate) fn head(id: &str) -> Result<Vec<u8>, Error> {
        let length = u8::try_from(id.len()).map_err(|_| Error::NotSealed)?;
        Ok([&[VERSION, length], id.as_bytes()].concat())
    }
}

/// Shows what may be shown in a log: the ciphertext tells nothing, and would only fill it.
impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes with key {})", self.0.len(), self.key_id())
    }
}

fn split(bytes: &[u8]) -> Result<Parts<'_>, Error> {
    let (&version, rest) = bytes.split_first().ok_or(Error::NotSealed)?;
    if version != VERSION {
        return Err(Error::UnknownVersion { version });
    }
    let shape = || {
        let (&length, rest) = rest.split_first()?;
        let (id, rest) = rest.split_at_checked(usize::from(length))?;
        let id = std::str::from_utf8(id).ok().filter(|id| is_id(id))?;
        let (head, _) = bytes.split_at_checked(bytes.len() - rest.len())?;
        let (nonce, rest) = rest.split_first_chunk()?;
        let (text, tag) = rest.split_last_chunk()?;
        Some(Parts { head, id, nonce, text, tag })
    };
    shape().filter(|_| bytes.len() <= MAX_BYTES).ok_or(Error::NotSealed)
}
