//! A private app's token: what it is good for.

use serde::Deserialize;
use serde_json::json;

use crate::endpoints::PRIVATE_APP;
use crate::{Auth, Request, loose};

/// What HubSpot says about a private app's token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrivateApp {
    /// The account.
    #[serde(deserialize_with = "loose::number")]
    pub hub_id: u64,
    /// The user who made the app.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub user_id: Option<u64>,
    /// The app.
    #[serde(default, deserialize_with = "loose::maybe_number")]
    pub app_id: Option<u64>,
    /// What was granted; none when HubSpot does not say.
    #[serde(default, deserialize_with = "loose::words")]
    pub scopes: Option<Vec<String>>,
}

/// Asks what a private app's token is good for. Answers with a [`PrivateApp`]. The token goes in
/// the body, so that no address holds it.
pub fn introspect(token: &str) -> Request {
    Request::post(PRIVATE_APP.at(&[])).json(json!({ "tokenKey": token })).auth(Auth::None)
}
