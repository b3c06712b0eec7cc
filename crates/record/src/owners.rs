//! Who a record belongs to in HubSpot.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// HubSpot's property that holds a record's owner.
const OWNER: &str = "hubspot_owner_id";

/// HubSpot's numbers of whom a record can belong to: the agent (of a call to several: who took it),
/// else who was chosen for records of nobody. Without any of them it belongs to nobody, never to somebody at random.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owners {
    /// The agent's own, when known. The facts' own comes first.
    pub agent: Option<String>,
    /// Who gets what is created, if chosen.
    pub creates: Option<String>,
    /// Who gets what is changed and has no owner, if chosen.
    pub updates: Option<String>,
}

/// What a record knows of its owner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Ownership {
    owners: Owners,
    /// HubSpot does not take this owner: the record is written without.
    refused: bool,
    /// Whether a record that is not ours has an owner, once that was read.
    has_one: Option<bool>,
}

/// What an update needs to know or to add.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Whether the record has an owner has to be read first.
    Ask,
    /// It can go.
    Go,
}

impl Ownership {
    /// Takes who is known now. An agent once known stays known.
    pub(crate) fn learn(&mut self, mut owners: Owners) {
        owners.agent = owners.agent.or_else(|| self.owners.agent.clone());
        if owners != self.owners {
            self.refused = false;
        }
        self.owners = owners;
    }

    /// The agent's own number, into the properties that a record is to have.
    pub(crate) fn put_own(&self, wanted: &mut BTreeMap<String, String>) {
        if let Some(agent) = &self.owners.agent {
            wanted.entry(OWNER.to_owned()).or_insert_with(|| agent.clone());
        }
        if self.refused {
            wanted.remove(OWNER);
        }
    }

    /// The owner of a record that is made.
    pub(crate) fn put_first(&self, wanted: &mut BTreeMap<String, String>) {
        if let Some(owner) = self.owners.creates.as_ref().filter(|_| !self.refused) {
            wanted.entry(OWNER.to_owned()).or_insert_with(|| owner.clone());
        }
    }

    /// The owner of a record that is changed, where it has none. `written`: what the record is known
    /// to have; `ours`: whether that is all it has.
    pub(crate) fn put_later(
        &self,
        changes: &mut BTreeMap<String, String>,
        wanted: &BTreeMap<String, String>,
        written: &BTreeMap<String, String>,
        ours: bool,
    ) -> Change {
        let settled = self.refused || wanted.contains_key(OWNER) || written.contains_key(OWNER);
        let Some(owner) = self.owners.updates.as_ref().filter(|_| !settled) else {
            return Change::Go;
        };
        match (ours, self.has_one) {
            (true, _) | (false, Some(false)) => {
                changes.insert(OWNER.to_owned(), owner.clone());
                Change::Go
            }
            (false, Some(true)) => Change::Go,
            (false, None) => Change::Ask,
        }
    }

    /// Whether the record has an owner; `None`: it is another record, of which that is not known.
    pub(crate) fn read(&mut self, has_one: Option<bool>) {
        self.has_one = has_one;
    }

    /// The owner of what is made.
    pub(crate) fn first(&self) -> Option<&str> {
        let owner = self.owners.agent.as_ref().or(self.owners.creates.as_ref());
        owner.filter(|_| !self.refused).map(String::as_str)
    }

    /// The agent's own number.
    pub(crate) fn agent(&self) -> Option<&str> {
        self.owners.agent.as_deref()
    }

    /// HubSpot refused what was sent. `true` when an owner may be why: then it is sent once more
    /// without. No call is lost because somebody has left.
    pub(crate) fn blamed(&mut self) -> bool {
        let known = &self.owners;
        let named = known.agent.is_some() || known.creates.is_some() || known.updates.is_some();
        let first = named && !self.refused;
        self.refused |= first;
        first
    }
}
