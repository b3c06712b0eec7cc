//! One id of HubSpot's, which travels as a number at one place and as a string at another.

use std::fmt;

use crate::json::digits;
use crate::value::Json;

/// The largest whole number that JavaScript can hold without rounding.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// An id of HubSpot's: a portal, an owner, an engagement, a record.
///
/// The protocol writes ids as numbers, live hosts send some of them as strings. An `Id` keeps the
/// text and goes out as a number whenever that loses nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// An id from its text, as it is stored elsewhere.
    pub fn new(text: impl Into<String>) -> Id {
        Id(text.into())
    }

    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text of the id, by value.
    pub fn into_string(self) -> String {
        self.0
    }

    /// What goes on the wire: a number, or a string where a number would change the id.
    pub fn to_value(&self) -> Json {
        match self.0.parse::<u64>() {
            Ok(number) if number <= MAX_SAFE && is_plain(&self.0) => Json::Number(number as f64),
            _ => Json::Text(self.0.clone()),
        }
    }

    /// Reads a whole number or a non-empty string; anything else is no id.
    pub(crate) fn read(value: &Json) -> Option<Id> {
        match value {
            Json::Text(text) => {
                let text = text.trim_ascii();
                (!text.is_empty()).then(|| Id(text.to_owned()))
            }
            _ => digits(value).map(Id),
        }
    }

    /// HubSpot says 0 where it has no record.
    pub(crate) fn is_zero(&self) -> bool {
        self.0 == "0"
    }
}

/// Digits only, and no zero in front: the text that the number would be written as.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with("0"))
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<u64> for Id {
    fn from(number: u64) -> Id {
        Id(number.to_string())
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Id {
        Id(text.to_owned())
    }
}

impl From<String> for Id {
    fn from(text: String) -> Id {
        Id(text)
    }
}
