//! What can go wrong with the run itself; what it finds out about the service is no trouble but a
//! line of the report.

/// Why a run could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A file or a process.
    #[error("The system refused: {0}. Is the disk full, or the build not there?")]
    System(#[from] std::io::Error),
    /// A program did not start.
    #[error("{0} did not start: {1}")]
    Start(&'static str, String),
    /// The store.
    #[error(transparent)]
    Store(#[from] sidetone_backend::StoreError),
    /// An answer that no run can go on with.
    #[error("{0}: {1}")]
    Refused(String, String),
    /// Nobody answered.
    #[error("{0}: no answer ({1})")]
    NoAnswer(String, String),
    /// A state that never came.
    #[error("It never came that {0}.")]
    InVain(String),
    /// The command line.
    #[error("{0}")]
    Words(String),
}

/// Done, or why not.
pub type Done<T = ()> = Result<T, Trouble>;
