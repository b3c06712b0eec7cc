//! One object of the CRM and how the REST side shows it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::Kind;
use crate::iso;

/// A contact, company or call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// HubSpot's number of it.
    pub id: u64,
    /// Its properties; values are text, as in HubSpot.
    pub properties: BTreeMap<String, String>,
    /// When it was made, milliseconds since 1970.
    pub created: u64,
    /// When it was last changed.
    pub updated: u64,
    /// Before this moment a search does not find it.
    pub indexed: u64,
    /// The objects it is linked to.
    pub linked: BTreeSet<(Kind, u64)>,
}

impl Object {
    /// A property's value; empty text counts as none, as in HubSpot. The properties that HubSpot
    /// makes itself are there too.
    pub fn get(&self, name: &str) -> Option<String> {
        match name {
            "hs_object_id" => Some(self.id.to_string()),
            "hs_createdate" | "createdate" => Some(iso::write(self.created)),
            "hs_lastmodifieddate" | "lastmodifieddate" => Some(iso::write(self.updated)),
            _ => self.properties.get(name).filter(|value| !value.is_empty()).cloned(),
        }
    }

    /// The object with the named properties and those HubSpot always adds. A named property
    /// without a value is `null`.
    pub fn show(&self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Value {
        let mut properties = Map::new();
        for name in ["hs_object_id", "hs_createdate", "hs_lastmodifieddate"] {
            properties.insert(name.into(), Value::from(self.get(name)));
        }
        for name in names {
            let name = name.as_ref();
            properties.insert(name.into(), Value::from(self.get(name)));
        }
        json!({
            "id": self.id.to_string(),
            "properties": properties,
            "createdAt": iso::write(self.created),
            "updatedAt": iso::write(self.updated),
            "archived": false,
        })
    }

    /// The object with all its properties and associations.
    pub fn show_all(&self, kind: Kind) -> Value {
        let mut shown = self.show(self.properties.keys());
        let mut associations = Map::new();
        for (other, id) in &self.linked {
            let list =
                associations.entry(other.plural()).or_insert_with(|| json!({ "results": [] }));
            let link = json!({
                "id": id.to_string(),
                "type": format!("{}_to_{}", kind.singular(), other.singular()),
            });
            if let Some(results) = list["results"].as_array_mut() {
                results.push(link);
            }
        }
        shown["associations"] = Value::Object(associations);
        shown
    }
}
