//! The keys, as an administrator writes them down.

use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretBox};
use zeroize::Zeroizing;

use crate::{KeyError, Secret};

/// A key's length in bytes: AES-256, and the same for HMAC.
const LENGTH: usize = 32;
/// 32 bytes in base64, padding included.
const ENCODED: usize = 44;
/// More than any number of keys in use, little enough to read without a thought.
const MAX_TEXT: usize = 64 * 1024;

/// On the heap, because an array that is moved leaves itself behind.
pub(crate) type KeyBytes = SecretBox<[u8; LENGTH]>;

pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) bytes: KeyBytes,
}

/// The keys of a [`crate::Vault`]: one that seals, any number that only open, and one for
/// fingerprints. Wiped when dropped.
pub struct Keys {
    pub(crate) sealing: Key,
    pub(crate) older: Vec<Key>,
    pub(crate) fingerprint: KeyBytes,
}

impl Keys {
    /// The name of the line whose key makes fingerprints. No key that seals can have it.
    pub const FINGERPRINT: &str = "fingerprint";

    /// Reads the keys from text, which the caller loads from a file or the environment and wipes
    /// after this call.
    ///
    /// One key per line, `name = key`: the name is 1 to 32 of a-z, 0-9 and hyphen, the key is 32
    /// bytes in base64 (standard alphabet, with padding). Empty lines and lines that begin with
    /// `#` count for nothing. The first key seals; those below only open what they sealed once.
    /// A line named [`Keys::FINGERPRINT`] must be there, at any place.
    ///
    /// # Errors
    /// A [`KeyError`] that names the line. A text with one wrong line is refused whole: a key that
    /// was left out silently would be missed only when a row does not open.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.len() > MAX_TEXT {
            return Err(KeyError::TooLong);
        }
        let mut keys: Vec<Key> = Vec::new();
        for (line, content) in (1..).zip(text.lines()) {
            let content = content.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let key = read(line, content)?;
            if keys.iter().any(|other| other.id == key.id) {
                return Err(KeyError::SameId { line });
            }
            if keys.iter().any(|other| other.bytes.expose_secret() == key.bytes.expose_secret()) {
                return Err(KeyError::SameKey { line });
            }
            keys.push(key);
        }
        let (fingerprint, sealing): (Vec<Key>, Vec<Key>) =
            keys.into_iter().partition(|key| key.id == Self::FINGERPRINT);
        let mut sealing = sealing.into_iter();
        Ok(Self {
            sealing: sealing.next().ok_or(KeyError::NoSealingKey)?,
            older: sealing.collect(),
            fingerprint: fingerprint.into_iter().next().ok_or(KeyError::NoFingerprintKey)?.bytes,
        })
    }

    /// Makes a line with a new random key, without an end of line, to be shown once and kept by
    /// the administrator. With [`Keys::FINGERPRINT`] as the name it is the line for fingerprints.
    ///
    /// # Errors
    /// [`KeyError::NewId`] when the name is not one, [`KeyError::NoRandomness`] when the system
    /// gives no random bytes.
    pub fn generate_line(id: &str) -> Result<Secret, KeyError> {
        if !is_id(id) {
            return Err(KeyError::NewId);
        }
        let mut key = Zeroizing::new([0; LENGTH]);
        getrandom::fill(&mut *key).map_err(|_| KeyError::NoRandomness)?;
        let mut encoded = Zeroizing::new([0; ENCODED]);
        STANDARD.encode_slice(key.as_slice(), &mut *encoded).map_err(|_| KeyError::NoRandomness)?;
        let mut line = String::with_capacity(id.len() + " = ".len() + ENCODED);
        line.push_str(id);
        line.push_str(" = ");
        line.extend(encoded.iter().copied().map(char::from));
        Ok(Secret::new(line))
    }

    /// The names of the keys that seal and open, the sealing one first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.all().map(|key| key.id.as_str())
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Key> {
        self.all().find(|key| key.id == id)
    }

    fn all(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.sealing).chain(&self.older)
    }
}

/// Whether a key may have this name.
pub(crate) fn is_id(id: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=32).contains(&id.len()) && id.bytes().all(allowed)
}

fn read(line: usize, content: &str) -> Result<Key, KeyError> {
    let (id, encoded) = content.split_once('=').ok_or(KeyError::Shape { line })?;
    let (id, encoded) = (id.trim(), encoded.trim());
    if !is_id(id) {
        return Err(KeyError::Id { line });
    }
    // The decoder asks for room for what the length could mean at most.
    let mut decoded = Zeroizing::new([0; LENGTH + 1]);
    let length = STANDARD
        .decode_slice(encoded, &mut *decoded)
        .ok()
        .filter(|&length| length == LENGTH)
        .ok_or(KeyError::Encoding { line })?;
    let decoded = decoded.get(..length).unwrap_or_default();
    if decoded.iter().all(|byte| Some(byte) == decoded.first()) {
        return Err(KeyError::Placeholder { line });
    }
    let bytes = KeyBytes::init_with_mut(|bytes| bytes.copy_from_slice(decoded));
    Ok(Key { id: id.to_owned(), bytes })
}
