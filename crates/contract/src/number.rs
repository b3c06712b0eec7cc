//! Numbers: how the backend reads one before it is dialled, and what the agent's line can do.

use serde::{Deserialize, Serialize};

/// `GET /api/number?typed=…[&country=GB]`: how a number will be dialled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NumberReading {
    /// What was asked about, so that a late answer is not taken for another.
    pub typed: String,
    /// What will be dialled: E.164, or an emergency number or an extension (2 to 6 digits) untouched.
    pub dials: String,
    /// The same, written for people.
    pub shown: String,
    /// The country for people ("United Kingdom"); empty when none.
    #[serde(default)]
    pub country: String,
    /// Whether it can be dialled.
    pub valid: bool,
    /// Whether it is an emergency number where the line is.
    pub emergency: bool,
    /// Why it cannot be dialled, or a warning; empty when there is nothing to say.
    #[serde(default)]
    pub note: String,
}

/// The agent's extension on the phone system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The number that callees see, E.164.
    pub number: String,
    /// The same, written for people.
    pub shown: String,
    /// The country in which national numbers are read (ISO 3166 letters).
    pub country: String,
    /// True for the simulated phone system.
    pub simulated: bool,
    /// Emergency calls.
    pub emergency: Emergency,
}

/// What the line does with emergency numbers. Known in the page, so that it is said before dialling
/// and nothing waits for a look-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Emergency {
    /// The numbers, digits only, as dialled.
    pub numbers: Vec<String>,
    /// Whether the line can carry them.
    pub carried: bool,
}
