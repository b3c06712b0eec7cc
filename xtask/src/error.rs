//! What can go wrong in a command, each with a sentence that says what to do.

use std::path::{Path, PathBuf};

/// Why a command could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something has to be installed or changed by the person at the keyboard; the sentence says
    /// what.
    #[error("{0}")]
    Tell(String),
    /// A program ran and failed. Its last lines are shown, all of them are in the log.
    #[error("{tail}\n{program} failed ({status}). All it said: {}", log.display())]
    Failed {
        /// The program that failed.
        program: String,
        /// Its exit code or signal, in words.
        status: String,
        /// The last lines of its output.
        tail: String,
        /// Where the whole output is.
        log: PathBuf,
    },
    /// A program is not there.
    #[error("`{0}` was not found. Install it, or put its folder on PATH, and try again.")]
    NotFound(String),
    /// A file or folder could not be read or written.
    #[error("{} could not be {verb}: {source}.", path.display())]
    File {
        /// What was tried: "read", "written" and the like.
        verb: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Some parts of the tests failed; the summary has been printed.
    #[error("some parts failed")]
    PartsFailed,
    /// Ctrl-C or a polite signal.
    #[error("stopped")]
    Stopped,
}

impl Error {
    /// For `map_err` on file operations.
    pub fn file(verb: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { verb, path, source }
    }

    /// A sentence for the person at the keyboard.
    pub fn tell<T>(sentence: impl Into<String>) -> Result<T, Self> {
        Err(Self::Tell(sentence.into()))
    }
}
