//! One object of the CRM, what a search's index knows of it, and how the REST side shows it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{Kind, link_types::LinkType, values::Values};
use crate::iso;

/// A contact, company, call, ticket or deal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// What it is.
    pub kind: Kind,
    /// HubSpot's number of it.
    pub id: u64,
    /// Its properties; values are text, as in HubSpot.
    pub properties: Values,
    /// When it was made, milliseconds since 1970.
    pub created: u64,
    /// When it was last changed.
    pub updated: u64,
    /// Whether it is in the recycling bin.
    pub archived: bool,
    /// The objects it is linked to, and the numbers of the links.
    pub linked: BTreeMap<(Kind, u64), BTreeSet<u32>>,
    /// What it was before changes that the index may not know yet, oldest first.
    before: Vec<Before>,
}

/// A state that the index still shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Before {
    /// Until when, milliseconds since 1970.
    until: u64,
    /// The state; `None` before the object was made.
    was: Option<Box<Object>>,
}

impl Object {
    /// A new object, which the index knows after `lag` milliseconds.
    pub fn new(kind: Kind, id: u64, properties: Values, now: u64, lag: u64) -> Self {
        let before = match lag {
            0 => Vec::new(),
            lag => vec![Before { until: now + lag, was: None }],
        };
        let (linked, archived) = (BTreeMap::new(), false);
        Self { kind, id, properties, created: now, updated: now, archived, linked, before }
    }

    /// Notes that it is about to change; the index knows of it after `lag` milliseconds.
    pub fn touch(&mut self, now: u64, lag: u64) {
        self.before.retain(|before| now < before.until);
        if lag > 0 {
            let known = std::mem::take(&mut self.before);
            let was = Some(Box::new(self.clone()));
            self.before = known;
            self.before.push(Before { until: now + lag, was });
        }
        self.updated = now;
    }

    /// What the index knows of it: nothing while it is too new, and its old state after a change.
    pub fn in_index(&self, now: u64) -> Option<&Object> {
        let known = match self.before.iter().find(|before| now < before.until) {
            Some(before) => before.was.as_deref(),
            None => Some(self),
        };
        known.filter(|object| !object.archived)
    }

    /// The objects of one kind that it is linked to.
    pub fn linked_to(&self, kind: Kind) -> impl Iterator<Item = u64> {
        self.linked.keys().filter(move |(other, _)| *other == kind).map(|(_, id)| *id)
    }

    /// A property's value; empty text counts as none, as in HubSpot. The properties that HubSpot
    /// makes itself are there too.
    pub fn get(&self, name: &str) -> Option<String> {
        match name {
            "hs_object_id" => Some(self.id.to_string()),
            "hs_createdate" | "createdate" => Some(iso::write(self.created)),
            "hs_lastmodifieddate" | "lastmodifieddate" => Some(iso::write(self.updated)),
            "hs_body_preview" => self.get("hs_call_body").map(|html| without_markup(&html)),
            _ => self.properties.get(name).filter(|value| !value.is_empty()).cloned(),
        }
    }

    /// The object with the named properties and those HubSpot always adds. A named property
    /// without a value is `null`.
    pub fn show(&self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Value {
        let mut properties = Map::new();
        let made = if self.kind == Kind::Calls { "hs_createdate" } else { "createdate" };
        let changed =
            if self.kind == Kind::Contacts { "lastmodifieddate" } else { "hs_lastmodifieddate" };
        for name in ["hs_object_id", made, changed] {
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
            "archived": self.archived,
        })
    }

    /// The object as the answer to a write shows it: with all its properties.
    pub fn show_written(&self) -> Value {
        self.show(self.properties.keys())
    }

    /// The object with all its properties and associations.
    pub fn show_all(&self) -> Value {
        let mut shown = self.show_written();
        shown["associations"] = self.show_linked(&Kind::ALL);
        shown
    }

    /// What it is linked to of some kinds, in the form of `?associations=`.
    pub fn show_linked(&self, kinds: &[Kind]) -> Value {
        let mut associations = Map::new();
        for ((other, id), types) in self.linked.iter().filter(|((kind, _), _)| kinds.contains(kind))
        {
            let list =
                associations.entry(other.plural()).or_insert_with(|| json!({ "results": [] }));
            let named = types.iter().filter_map(|number| LinkType::numbered(self.kind, *number));
            if let Some(results) = list["results"].as_array_mut() {
                results
                    .extend(named.map(|link| json!({ "id": id.to_string(), "type": link.name() })));
            }
        }
        Value::Object(associations)
    }
}

fn without_markup(html: &str) -> String {
    let mut inside = false;
    html.chars()
        .filter(|c| match c {
            '<' => {
                inside = true;
                false
            }
            '>' => {
                inside = false;
                false
            }
            _ => !inside,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_shows_each_state_when_it_has_caught_up() {
        let mut object = Object::new(Kind::Tickets, 1, Values::new(), 1000, 100);
        assert_eq!(object.in_index(1099), None);
        object.touch(1050, 100);
        object.properties.insert("subject".into(), "new".into());
        let subject = |object: &Object, now| object.in_index(now).map(|known| known.get("subject"));
        assert_eq!(subject(&object, 1099), None);
        assert_eq!(subject(&object, 1100), Some(None));
        assert_eq!(subject(&object, 1150), Some(Some("new".into())));
        object.touch(1200, 100);
        object.archived = true;
        assert_eq!(subject(&object, 1299), Some(Some("new".into())));
        assert_eq!(subject(&object, 1300), None);
    }

    #[test]
    fn markup_is_no_part_of_the_preview() {
        assert_eq!(without_markup("<p>Called <b>back</b></p>"), "Called back");
    }
}
