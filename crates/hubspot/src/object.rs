//! A CRM object and a page of search results, as HubSpot sends them.

use serde::Deserialize;
use std::collections::BTreeMap;

use crate::loose;

/// A CRM object. Unknown fields are ignored, and every property may be absent or null.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Object {
    /// HubSpot's id of it.
    #[serde(deserialize_with = "loose::id")]
    pub id: String,
    /// Its properties, as far as they were asked for.
    #[serde(default)]
    pub properties: BTreeMap<String, Option<String>>,
}

impl Object {
    /// A property's value; empty when it is absent or null.
    pub fn property(&self, name: &str) -> &str {
        self.properties.get(name).and_then(|v| v.as_deref()).unwrap_or("")
    }
}

/// One page of a search.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Page {
    /// How many there are in all.
    #[serde(default)]
    pub total: u64,
    /// Those on this page.
    #[serde(default)]
    pub results: Vec<Object>,
}
