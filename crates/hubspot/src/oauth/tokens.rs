//! What the token endpoints answer when all is well.

use serde::Deserialize;
use std::fmt;

use crate::loose;

/// Tokens of an account. Printing them shows whom they are for, not what they are.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Tokens {
    /// The access token; several kilobytes are possible.
    #[serde(rename = "access_token", deserialize_with = "loose::text")]
    pub access: String,
    /// The refresh token: the returned one replaces the one before, whether it changed or not.
    #[serde(rename = "refresh_token", default, deserialize_with = "loose::text")]
    pub refresh: String,
    /// How many seconds the access token is good for.
    #[serde(deserialize_with = "loose::number")]
    pub expires_in: u64,
    /// The account; none when HubSpot does not say, then [`super::introspect`] does.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub hub_id: Option<u64>,
    /// What was granted; none when HubSpot does not say.
    #[serde(default, deserialize_with = "loose::words")]
    pub scopes: Option<Vec<String>>,
    /// Who consented; none when HubSpot does not say.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub user_id: Option<u64>,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("hub_id", &self.hub_id)
            .field("user_id", &self.user_id)
            .field("expires_in", &self.expires_in)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// What a token is good for. HubSpot repeats the token in this reply; it is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Introspection {
    /// Whether it is good for anything; when not, nothing else is said.
    pub active: bool,
    /// The account.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub hub_id: Option<u64>,
    /// Who consented.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub user_id: Option<u64>,
    /// That person's e-mail address.
    #[serde(default, deserialize_with = "loose::maybe_text")]
    pub user: Option<String>,
    /// The app.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub app_id: Option<u64>,
    /// The app's client id.
    #[serde(default, deserialize_with = "loose::maybe_text")]
    pub client_id: Option<String>,
    /// The customer's web site; not where HubSpot's pages are, see [`crate::account`].
    #[serde(default, deserialize_with = "loose::maybe_text")]
    pub hub_domain: Option<String>,
    /// What was granted.
    #[serde(default, deserialize_with = "loose::words")]
    pub scopes: Option<Vec<String>>,
    /// How many seconds are left, of an access token.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub expires_in: Option<u64>,
}
