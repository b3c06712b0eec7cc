//! Secrets at rest: the refresh tokens and passwords that Sidetone must be able to use again.
//!
//! A [`Vault`] seals a [`Secret`] for one tenant and one field with AES-256-GCM, and opens it only
//! for the same two. What it hands out, [`Sealed`], is bytes to store in a column. Nothing here
//! reads a file, the environment or a database: the caller loads the text of the keys, gives it to
//! [`Keys::parse`] and wipes it.
//!
//! ```
//! use vault::{Keys, Secret, Vault};
//! let key = Keys::generate_line("2026-11")?;
//! let fingerprints = Keys::generate_line(Keys::FINGERPRINT)?;
//! let text = format!("{}\n{}\n", key.expose(), fingerprints.expose());
//!
//! let vault = Vault::new(Keys::parse(&text)?);
//! let sealed = vault.seal("8731", "refresh_token", &Secret::new("s3cret".to_owned()))?;
//! assert_eq!(vault.open("8731", "refresh_token", &sealed)?.expose(), "s3cret");
//! assert_eq!(vault.open("8732", "refresh_token", &sealed).err(), Some(vault::Error::Refused));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Rotation
//! 1. Put a new line *before* the others and restart. New secrets are sealed with it; the old keys
//!    still open what they sealed.
//! 2. Give every stored row to [`Vault::reseal`] and store what comes back.
//! 3. When [`Vault::needs_reseal`] is false for all rows, backups that may be restored included,
//!    remove the old line.
//!
//! Every seal draws a random nonce of 96 bits. NIST SP 800-38D, section 8.3, allows at most 2^32
//! seals with one key then, over all processes that use it and counting repeated seals of the same
//! field: up to there two nonces are alike with a chance below 2^-32, and two alike would break the
//! key. The vault keeps no count, because a count per process would be wrong as soon as there are
//! two. At a hundred seals per second the bound is reached after 497 days, so a new key each year
//! is early enough for any load that this product can have.
//!
//! The fingerprint key is not rotated; [`Vault::fingerprint`] says why.
//!
//! # What this does not hide
//! - How long a secret is: [`Sealed`] grows with it byte by byte.
//! - An exchange in time: an older sealed value of the same tenant and field opens as well as the
//!   newest one. Whoever may write the table can bring back an old secret, though read none.
//! - Anything from somebody who has the keys, or who reads the process's memory. Wiping makes the
//!   time short in which a secret is there; it does not reach swap, core dumps, registers or what
//!   the cipher's and the hash's own code leave on the stack.

mod error;
mod fingerprint;
mod keys;
mod place;
mod sealed;
mod secret;
mod vault;

pub use error::{Error, KeyError};
pub use keys::Keys;
pub use sealed::Sealed;
pub use secret::Secret;
pub use vault::{MAX_SECRET, Vault};
