//! The bodies of writes: one object, or a batch of them.

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{ApiError, Kind, link_types::LinkType, values::Values};

/// The most inputs of a batch.
const BATCH: usize = 100;

/// What a request says of one object.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Input {
    /// Which object; absent when it is made.
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    properties: Map<String, Value>,
    #[serde(default)]
    associations: Vec<Association>,
    /// The client's own name for this input.
    #[serde(default)]
    pub object_write_trace_id: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Association {
    to: To,
    types: Vec<Type>,
}

#[derive(Debug, Deserialize)]
struct To {
    id: Value,
}

/// A link's number and where the number comes from.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Type {
    #[serde(default)]
    association_category: Option<String>,
    association_type_id: u32,
}

/// A number, also as text.
pub fn number(value: &Value) -> Option<u64> {
    match value {
        Value::String(text) => text.parse().ok(),
        number => number.as_u64(),
    }
}

impl Type {
    /// The link that it names. There are no links but HubSpot's own.
    pub fn link(&self, from: Kind) -> Result<LinkType, ApiError> {
        let category = self.association_category.as_deref();
        if category.is_some_and(|category| category != "HUBSPOT_DEFINED") {
            return Err(ApiError::invalid("The associationCategory must be HUBSPOT_DEFINED here"));
        }
        let id = self.association_type_id;
        LinkType::numbered(from, id).ok_or_else(|| {
            ApiError::invalid(format!(
                "Association type {id} is not one of objects of type {}",
                from.type_id()
            ))
        })
    }
}

impl Input {
    /// The object's number.
    pub fn id(&self) -> Option<u64> {
        self.id.as_ref().and_then(number)
    }

    /// The properties. Numbers and booleans stand for their text, null for empty text.
    pub fn values(&self) -> Result<Values, ApiError> {
        let text = |(name, value): (&String, &Value)| match value {
            Value::String(text) => Ok((name.clone(), text.clone())),
            Value::Null => Ok((name.clone(), String::new())),
            Value::Number(_) | Value::Bool(_) => Ok((name.clone(), value.to_string())),
            _ => Err(ApiError::invalid(format!(
                "Invalid input JSON: the value of {name} is neither text nor number"
            ))),
        };
        self.properties.iter().map(text).collect()
    }

    /// The links that a new object of this kind is to have.
    pub fn links(&self, kind: Kind) -> Result<Vec<(LinkType, u64)>, ApiError> {
        let mut links = Vec::new();
        for association in &self.associations {
            // What is no number is no object either; that is found out when it is linked.
            let to = number(&association.to.id).unwrap_or(0);
            if association.types.is_empty() {
                return Err(ApiError::invalid("Invalid input JSON: an association needs types"));
            }
            for named in &association.types {
                links.push((named.link(kind)?, to));
            }
        }
        Ok(links)
    }
}

/// Reads a JSON body; 400 for anything else than expected.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body)
        .map_err(|error| ApiError::invalid(format!("Invalid input JSON: {error}")))
}

/// Reads one object. Its properties must be there.
pub fn one(body: &[u8]) -> Result<Input, ApiError> {
    let whole: Value = json(body)?;
    if !whole["properties"].is_object() {
        return Err(ApiError::invalid("Invalid input JSON: properties must be an object"));
    }
    json(body)
}

#[derive(Deserialize)]
struct Batch {
    inputs: Vec<Input>,
}

/// Reads a batch.
pub fn batch(body: &[u8]) -> Result<Vec<Input>, ApiError> {
    let Batch { inputs } = json(body)?;
    within(inputs.len(), BATCH)?;
    Ok(inputs)
}

/// Checks how many inputs a batch has.
pub fn within(count: usize, most: usize) -> Result<(), ApiError> {
    match count {
        0 => Err(ApiError::invalid("inputs must not be empty")),
        count if count > most => Err(ApiError::invalid(format!(
            "{count} inputs are too many: the maximum of a batch is {most}"
        ))),
        _ => Ok(()),
    }
}
