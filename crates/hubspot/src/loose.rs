//! Reading with tolerance: HubSpot sends ids as strings or numbers, and nulls where nothing is.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// A text; a number is written out, anything else is empty.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(word(Value::deserialize(from)?).unwrap_or_default())
}

/// A text or nothing; the empty text is nothing.
pub(crate) fn maybe_text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(word(Value::deserialize(from)?).filter(|text| !text.is_empty()))
}

/// An id, which has to be there.
pub(crate) fn id<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    maybe_text(from)?.ok_or_else(|| serde::de::Error::custom("an id is missing"))
}

/// A whole number, which has to be there.
pub(crate) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    maybe_number(from)?.ok_or_else(|| serde::de::Error::custom("a number is missing"))
}

/// A whole number or nothing.
pub(crate) fn maybe_number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    })
}

/// Yes or no; anything but a yes is a no.
pub(crate) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(maybe_flag(from)?.unwrap_or(false))
}

/// Yes, no, or not said.
pub(crate) fn maybe_flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Bool(flag) => Some(flag),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// Words: a list of them, or one text with spaces between them.
pub(crate) fn words<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    Ok(match Value::deserialize(from)? {
        Value::Array(items) => Some(items.into_iter().filter_map(word).collect()),
        Value::String(text) => Some(text.split_whitespace().map(str::to_owned).collect()),
        _ => None,
    })
}

/// Lists of words by name; what is no list is passed over.
pub(crate) fn lists<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    let Value::Object(all) = Value::deserialize(from)? else { return Ok(BTreeMap::new()) };
    let list = |(name, value)| match value {
        Value::Array(items) => Some((name, items.into_iter().filter_map(word).collect())),
        _ => None,
    };
    Ok(all.into_iter().filter_map(list).collect())
}

fn word(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
