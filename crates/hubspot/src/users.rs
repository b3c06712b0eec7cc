//! Users: everyone with access to the account, also those who own no records.

use serde::Deserialize;

use crate::endpoints::{USER, USERS};
use crate::{Request, listing, loose};

/// A person with access to the account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The user's id.
    #[serde(deserialize_with = "loose::id")]
    pub id: String,
    /// The e-mail address; empty when HubSpot has none.
    #[serde(default, deserialize_with = "loose::text")]
    pub email: String,
    /// The first name; may be empty.
    #[serde(default, deserialize_with = "loose::text")]
    pub first_name: String,
    /// The last name; may be empty.
    #[serde(default, deserialize_with = "loose::text")]
    pub last_name: String,
    /// Whether this person may do everything in the account; none when HubSpot does not say.
    #[serde(default, deserialize_with = "loose::maybe_flag")]
    pub super_admin: Option<bool>,
}

/// Asks for users, a hundred at a time. Answers with a [`crate::Listing`] of [`User`].
pub fn list(after: Option<&str>) -> Request {
    listing::page(USERS.at(&[]), after, &[])
}

/// Asks for one user by id. Answers with a [`User`].
pub fn by_id(id: &str) -> Request {
    Request::get(USER.at(&[id]))
}

/// Asks for one user by e-mail address. Answers with a [`User`].
pub fn by_email(email: &str) -> Request {
    Request::get(USER.at(&[email])).query(&[("idProperty", "EMAIL")])
}
