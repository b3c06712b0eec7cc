//! One property: what it is called, what it holds, and how the list of properties shows it.

use serde_json::{Value, json};

use super::{Kind, pipelines};

/// What a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// One line of text.
    Text,
    /// An e-mail address.
    Email,
    /// Text that may be long.
    Long,
    /// Text with markup.
    Html,
    /// A telephone number.
    Phone,
    /// An address that begins with `https://`.
    Link,
    /// A number.
    Number,
    /// A moment.
    Moment,
    /// `true` or `false`.
    Flag,
    /// One of these values; beside each its label.
    Choice(&'static [(&'static str, &'static str)]),
    /// The number of an owner.
    Owner,
    /// The id of a call outcome.
    Outcome,
    /// The id of a pipeline of this kind of object.
    Pipeline,
    /// The id of a stage in the object's pipeline.
    Stage,
}

/// Who may write a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Everybody.
    Freely,
    /// HubSpot, when something happens.
    ByHubSpot,
    /// HubSpot, from other properties.
    Calculated,
}

/// A property of one kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Property {
    /// Its name in requests.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Who may write it.
    pub written: Written,
    /// Whether HubSpot shows it to nobody.
    pub hidden: bool,
    /// Whether the account made it itself.
    pub custom: bool,
}

impl Property {
    /// A property that everybody may write.
    pub const fn new(name: &'static str, label: &'static str, holds: Holds) -> Self {
        Self { name, label, holds, written: Written::Freely, hidden: false, custom: false }
    }

    /// The same, written by HubSpot only.
    pub const fn by_hubspot(self) -> Self {
        Self { written: Written::ByHubSpot, ..self }
    }

    /// The same, calculated by HubSpot from others.
    pub const fn calculated(self) -> Self {
        Self { written: Written::Calculated, ..self }
    }

    /// The same, hidden.
    pub const fn hidden(self) -> Self {
        Self { hidden: true, ..self }
    }

    /// The same, made by the account itself.
    pub const fn custom(self) -> Self {
        Self { custom: true, ..self }
    }

    /// HubSpot's `type` and `fieldType`.
    fn types(&self) -> (&'static str, &'static str) {
        if self.written == Written::Calculated {
            return match self.holds {
                Holds::Phone => ("phone_number", "calculation_equation"),
                _ => ("string", "calculation_equation"),
            };
        }
        match self.holds {
            Holds::Text | Holds::Email | Holds::Link => ("string", "text"),
            Holds::Long => ("string", "textarea"),
            Holds::Html => ("string", "html"),
            Holds::Phone => ("string", "phonenumber"),
            Holds::Number => ("number", "number"),
            Holds::Moment => ("datetime", "date"),
            Holds::Flag => ("bool", "booleancheckbox"),
            Holds::Choice(_) | Holds::Owner | Holds::Outcome | Holds::Pipeline | Holds::Stage => {
                ("enumeration", "select")
            }
        }
    }

    /// Whether a search treats its values as text, of which `IN` wants lower case.
    pub fn is_text(&self) -> bool {
        matches!(self.types().0, "string" | "phone_number")
    }

    fn options(&self, kind: Kind) -> Vec<(&'static str, &'static str)> {
        match self.holds {
            Holds::Choice(options) => options.to_vec(),
            Holds::Flag => vec![("true", "Yes"), ("false", "No")],
            Holds::Pipeline => pipelines::of(kind).iter().map(|p| (p.id, p.label)).collect(),
            Holds::Stage => {
                let stages = pipelines::of(kind).iter().flat_map(|pipeline| pipeline.stages);
                stages.map(|stage| (stage.id, stage.label)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A value as people read it.
    pub fn words(&self, kind: Kind, value: String) -> String {
        let label = self.options(kind).into_iter().find(|(own, _)| *own == value);
        label.map_or(value, |(_, label)| label.to_owned())
    }

    /// As the list of properties shows it. Outcomes and owners are options that HubSpot keeps
    /// elsewhere and does not list.
    pub fn show(&self, kind: Kind) -> Value {
        let (of_type, field) = self.types();
        let options: Vec<Value> = self
            .options(kind)
            .iter()
            .enumerate()
            .map(|(place, (value, label))| {
                json!({
                    "label": label, "value": value, "displayOrder": place, "hidden": false,
                    "description": "",
                })
            })
            .collect();
        let own = self.written == Written::Freely;
        json!({
            "name": self.name,
            "label": self.label,
            "description": "",
            "type": of_type,
            "fieldType": field,
            "groupName": format!("{}information", kind.singular()),
            "options": options,
            "calculated": self.written == Written::Calculated,
            "externalOptions": matches!(self.holds, Holds::Owner | Holds::Outcome),
            "hasUniqueValue": false,
            "hidden": self.hidden,
            "formField": false,
            "hubspotDefined": !self.custom,
            "displayOrder": -1,
            "archived": false,
            "modificationMetadata": {
                "archivable": self.custom,
                "readOnlyDefinition": !self.custom,
                "readOnlyOptions": !self.custom,
                "readOnlyValue": !own,
            },
            "createdAt": "2026-01-05T09:00:00.000Z",
            "updatedAt": "2026-01-05T09:00:00.000Z",
        })
    }
}
