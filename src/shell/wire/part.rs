//! A part of a message that is being read.

use std::cell::Cell;

use contract::CallId;
use hubspot_calling::Json;

/// A part of a message that is being read. What has to be there and is not only leaves a mark, and the
/// reader goes on with an empty value: leaving at once would bring code into the page, at every field
/// anew, that drops the fields before it.
pub(super) struct Part<'a> {
    pub value: &'a Json,
    pub whole: &'a Cell<bool>,
}

/// What a reader reads, if everything was there that has to be.
#[inline(never)]
pub(super) fn whole<T>(value: &Json, reader: impl FnOnce(&Part) -> T) -> Option<T> {
    let whole = Cell::new(true);
    let read = reader(&Part { value, whole: &whole });
    whole.get().then_some(read)
}

/// The name of an enum's variant, and its content.
#[inline(never)]
pub(super) fn variant(value: &Json) -> (&str, &Json) {
    match value {
        Json::Text(name) => (name, &Json::Null),
        Json::Object(fields) => fields.first().map_or(("", &Json::Null), |(n, v)| (n, v)),
        _ => ("", &Json::Null),
    }
}

/// One of a list of names.
#[inline(never)]
pub(super) fn named<T: Copy>(value: &Json, names: &[(&str, T)]) -> Option<T> {
    let name = value.as_str()?;
    names.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

impl<'a> Part<'a> {
    /// What is under a key; nothing is `null`.
    pub fn at(&self, key: &str) -> &'a Json {
        self.value.get(key).unwrap_or(&Json::Null)
    }

    pub fn part(&self, key: &str) -> Part<'a> {
        Part { value: self.at(key), whole: self.whole }
    }

    /// The same, of whatever kind, but there.
    pub fn must(&self, key: &str) -> Part<'a> {
        if self.value.get(key).is_none() {
            self.lacks();
        }
        self.part(key)
    }

    pub fn variant(&self) -> (&'a str, Part<'a>) {
        let (name, value) = variant(self.value);
        (name, Part { value, whole: self.whole })
    }

    /// Leaves the mark.
    pub fn lacks(&self) {
        self.whole.set(false);
    }

    pub fn is_text(&self) -> String {
        self.value.as_str().map(str::to_owned).unwrap_or_else(|| {
            self.lacks();
            String::new()
        })
    }

    pub fn text(&self, key: &str) -> String {
        self.part(key).is_text()
    }

    /// A text that may be left out.
    pub fn maybe(&self, key: &str) -> Option<String> {
        self.at(key).as_str().map(str::to_owned)
    }

    /// The same, empty where it is left out.
    pub fn some(&self, key: &str) -> String {
        self.maybe(key).unwrap_or_default()
    }

    pub fn id(&self, key: &str) -> CallId {
        CallId(self.text(key))
    }

    pub fn number(&self, key: &str) -> u64 {
        self.at(key).as_u64().unwrap_or_else(|| {
            self.lacks();
            0
        })
    }

    pub fn flag(&self, key: &str) -> bool {
        self.at(key).as_bool().unwrap_or_else(|| {
            self.lacks();
            false
        })
    }

    /// Whether something is so; what is left out is not.
    pub fn is(&self, key: &str) -> bool {
        self.at(key).as_bool() == Some(true)
    }

    /// What may be left out, and is when it cannot be read.
    pub fn one<T>(&self, key: &str, reader: fn(&Part) -> T) -> Option<T> {
        whole(self.at(key), reader)
    }

    /// Each thing of a list that can be read.
    pub fn each<T>(&self, key: &str, reader: fn(&Part) -> T) -> Vec<T> {
        each(self.at(key), reader)
    }
}

/// Each thing of a list that can be read.
#[inline(never)]
pub(super) fn each<T>(value: &Json, reader: impl Fn(&Part) -> T) -> Vec<T> {
    let mut read = Vec::new();
    // Put in one by one: collecting would bring more code into the page, for each type anew.
    for one in value.as_list().unwrap_or_default() {
        if let Some(one) = whole(one, &reader) {
            read.push(one);
        }
    }
    read
}
