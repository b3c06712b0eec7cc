//! What agents of a tenant have reported.

use serde::{Deserialize, Serialize};

use crate::Ms;

/// The answer of `GET /api/console/tenants/{tenant}/reports`: newest first, at most 100. They are kept
/// for 30 days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportList {
    /// The rows.
    pub rows: Vec<ReportRow>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportRow {
    /// Its id.
    pub id: String,
    /// When it was sent.
    pub at: Ms,
    /// Who sent it.
    pub agent: String,
    /// What they wrote; may be empty.
    pub said: String,
}

/// The answer of `GET …/reports/{report}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportWhole {
    /// As in the list.
    pub row: ReportRow,
    /// All of it, as plain text to be handed on. Nobody's number or notes are in it.
    pub text: String,
}
