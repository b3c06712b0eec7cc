//! A report of an agent's that something was wrong: `POST /api/report`.

use serde::{Deserialize, Serialize};

/// The longest text of an agent's, in characters. What is beyond is cut.
pub const SAID_MOST: usize = 2_000;

/// What a page knows of itself: at most so many facts.
pub const FACTS_MOST: usize = 20;

/// What an agent reports. The service adds their last calls, without what identifies anybody else.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The id of the surface.
    #[serde(default)]
    pub surface: String,
    /// What went wrong, in the agent's words; may be empty. At most [`SAID_MOST`] characters.
    #[serde(default)]
    pub said: String,
    /// What the page knows of itself, a name and a value each: browser, microphone, whether sound is
    /// locked. At most [`FACTS_MOST`], of 40 and 200 characters.
    #[serde(default)]
    pub facts: Vec<(String, String)>,
}

/// The answer: it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reported {
    /// The report's id, for whoever is told of it.
    pub id: String,
}
