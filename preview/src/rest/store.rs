//! The CRM's objects in memory.

use std::collections::BTreeMap;

use super::{ApiError, Object, demo, properties};
use crate::iso;

/// The kinds of objects the stand-in knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Call records.
    Calls,
    /// People.
    Contacts,
    /// Companies.
    Companies,
}

impl Kind {
    /// The kind by its name in a path, plural or singular, or by its type id.
    pub fn read(name: &str) -> Option<Self> {
        match name {
            "calls" | "call" | "0-48" => Some(Self::Calls),
            "contacts" | "contact" | "0-1" => Some(Self::Contacts),
            "companies" | "company" | "0-2" => Some(Self::Companies),
            _ => None,
        }
    }

    /// `calls`, `contacts`, `companies`.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Contacts => "contacts",
            Self::Companies => "companies",
        }
    }

    /// `call`, `contact`, `company`.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Calls => "call",
            Self::Contacts => "contact",
            Self::Companies => "company",
        }
    }

    /// HubSpot's type id.
    pub fn type_id(self) -> &'static str {
        match self {
            Self::Calls => "0-48",
            Self::Contacts => "0-1",
            Self::Companies => "0-2",
        }
    }
}

/// The CRM. Its numbers only grow, also over a reset, so that no record is mistaken for another.
#[derive(Debug)]
pub struct Crm {
    objects: BTreeMap<(Kind, u64), Object>,
    next_call: u64,
    /// How long a new object stays out of searches, milliseconds.
    pub index_delay: u64,
}

/// Property names and values as a request gives them.
pub type Written = BTreeMap<String, String>;

impl Crm {
    /// The demo account without any call.
    pub fn demo(now: u64) -> Self {
        let objects = demo::objects(now);
        let objects = objects.into_iter().map(|(kind, o)| ((kind, o.id), o)).collect();
        Self { objects, next_call: 9001, index_delay: 0 }
    }

    /// The second account: one person, so that a mix-up of the two shows.
    pub fn second(now: u64) -> Self {
        let person = ((Kind::Contacts, demo::SECOND), demo::second(now));
        Self { objects: BTreeMap::from([person]), next_call: 19001, index_delay: 0 }
    }

    /// Forgets all calls and every change.
    pub fn reset(&mut self, now: u64) {
        let anew = match self.objects.contains_key(&(Kind::Contacts, demo::SECOND)) {
            true => Self::second(now),
            false => Self::demo(now),
        };
        *self = Self { next_call: self.next_call, ..anew };
    }

    /// One object.
    pub fn get(&self, kind: Kind, id: u64) -> Option<&Object> {
        self.objects.get(&(kind, id))
    }

    /// All objects of a kind, oldest first.
    pub fn all(&self, kind: Kind) -> impl DoubleEndedIterator<Item = &Object> {
        self.objects.range((kind, 0)..=(kind, u64::MAX)).map(|(_, object)| object)
    }

    /// Makes a call record and returns its id. `hs_timestamp` is required.
    pub fn create_call(&mut self, written: &Written, now: u64) -> Result<u64, ApiError> {
        if written.get("hs_timestamp").is_none_or(|value| value.is_empty()) {
            let message = "Some required properties were not set.";
            return Err(ApiError::property("hs_timestamp", "REQUIRED_FIELD", message));
        }
        let mut properties = checked(written)?;
        properties.retain(|_, value| !value.is_empty());
        let id = self.next_call;
        self.next_call += 1;
        let indexed = now + self.index_delay;
        let object = Object {
            id,
            properties,
            created: now,
            updated: now,
            indexed,
            linked: Default::default(),
        };
        self.objects.insert((Kind::Calls, id), object);
        Ok(id)
    }

    /// Changes properties of a call record; empty text clears one. All or nothing.
    pub fn update_call(&mut self, id: u64, written: &Written, now: u64) -> Result<(), ApiError> {
        let properties = checked(written)?;
        let object = self.objects.get_mut(&(Kind::Calls, id)).ok_or_else(ApiError::missing)?;
        object.properties.extend(properties);
        object.properties.retain(|_, value| !value.is_empty());
        object.updated = now;
        Ok(())
    }

    /// Removes a call record.
    pub fn delete_call(&mut self, id: u64) -> Result<(), ApiError> {
        self.objects.remove(&(Kind::Calls, id)).map(|_| ()).ok_or_else(ApiError::missing)
    }

    /// Links two objects that both exist.
    pub fn link(&mut self, one: (Kind, u64), two: (Kind, u64)) -> Result<(), ApiError> {
        if !self.objects.contains_key(&two) {
            return Err(ApiError::missing());
        }
        self.objects.get_mut(&one).ok_or_else(ApiError::missing)?.linked.insert(two);
        Ok(())
    }

    /// Removes a link; without one nothing happens.
    pub fn unlink(&mut self, one: (Kind, u64), two: (Kind, u64)) -> Result<(), ApiError> {
        self.objects.get_mut(&one).ok_or_else(ApiError::missing)?.linked.remove(&two);
        Ok(())
    }

    /// People and companies with this number, compared by its digits with the country code.
    pub fn by_number(&self, number: &str) -> Vec<(Kind, &Object)> {
        let digits = digits(number);
        let has = |object: &&Object| {
            ["phone", "mobilephone"]
                .iter()
                .filter_map(|name| object.get(name))
                .any(|own| !digits.is_empty() && self::digits(&own) == digits)
        };
        [Kind::Contacts, Kind::Companies]
            .into_iter()
            .flat_map(|kind| self.all(kind).filter(has).map(move |object| (kind, object)))
            .collect()
    }

    /// The moment a call record is about, milliseconds since 1970.
    pub fn moment(object: &Object) -> u64 {
        object.get("hs_timestamp").and_then(|text| iso::read(&text)).unwrap_or(object.created)
    }
}

fn checked(written: &Written) -> Result<Written, ApiError> {
    written
        .iter()
        .map(|(name, value)| Ok((name.clone(), properties::call_value(name, value)?)))
        .collect()
}

/// The digits of a number.
pub fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
