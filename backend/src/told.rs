//! What HubSpot, or the way there, says instead of an answer, with the numbers to find it by.

use hubspot::Error;
use std::fmt;

/// An error of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What went wrong.
    pub error: Error,
    /// Our number of the request, as in the log.
    pub trace: String,
    /// HubSpot's number of it, which its support asks for; empty if there was none.
    pub correlation: String,
}

impl fmt::Display for Told {
    /// The sentence, without its full stop, and the numbers.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { error, trace, correlation } = self;
        match (trace.as_str(), correlation.as_str()) {
            ("", _) => write!(f, "{error}"),
            (_, "") => write!(f, "{error} (request {trace})"),
            _ => write!(f, "{error} (request {trace}, at HubSpot {correlation})"),
        }
    }
}

impl std::error::Error for Told {}

impl From<Error> for Told {
    /// An error before anything was sent.
    fn from(error: Error) -> Self {
        Self { error, trace: String::new(), correlation: String::new() }
    }
}

impl From<Told> for Error {
    fn from(told: Told) -> Self {
        told.error
    }
}
