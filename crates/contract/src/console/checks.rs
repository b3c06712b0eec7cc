//! What keeps a tenant from working, asked live.

use serde::{Deserialize, Serialize};

use crate::Ms;

/// The answer of `GET /api/console/tenants/{tenant}/checks`: each check as it stands at this moment,
/// found by asking and not by remembering, in the order in which troubles should be looked into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checks {
    /// When it was asked.
    pub at: Ms,
    /// What was found.
    pub checks: Vec<Check>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// A short name that stays, as in `linked`.
    pub id: String,
    /// What is checked, for people.
    pub title: String,
    /// The part of the page that it stands in.
    pub group: CheckGroup,
    /// How it stands.
    pub state: CheckState,
    /// What was found, in a sentence.
    pub found: String,
    /// What to do about it; empty when there is nothing to do.
    #[serde(default)]
    pub remedy: String,
    /// Where to do it.
    #[serde(default)]
    pub place: Option<Place>,
}

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CheckGroup {
    /// What must be there before anything else.
    Before,
    /// The link to HubSpot.
    Link,
    /// The widget in HubSpot.
    Widget,
    /// What a call leaves behind: after a test call.
    TestCall,
    /// Leaving another calling app.
    Moving,
}

/// How a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CheckState {
    /// As it should be.
    Good,
    /// Works, less something.
    Warning,
    /// Does not work.
    Bad,
    /// Cannot be told, because of something else or because HubSpot does not say.
    Unknown,
}

/// Where something is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Its name.
    pub label: String,
    /// Its address: in the console (`#/crm`) or at HubSpot's (`https://…`).
    pub href: String,
}
