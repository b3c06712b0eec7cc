//! What can go wrong in a test besides an assertion that fails.

use fantoccini::error::{CmdError, NewSessionError};

/// What a step of a test returns.
pub type Done<T = ()> = Result<T, Trouble>;

/// Why a step could not be taken. Every variant reads as a sentence.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// An environment variable is missing.
    #[error("{0} is not set: run the end-to-end tests with `cargo xtask test e2e`.")]
    NotGiven(&'static str),
    /// A program did not start.
    #[error("{0} could not be started: {1}")]
    Start(String, String),
    /// The browser refused a command.
    #[error("the browser says: {0}")]
    Browser(#[from] CmdError),
    /// The browser did not start.
    #[error("the browser did not start: {0}")]
    Session(#[from] NewSessionError),
    /// A request was answered with an error, or not at all.
    #[error("{0} was answered with {1}: {2}")]
    Refused(String, u16, String),
    /// A file could not be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A state that did not come in time.
    #[error("waited {0} ms in vain until {1}; the last look: {2}")]
    InVain(u128, String, String),
    /// Anything else.
    #[error("{0}")]
    Said(String),
}

impl Trouble {
    /// Trouble in the words given.
    pub fn said(words: impl Into<String>) -> Self {
        Self::Said(words.into())
    }
}
