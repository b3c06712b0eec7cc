//! What HubSpot answers when a token request fails, and what an administrator does about it.
//!
//! Trouble of HubSpot's own is told by the HTTP status. Otherwise RFC 6749's `error` decides, and
//! HubSpot's `status` only where that leaves more than one class open or says nothing: the values
//! of `status` are not documented. Words are the last resort.

use std::fmt;

use crate::{Error, Reply, Request};

/// What of the app's configuration HubSpot refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The client id.
    ClientId,
    /// The client secret.
    ClientSecret,
    /// The redirect address.
    RedirectUri,
    /// The scopes.
    Scopes,
    /// HubSpot does not say.
    Other,
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ClientId => "the client id",
            Self::ClientSecret => "the client secret",
            Self::RedirectUri => "the redirect address",
            Self::Scopes => "the scopes",
            Self::Other => "the configuration",
        })
    }
}

/// Why there is no token. What HubSpot said is kept without the secrets of the request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The link has ended: nothing works until it is made again.
    #[error("HubSpot has ended the link to this account ({said})")]
    Revoked {
        /// HubSpot's own words.
        said: String,
    },
    /// The app is set up otherwise here than in HubSpot: no account can be linked.
    #[error("HubSpot refuses {which} of the app ({said})")]
    Misconfigured {
        /// What is wrong.
        which: Which,
        /// HubSpot's own words.
        said: String,
    },
    /// It passes: try again later.
    #[error("{error}")]
    Passing {
        /// What it is, and how long to wait.
        error: Error,
    },
    /// The code of this attempt, or its verifier, is wrong, used or too old.
    #[error("HubSpot does not accept the code of this attempt any more ({said})")]
    Code {
        /// HubSpot's own words.
        said: String,
    },
    /// A success that cannot be read.
    #[error("HubSpot's reply about tokens has an unexpected shape ({why})")]
    Unreadable {
        /// What was wrong with it.
        why: String,
    },
}

impl TokenError {
    /// What an administrator does about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Revoked { .. } => {
                "Link the account again; the app was removed from it, or its access was withdrawn."
            }
            Self::Misconfigured { which, .. } => match which {
                Which::ClientId => "Copy the client id from the app's page in HubSpot once more.",
                Which::ClientSecret => {
                    "Copy the client secret from the app's page in HubSpot once more."
                }
                Which::RedirectUri => {
                    "Register the redirect address in the app's settings in HubSpot, exactly as it \
                     is shown here."
                }
                Which::Scopes => {
                    "Give the app in HubSpot the scopes that are listed here, then link again."
                }
                Which::Other => {
                    "Compare client id, client secret and redirect address with the app's page in \
                     HubSpot."
                }
            },
            Self::Passing { .. } => "Nothing to do: it will be tried again.",
            Self::Code { .. } => "Begin linking again and finish it within a minute.",
            Self::Unreadable { .. } => {
                "Try once more; if it stays, report it with the time at which it happened."
            }
        }
    }
}

/// An error before there was a reply about tokens, such as a lost connection.
impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        match error {
            error if error.is_passing() => Self::Passing { error },
            Error::Unreadable { why } => Self::Unreadable { why },
            error => Self::Misconfigured { which: Which::Other, said: error.to_string() },
        }
    }
}

/// Says what a reply that is no success means.
pub(super) fn check(request: &Request, reply: &Reply<'_>) -> Result<(), TokenError> {
    match reply.check(request) {
        Ok(()) => return Ok(()),
        // What a proxy or a server in trouble says in the body ends no link.
        Err(error) if error.is_passing() => return Err(TokenError::Passing { error }),
        Err(_) => {}
    }
    let word = |name| reply.word(name).unwrap_or_default();
    let (error, status) = (word("error"), word("status").to_ascii_uppercase());
    let words = [word("error_description"), word("message"), status.clone(), error.clone()]
        .into_iter()
        .find(|text| !text.trim().is_empty())
        .unwrap_or_else(|| format!("status {} without a reason", reply.status));
    let (said, which) = (request.shown(&words), which(&status, &words));
    let misconfigured = |which| TokenError::Misconfigured { which, said: said.clone() };
    Err(match error.as_str() {
        "invalid_grant" => match (status.as_str(), which) {
            (_, Which::RedirectUri) => misconfigured(Which::RedirectUri),
            ("BAD_REFRESH_TOKEN" | "BAD_HUB", _) => TokenError::Revoked { said },
            (status, _) if is_code(status) => TokenError::Code { said },
            // The same word for both grants: what was asked with decides.
            _ if request.field("code").is_some() => TokenError::Code { said },
            _ => TokenError::Revoked { said },
        },
        "access_denied" => TokenError::Revoked { said },
        "invalid_scope" => misconfigured(Which::Scopes),
        "invalid_client" | "unauthorized_client" | "unsupported_grant_type" => misconfigured(which),
        "server_error" | "temporarily_unavailable" => {
            TokenError::Passing { error: Error::Unavailable { status: reply.status } }
        }
        _ => match status.as_str() {
            "BAD_REFRESH_TOKEN" | "BAD_HUB" => TokenError::Revoked { said },
            status if is_code(status) => TokenError::Code { said },
            _ => misconfigured(which),
        },
    })
}

/// Whether a `status` speaks of the code or its verifier: `BAD_AUTH_CODE`, `EXPIRED_AUTH_CODE`.
fn is_code(status: &str) -> bool {
    status.ends_with("AUTH_CODE") || status == "BAD_CODE_VERIFIER"
}

/// What is refused, by HubSpot's `status`, else by its words.
fn which(status: &str, words: &str) -> Which {
    match status {
        "BAD_CLIENT_ID" => return Which::ClientId,
        "BAD_CLIENT_SECRET" => return Which::ClientSecret,
        "BAD_REDIRECT_URI" => return Which::RedirectUri,
        "BAD_SCOPES" => return Which::Scopes,
        _ => {}
    }
    let words = words.to_lowercase();
    let names = |forms: [&str; 2]| forms.iter().any(|form| words.contains(form));
    match () {
        () if names(["client secret", "client_secret"]) => Which::ClientSecret,
        () if names(["client id", "client_id"]) => Which::ClientId,
        () if names(["redirect uri", "redirect_uri"]) => Which::RedirectUri,
        () => Which::Other,
    }
}
