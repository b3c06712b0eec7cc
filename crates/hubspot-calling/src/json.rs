//! Reading loosely and writing strictly: the small helpers that every message uses.
//!
//! They are written by hand and free of generics: this code is part of a bundle that is counted
//! in kilobytes.

use serde_json::{Map, Number, Value};

use crate::id::Id;

/// The fields of an object, or none where the value is something else.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a>(Option<&'a Map<String, Value>>);

impl<'a> Fields<'a> {
    pub(crate) fn of(value: Option<&'a Value>) -> Fields<'a> {
        Fields(value.and_then(Value::as_object))
    }

    pub(crate) fn get(self, key: &str) -> Option<&'a Value> {
        self.0?.get(key)
    }

    /// The object under a key.
    pub(crate) fn object(self, key: &str) -> Option<Fields<'a>> {
        self.get(key).and_then(Value::as_object).map(|map| Fields(Some(map)))
    }

    /// Every key with its value.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.0.into_iter().flatten()
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
            Value::Bool(flag) => Some(*flag),
            Value::String(text) if text == "true" => Some(true),
            Value::String(text) if text == "false" => Some(false),
            _ => None,
        }
    }

    /// A whole number from 0 up; a fraction is cut off.
    pub(crate) fn number(self, key: &str) -> Option<u64> {
        match self.get(key)? {
            Value::Number(number) => number.as_u64().or_else(|| {
                let number = number.as_f64()?;
                (0.0..9e15).contains(&number).then_some(number as u64)
            }),
            Value::String(text) => text.trim_ascii().parse().ok(),
            _ => None,
        }
    }
}

/// A text; whole numbers count as their digits, an empty text as absent.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => digits(number),
        _ => None,
    }
}

/// The digits of a whole number. A fraction has none: no field of the protocol is one, and what
/// writes fractions would cost the page 2 kB.
pub(crate) fn digits(number: &Number) -> Option<String> {
    match number.as_u64() {
        Some(whole) => Some(whole.to_string()),
        None => number.as_i64().map(|whole| whole.to_string()),
    }
}

/// An object being written. Absent values write no key.
#[derive(Default)]
pub(crate) struct Object(pub(crate) Map<String, Value>);

impl Object {
    pub(crate) fn put(&mut self, key: &str, value: Value) {
        self.0.insert(key.to_owned(), value);
    }

    pub(crate) fn text(&mut self, key: &str, text: &str) {
        self.put(key, Value::String(text.to_owned()));
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
            self.put(key, Value::Bool(flag));
        }
    }

    pub(crate) fn some_number(&mut self, key: &str, number: Option<u64>) {
        if let Some(number) = number {
            self.put(key, Value::from(number));
        }
    }

    pub(crate) fn some_object(&mut self, key: &str, object: Option<Object>) {
        if let Some(object) = object {
            self.put(key, object.into_value());
        }
    }

    pub(crate) fn into_value(self) -> Value {
        Value::Object(self.0)
    }
}

/// A whole message: `data` only where there is one.
pub(crate) fn envelope(kind: &str, data: Option<Value>, message_id: &str) -> Value {
    let mut message = Object::default();
    message.text("type", kind);
    if let Some(data) = data {
        message.put("data", data);
    }
    message.text("messageId", message_id);
    message.into_value()
}
