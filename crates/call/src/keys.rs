//! Keys that are pressed in a call. They may be a card's number or a PIN: whatever writes them down
//! gets how many there were, and nothing else.

use serde::{Deserialize, Serialize};

/// Some keys: `0` to `9`, `*` and `#`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "usize", from = "usize")]
pub struct Keys(String);

impl Keys {
    /// The most at one time.
    pub const MOST: usize = 32;

    /// Reads keys; `None` when it is none, too many, or something else.
    pub fn of(keys: &str) -> Option<Self> {
        let key = |key: u8| key.is_ascii_digit() || matches!(key, b'*' | b'#');
        let fits = !keys.is_empty() && keys.len() <= Self::MOST && keys.bytes().all(key);
        fits.then(|| Self(keys.to_owned()))
    }

    /// The keys themselves, for the phone system and nobody else.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

impl From<Keys> for usize {
    fn from(keys: Keys) -> Self {
        keys.count()
    }
}

/// As many as there were: which they were is not known any more.
impl From<usize> for Keys {
    fn from(count: usize) -> Self {
        Self("?".repeat(count.min(Self::MOST)))
    }
}
