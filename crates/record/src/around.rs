//! What is around a call: the tenant's settings and link, as far as a record goes by them.

use std::collections::BTreeMap;

use crate::case::CaseRule;

/// What is around a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// The app's id in HubSpot; empty when there is none.
    pub app_id: String,
    /// The tenant's id.
    pub account: String,
    /// The numbers as HubSpot is to have them, calling and called; `None`: as they are.
    pub numbers: Option<(String, String)>,
    /// The other party's number, for people.
    pub number: String,
    /// The agent's name.
    pub agent: String,
    /// The name of the tenant's line, or its number, for people.
    pub line: String,
    /// The day on which the call began, for people.
    pub date: String,
    /// How outcomes are written.
    pub coding: Coding,
    /// What calls are filed under.
    pub case: Option<CaseRule>,
}

/// How a tenant's outcomes are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coding {
    /// The tenant's own codes, each with HubSpot's outcome; without any, what agents choose is
    /// HubSpot's outcome itself.
    pub codes: BTreeMap<String, Option<String>>,
    /// A property that gets the code; empty for none.
    pub property: String,
}

impl Coding {
    /// HubSpot's outcome and the further properties for what an agent chose.
    pub fn of(&self, chosen: Option<&str>) -> (Option<String>, BTreeMap<String, String>) {
        let Some(chosen) = chosen else { return (None, BTreeMap::new()) };
        let outcome = match self.codes.get(chosen) {
            Some(mapped) => mapped.clone(),
            None if self.codes.is_empty() => Some(chosen.to_owned()),
            // A code that is gone by now, or an outcome from before there were codes.
            None => None,
        };
        let mut extra = BTreeMap::new();
        if !self.property.is_empty() {
            extra.insert(self.property.clone(), chosen.to_owned());
        }
        (outcome, extra)
    }
}
