//! What HubSpot answers when something is wrong, and what that means for trying again.

/// Why a request did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// 401.
    #[error(
        "HubSpot does not accept the access token; link the account again or replace the token"
    )]
    Unauthorised,
    /// 401 to a request with the developer API key, or no key to ask with.
    #[error(
        "HubSpot does not accept the developer API key; if it was rotated, copy the new one from \
         the developer account and save it here"
    )]
    DeveloperKey,
    /// 403.
    #[error("HubSpot refuses this for lack of scopes ({scopes}); install the app again with them")]
    Forbidden {
        /// The missing scopes as far as HubSpot names them.
        scopes: String,
    },
    /// 404.
    #[error("HubSpot knows no such object; it was deleted, or belongs to another account")]
    NotFound,
    /// 409.
    #[error("HubSpot says that this conflicts with what it has: {message}")]
    Conflict {
        /// HubSpot's own sentence.
        message: String,
        /// The id of what is there already, where the sentence names it.
        existing: Option<String>,
    },
    /// 400 and other refusals of the content.
    #[error("HubSpot refuses the content of the request: {message}")]
    Invalid {
        /// HubSpot's own sentence.
        message: String,
        /// The property that it is about, where HubSpot names one.
        property: Option<String>,
    },
    /// 429: this account is asked too often.
    #[error("HubSpot asks us to slow down; the next request may go in {wait} ms")]
    RateLimited {
        /// Milliseconds to wait, for every request to this account.
        wait: u64,
    },
    /// 423 or 477: locked or moving.
    #[error("HubSpot has locked the account for the moment; the next try may go in {wait} ms")]
    Locked {
        /// Milliseconds to wait.
        wait: u64,
    },
    /// 5xx: HubSpot has trouble of its own.
    #[error("HubSpot has trouble of its own (status {status}); it will be tried again")]
    Unavailable {
        /// The status.
        status: u16,
    },
    /// No answer at all: the shell reports it.
    #[error("HubSpot did not answer ({why}); it will be tried again")]
    NoAnswer {
        /// Timed out, or what the network said.
        why: String,
        /// True when the request certainly never left (no connection).
        never_sent: bool,
    },
    /// A success that cannot be read.
    #[error("HubSpot's answer has an unexpected shape ({why})")]
    Unreadable {
        /// What was wrong with it.
        why: String,
    },
}

impl Error {
    /// Whether trying the same again later can succeed.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. }
                | Self::Locked { .. }
                | Self::Unavailable { .. }
                | Self::NoAnswer { .. }
        )
    }

    /// Whether a creating request may have had an effect in spite of this.
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::NoAnswer { never_sent, .. } => !never_sent,
            Self::Unavailable { .. } | Self::Unreadable { .. } => true,
            _ => false,
        }
    }

    /// How long every request to this account has to wait, in milliseconds.
    pub fn pause(&self) -> Option<u64> {
        match self {
            Self::RateLimited { wait } | Self::Locked { wait } => Some(*wait),
            _ => None,
        }
    }
}
