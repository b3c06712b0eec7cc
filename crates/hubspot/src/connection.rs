//! Which calling provider a HubSpot user has chosen: why an agent does not see ours.

use serde::Deserialize;

use crate::endpoints::CALLING_CONNECTION;
use crate::{Request, loose};

/// What a user places calls with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// The user.
    #[serde(default, deserialize_with = "loose::maybe_text")]
    pub user_id: Option<String>,
    /// Whether the user has chosen any provider.
    #[serde(default, deserialize_with = "loose::flag")]
    pub connected: bool,
    /// The provider, when there is one.
    #[serde(default)]
    pub provider: Option<Provider>,
}

/// A calling provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Provider {
    /// `HUBSPOT` or `THIRD_PARTY`; empty when not said.
    #[serde(rename = "type", default, deserialize_with = "loose::text")]
    pub kind: String,
    /// The app, when it is one.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub app_id: Option<u64>,
    /// The app's name; may be empty.
    #[serde(default, deserialize_with = "loose::text")]
    pub app_name: String,
}

impl Connection {
    /// Whether the user's calls go through this app.
    pub fn uses(&self, app_id: u64) -> bool {
        let theirs = self.provider.as_ref().and_then(|provider| provider.app_id);
        self.connected && theirs == Some(app_id)
    }
}

/// Asks what a user places calls with. Answers with a [`Connection`].
pub fn of_user(user_id: &str) -> Request {
    Request::get(CALLING_CONNECTION.at(&[])).query(&[("userId", user_id)])
}
