//! The properties that records have.

use serde::Deserialize;
use serde_json::Value;

use crate::endpoints::PROPERTIES;
use crate::{Request, loose};

/// A property.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Property {
    /// HubSpot's name of it.
    #[serde(deserialize_with = "loose::id")]
    pub name: String,
    /// Its name for people.
    #[serde(default, deserialize_with = "loose::text")]
    pub label: String,
    /// `string`, `phone_number`, `enumeration`, …
    #[serde(default, rename = "type", deserialize_with = "loose::text")]
    pub kind: String,
    /// Not shown to people.
    #[serde(default, deserialize_with = "loose::flag")]
    pub hidden: bool,
    #[serde(default, deserialize_with = "loose::flag")]
    calculated: bool,
    #[serde(default)]
    modification_metadata: Value,
}

impl Property {
    /// Whether its value can be written.
    pub fn is_writable(&self) -> bool {
        !self.calculated && !self.hidden && self.modification_metadata["readOnlyValue"] != true
    }
}

/// Asks for the properties of a kind of record (`contacts`, `companies`, `calls`). Answers with a
/// [`crate::Listing`] of [`Property`].
pub fn list(kind: &str) -> Request {
    Request::get(PROPERTIES.at(&[kind]))
}
