//! Reading loosely and writing strictly: the small helpers that every message uses.
//!
//! They are written by hand and free of generics: this code is part of a bundle that is counted
//! in kilobytes.

use crate::id::Id;
use crate::value::Json;

/// The fields of an object, or none where the value is something else.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(Option<&'a Json>);

impl<'a> Fields<'a> {
    pub(crate) fn of(value: Option<&'a Json>) -> Fields<'a> {
        Fields(value)
    }

    pub(crate) fn get(self, key: &str) -> Option<&'a Json> {
        self.0?.get(key)
    }

    /// The object under a key.
    pub(crate) fn object(self, key: &str) -> Option<Fields<'a>> {
        self.get(key).filter(|value| value.as_object().is_some()).map(|object| Fields(Some(object)))
    }

    /// Every key with its value.
    pub(crate) fn entries(self) -> &'a [(String, Json)] {
        self.0.and_then(Json::as_object).unwrap_or_default()
    }

    /// A text; whole numbers count as their digits, an empty text as absent.
    pub(crate) fn text(self, key: &str) -> Option<String> {
        text(self.get(key)?)
    }

    /// An id; 0 counts as one.
    pub(crate) fn id(self, key: &str) -> Option<Id> {
        Id::read(self.get(key)?)
    }

    /// An id of a record; HubSpot's 0 is none.
    pub(crate) fn record(self, key: &str) -> Option<Id> {
        self.id(key).filter(|id| !id.is_zero())
    }

    pub(crate) fn flag(self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Json::Bool(flag) => Some(*flag),
            Json::Text(text) if text == "true" => Some(true),
            Json::Text(text) if text == "false" => Some(false),
            _ => None,
        }
    }

    /// A whole number from 0 up; a fraction is cut off.
    pub(crate) fn number(self, key: &str) -> Option<u64> {
        match self.get(key)? {
            Json::Number(number) => (0.0..9.1e15).contains(number).then_some(*number as u64),
            Json::Text(text) => text.trim_ascii().parse().ok(),
            _ => None,
        }
    }
}

/// A text; whole numbers count as their digits, an empty text as absent.
pub(crate) fn text(value: &Json) -> Option<String> {
    match value {
        Json::Text(text) if !text.is_empty() => Some(text.clone()),
        _ => digits(value),
    }
}

/// The digits of a whole number. A fraction has none: no field of the protocol is one, and what
/// writes fractions would cost the page 2 kB.
pub(crate) fn digits(number: &Json) -> Option<String> {
    number.as_i64().map(|whole| whole.to_string())
}

/// An object being written. Absent values write no key.
#[derive(Default)]
pub(crate) struct Object(pub(crate) Vec<(String, Json)>);

impl Object {
    /// Puts it in the place of what was there before under this key.
    pub(crate) fn put(&mut self, key: &str, value: Json) {
        match self.0.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => *known = value,
            None => self.0.push((key.to_owned(), value)),
        }
    }

    pub(crate) fn text(&mut self, key: &str, text: &str) {
        self.put(key, Json::Text(text.to_owned()));
    }

    pub(crate) fn some_text(&mut self, key: &str, text: &Option<String>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    pub(crate) fn some_id(&mut self, key: &str, id: &Option<Id>) {
        if let Some(id) = id {
            self.put(key, id.to_value());
        }
    }

    pub(crate) fn some_flag(&mut self, key: &str, flag: Option<bool>) {
        if let Some(flag) = flag {
            self.put(key, Json::Bool(flag));
        }
    }

    pub(crate) fn some_number(&mut self, key: &str, number: Option<u64>) {
        if let Some(number) = number {
            self.put(key, Json::Number(number as f64));
        }
    }

    pub(crate) fn some_object(&mut self, key: &str, object: Option<Object>) {
        if let Some(object) = object {
            self.put(key, object.into_value());
        }
    }

    pub(crate) fn into_value(self) -> Json {
        Json::Object(self.0)
    }
}

/// A whole message: `data` only where there is one.
pub(crate) fn envelope(kind: &str, data: Option<Json>, message_id: &str) -> Json {
    let mut message = Object::default();
    message.text("type", kind);
    if let Some(data) = data {
        message.put("data", data);
    }
    message.text("messageId", message_id);
    message.into_value()
}
