//! What can go wrong with keys and with secrets, and what to do then. Nothing in here ever holds a
//! secret or a part of a key: lines are named by number.

/// Why a text of keys was not taken, or no new line could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// More than 64 KiB.
    #[error(
        "the text of the keys is longer than 64 KiB; check that it is the right file, and remove \
         keys that no row needs any more"
    )]
    TooLong,
    /// A line without `=`.
    #[error(
        "line {line} of the keys is not `name = key`; write one key per line, and comments on \
         lines of their own that begin with #"
    )]
    Shape {
        /// Counted from 1.
        line: usize,
    },
    /// A name that is not 1 to 32 of a-z, 0-9 and hyphen.
    #[error(
        "the key in line {line} needs another name: 1 to 32 characters, only a-z, 0-9 and hyphens"
    )]
    Id {
        /// Counted from 1.
        line: usize,
    },
    /// Not base64, or not 32 bytes.
    #[error(
        "the key in line {line} is not 32 bytes in base64; copy it again, or make a new line with \
         `sidetone keys new` if nothing was sealed with it yet"
    )]
    Encoding {
        /// Counted from 1.
        line: usize,
    },
    /// One byte 32 times: a placeholder from an example.
    #[error(
        "the key in line {line} is a placeholder, not random; make a new line with `sidetone keys \
         new`"
    )]
    Placeholder {
        /// Counted from 1.
        line: usize,
    },
    /// Two lines have one name.
    #[error("the name in line {line} of the keys is used above; give one of the two another name")]
    SameId {
        /// The later line, counted from 1.
        line: usize,
    },
    /// Two names have one key.
    #[error(
        "the key in line {line} is the same as one above; remove the line, or make a new one with \
         `sidetone keys new`"
    )]
    SameKey {
        /// The later line, counted from 1.
        line: usize,
    },
    /// No line but perhaps the one for fingerprints.
    #[error("there is no key to seal with; make a line with `sidetone keys new` and put it first")]
    NoSealingKey,
    /// No line named `fingerprint`.
    #[error(
        "there is no line named fingerprint; put the one back that was there before, or make one \
         with `sidetone keys new fingerprint` if this is a new installation"
    )]
    NoFingerprintKey,
    /// The name for a new line is not 1 to 32 of a-z, 0-9 and hyphen.
    #[error("a key's name has 1 to 32 characters, only a-z, 0-9 and hyphens; choose another name")]
    NewId,
    /// The system gave no random bytes.
    #[error("the system gives no random bytes, so no key was made; try again when it does")]
    NoRandomness,
}

/// Why a secret was not sealed or not opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The secret has more than [`crate::MAX_SECRET`] bytes.
    #[error("the secret is longer than 16 KiB and was not kept; check what was entered")]
    TooLong,
    /// The tenant id or the field name is empty or has more than 256 bytes.
    #[error(
        "a tenant id and a field name have 1 to 256 bytes each, and these do not; this is a fault \
         in Sidetone, please report it"
    )]
    Place,
    /// Cut short, too long, or never sealed.
    #[error(
        "the stored bytes are no sealed secret; bring the row back from a backup or enter the \
         secret again"
    )]
    NotSealed,
    /// Of a format that this version does not know.
    #[error(
        "the secret is stored in format {version}, which this version of Sidetone does not know; \
         run the version that wrote it, or enter the secret again"
    )]
    UnknownVersion {
        /// The first byte found.
        version: u8,
    },
    /// Sealed with a key that is not there.
    #[error(
        "the secret was sealed with the key {id}, which is not among the keys; put its line back, \
         or enter the secret again"
    )]
    UnknownKey {
        /// The key's name.
        id: String,
    },
    /// Altered, or sealed for another tenant or field, or with another key of the same name: the
    /// cipher cannot tell these apart.
    #[error(
        "the stored bytes were altered or belong to another tenant, field or key; bring the row \
         back from a backup or enter the secret again"
    )]
    Refused,
    /// The system gave no random bytes.
    #[error("the system gives no random bytes, so nothing was sealed; try again when it does")]
    NoRandomness,
}
