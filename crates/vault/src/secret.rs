//! A secret in memory: hard to show, impossible to copy by accident, wiped when it goes.

use secrecy::{ExposeSecret, SecretString};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A text that nobody may see: a token, a password, a line with a key.
///
/// It has no `Debug`, `Display`, `Serialize` or `Clone`, so that a type which holds one cannot
/// derive them without somebody thinking about it. Its memory is overwritten when it is dropped.
///
/// ```compile_fail,E0277
/// let secret = vault::Secret::new("s3cret".to_owned());
/// println!("{secret:?}");
/// ```
/// ```compile_fail,E0277
/// let secret = vault::Secret::new("s3cret".to_owned());
/// println!("{secret}");
/// ```
/// ```compile_fail,E0599
/// let secret = vault::Secret::new("s3cret".to_owned());
/// let copy = secret.clone();
/// ```
pub struct Secret(SecretString);

// The field does the wiping; this says so to whoever asks for it in a bound.
impl ZeroizeOnDrop for Secret {}

impl Secret {
    /// Takes a text over. The memory that it came in is kept or wiped, never given back as it is.
    pub fn new(mut text: String) -> Self {
        if text.capacity() == text.len() {
            return Self(SecretString::from(text));
        }
        // Shrinking may move the text and leave the old place readable.
        let exact: Box<str> = text.as_str().into();
        text.zeroize();
        Self(SecretString::from(exact))
    }

    /// The text. Whoever copies it is responsible for the copy.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}
