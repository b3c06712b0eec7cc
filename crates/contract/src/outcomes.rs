//! The outcomes that an agent chooses from.

use serde::{Deserialize, Serialize};

use crate::Direction;

/// What an agent chooses from at the end of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcomes {
    /// For calls from customers.
    pub inbound: OutcomeList,
    /// For calls to customers.
    pub outbound: OutcomeList,
}

impl Outcomes {
    /// Those for one direction.
    pub fn of(&self, direction: Direction) -> &OutcomeList {
        match direction {
            Direction::Inbound => &self.inbound,
            Direction::Outbound => &self.outbound,
        }
    }
}

/// What an agent chooses from, and what they have to enter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeList {
    /// The list, in the order to show it.
    pub nodes: Vec<Outcome>,
    /// One has to be chosen before saving.
    #[serde(default)]
    pub required: bool,
    /// Notes have to be written before saving.
    #[serde(default)]
    pub notes_required: bool,
}

/// An outcome, or a group of them: at most five levels deep.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// What [`crate::Draft::outcome`] holds when it is chosen.
    pub id: String,
    /// For people.
    pub label: String,
    /// What is inside; a group cannot be chosen itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Outcome>,
}
