//! The way back from HubSpot: what the query of our redirect address says.
//!
//! Anybody can call that address with anything, so the query is read strictly: each parameter at
//! most once, bounded in length, without control characters, and a code or an error but not both.

use std::fmt;

use crate::escape::decode;

/// The longest query that is read, in bytes.
const LONGEST: usize = 8 * 1024;

/// The parameters that mean something, and the most bytes each may have.
const KNOWN: [(&str, usize); 4] =
    [("code", 2_048), ("state", 512), ("error", 64), ("error_description", 1_024)];

/// What HubSpot says on the way back. Compare the state with that of an open attempt before
/// anything else; printing one shows neither code nor state.
#[derive(Clone, PartialEq, Eq)]
pub enum Return {
    /// The person consented.
    Granted {
        /// The code for [`super::exchange`].
        code: String,
        /// Our mark of the attempt.
        state: String,
    },
    /// The person declined, or HubSpot refused.
    Refused {
        /// RFC 6749's name of the reason, such as `access_denied`.
        error: String,
        /// HubSpot's own sentence; may be empty.
        description: String,
        /// Our mark of the attempt, if HubSpot brought it back.
        state: Option<String>,
    },
}

impl fmt::Debug for Return {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Granted { .. } => f.write_str("Granted(..)"),
            Self::Refused { error, .. } => write!(f, "Refused({error:?})"),
        }
    }
}

/// Why the query of a redirect cannot be used. None of these comes from HubSpot's ordinary page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReturnError {
    /// The whole or one parameter is too long.
    #[error("the address that HubSpot sent you back to is too long; begin linking again")]
    TooLong,
    /// A parameter twice.
    #[error("the address that HubSpot sent you back to has {name} twice; begin linking again")]
    Duplicate {
        /// The parameter.
        name: &'static str,
    },
    /// Broken escapes, no UTF-8, or control characters.
    #[error("the address that HubSpot sent you back to is damaged; begin linking again")]
    Damaged,
    /// Neither a code nor an error, or a code without a state.
    #[error("the address that HubSpot sent you back to has no {name}; begin linking again")]
    Missing {
        /// The parameter.
        name: &'static str,
    },
    /// A code and an error.
    #[error(
        "the address that HubSpot sent you back to says yes and no at once; begin linking again"
    )]
    Both,
}

impl Return {
    /// Reads the query, with or without its question mark. Unknown parameters are ignored.
    pub fn parse(query: &str) -> Result<Self, ReturnError> {
        let query = query.strip_prefix('?').unwrap_or(query);
        if query.len() > LONGEST {
            return Err(ReturnError::TooLong);
        }
        let mut found: [Option<String>; KNOWN.len()] = Default::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = decode(name).ok_or(ReturnError::Damaged)?;
            let Some(at) = KNOWN.iter().position(|(known, _)| *known == name) else { continue };
            if found[at].is_some() {
                return Err(ReturnError::Duplicate { name: KNOWN[at].0 });
            }
            found[at] = Some(bounded(value, KNOWN[at].1)?);
        }
        let [code, state, error, description] = found.map(|v| v.filter(|v| !v.is_empty()));
        match (code, error) {
            (Some(_), Some(_)) => Err(ReturnError::Both),
            (None, None) => Err(ReturnError::Missing { name: "code" }),
            (Some(code), None) => {
                let state = state.ok_or(ReturnError::Missing { name: "state" })?;
                Ok(Self::Granted { code, state })
            }
            (None, Some(error)) => {
                Ok(Self::Refused { error, description: description.unwrap_or_default(), state })
            }
        }
    }

    /// Our mark of the attempt, if it came back.
    pub fn state(&self) -> Option<&str> {
        match self {
            Self::Granted { state, .. } => Some(state),
            Self::Refused { state, .. } => state.as_deref(),
        }
    }
}

fn bounded(value: &str, most: usize) -> Result<String, ReturnError> {
    let value = decode(value).ok_or(ReturnError::Damaged)?;
    if value.len() > most {
        return Err(ReturnError::TooLong);
    }
    if value.chars().any(char::is_control) {
        return Err(ReturnError::Damaged);
    }
    Ok(value)
}
