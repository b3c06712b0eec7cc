//! Call outcomes, which HubSpot names dispositions.

use serde::Deserialize;

use crate::Request;
use crate::endpoints::DISPOSITIONS;

/// One outcome to choose.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Disposition {
    /// Its id (a GUID).
    pub id: String,
    /// Its label for people.
    #[serde(default)]
    pub label: String,
    /// No longer to be chosen.
    #[serde(default)]
    pub deleted: bool,
}

/// Asks for the account's outcomes. Answers with a `Vec<Disposition>`.
pub fn list() -> Request {
    Request::get(DISPOSITIONS.at(&[]))
}

/// The six outcomes that every account begins with.
pub fn defaults() -> Vec<Disposition> {
    [
        ("9d9162e7-6cf3-4944-bf63-4dff82258764", "Busy"),
        ("f240bbac-87c9-4f6e-bf70-924b57d47db7", "Connected"),
        ("a4c4c377-d246-4b32-a13b-75a56a4cd0ff", "Left live message"),
        ("b2cf5968-551e-4856-9783-52b3da59a7d0", "Left voicemail"),
        ("73a0d17f-1163-4015-bdd5-ec830791da20", "No answer"),
        ("17b47fee-58de-441e-a44c-c6300d46f273", "Wrong number"),
    ]
    .into_iter()
    .map(|(id, label)| Disposition { id: id.to_owned(), label: label.to_owned(), deleted: false })
    .collect()
}
