//! Owners: the people whom records can belong to.

use serde::Deserialize;

use crate::endpoints::{OWNER, OWNERS};
use crate::{Request, listing, loose};

/// A person or queue that records can belong to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Owner {
    /// The owner's id, which a record's `hubspot_owner_id` holds.
    #[serde(deserialize_with = "loose::id")]
    pub id: String,
    /// The e-mail address; empty when HubSpot has none.
    #[serde(default, deserialize_with = "loose::text")]
    pub email: String,
    /// `PERSON` or `QUEUE`; empty when not said.
    #[serde(rename = "type", default, deserialize_with = "loose::text")]
    pub kind: String,
    /// The first name; may be empty.
    #[serde(default, deserialize_with = "loose::text")]
    pub first_name: String,
    /// The last name; may be empty.
    #[serde(default, deserialize_with = "loose::text")]
    pub last_name: String,
    /// The user's id, another number than the owner's; none for queues and people who left.
    #[serde(default, deserialize_with = "loose::maybe_text")]
    pub user_id: Option<String>,
    /// No longer to be chosen.
    #[serde(default, deserialize_with = "loose::flag")]
    pub archived: bool,
}

impl Owner {
    /// The name for people: first and last name, else the e-mail address, else the id.
    pub fn name(&self) -> String {
        let name = format!("{} {}", self.first_name, self.last_name);
        match (name.trim(), self.email.as_str()) {
            ("", "") => self.id.clone(),
            ("", email) => email.to_owned(),
            (name, _) => name.to_owned(),
        }
    }
}

/// Asks for owners, a hundred at a time: all, or those with an e-mail address. Answers with a
/// [`crate::Listing`] of [`Owner`].
pub fn list(email: Option<&str>, after: Option<&str>) -> Request {
    let filter: Vec<_> = email.map(|email| ("email", email)).into_iter().collect();
    listing::page(OWNERS.at(&[]), after, &filter)
}

/// Asks for one owner by the owner's id. Answers with an [`Owner`].
pub fn by_id(id: &str) -> Request {
    Request::get(OWNER.at(&[id]))
}

/// Asks for one owner by the user's id. Answers with an [`Owner`].
pub fn by_user_id(id: &str) -> Request {
    Request::get(OWNER.at(&[id])).query(&[("idProperty", "userId")])
}
