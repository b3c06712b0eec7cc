//! What a refusal is about: HubSpot hides the id and the property in its sentences.

use serde::Deserialize;

use crate::reply::Body;

/// What stands before the id of what is there already.
const EXISTING: &str = "Existing ID:";

/// One value that was not valid, as HubSpot writes it into the sentence.
#[derive(Deserialize)]
struct Value {
    name: String,
}

/// The id of what is there already: `Contact already exists. Existing ID: 37765128953`.
pub(crate) fn existing(message: &str) -> Option<String> {
    let (_, after) = message.split_once(EXISTING)?;
    let id: String = after.trim_start().chars().take_while(char::is_ascii_digit).collect();
    (!id.is_empty() && id.len() <= 20).then_some(id)
}

/// The property that is refused: from the context of the errors, else from the list of values in the
/// sentence (`Property values were not valid: [{"name":"…"}]`).
pub(crate) fn property(body: &Body) -> Option<String> {
    let named = body.errors.iter().find_map(|error| error.context.get("propertyName")?.first());
    let named = named.cloned().or_else(|| {
        let list = body.message.get(body.message.find("[{")?..)?;
        let mut values = serde_json::Deserializer::from_str(list).into_iter::<Vec<Value>>();
        Some(values.next()?.ok()?.into_iter().next()?.name)
    })?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    (!named.is_empty() && named.len() <= 100 && named.bytes().all(plain)).then_some(named)
}
