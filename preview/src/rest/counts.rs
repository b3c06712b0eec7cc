//! How much the REST side was asked, by kind of endpoint, and what it answered.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Policy;

/// The counts since the start or since they were cleared.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Requests by method and kind of endpoint, such as `PATCH calls/{id}`.
    requests: BTreeMap<String, u64>,
    /// Answers by status; `cut` for connections that were cut.
    statuses: BTreeMap<String, u64>,
    /// Requests that a limit refused, by limit. Faults are not among them.
    refused: BTreeMap<Policy, u64>,
}

impl Counts {
    /// Counts a request and its answer. Status 0 stands for none.
    pub fn note(&mut self, method: &str, path: &str, status: u16) {
        *self.requests.entry(format!("{method} {}", kind_of(path))).or_default() += 1;
        let status = if status == 0 { "cut".to_owned() } else { status.to_string() };
        *self.statuses.entry(status).or_default() += 1;
    }

    /// Counts what a limit refused.
    pub fn refuse(&mut self, policy: Policy) {
        *self.refused.entry(policy).or_default() += 1;
    }
}

/// A path without its version, and with `{id}` in the place of what names one thing.
fn kind_of(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let is_version = |part: &str| {
        let numbered = part.strip_prefix('v').unwrap_or("-");
        let dated = part.len() == 7 && part.as_bytes()[4] == b'-';
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(numbered) || (dated && digits(&part[..4]))
    };
    let parts = path.split('/').filter(|part| {
        !part.is_empty() && !is_version(part) && *part != "crm" && *part != "objects"
    });
    let named = |part: &str| part.contains('@') || part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = parts.map(|part| if named(part) { "{id}" } else { part }).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_by_its_kind() {
        for (path, kind) in [
            ("/crm/objects/2026-09/calls/9001?properties=x", "calls/{id}"),
            ("/crm/v3/objects/contacts/search", "contacts/search"),
            ("/crm/objects/2026-09/calls/batch/create", "calls/batch/create"),
            ("/crm/owners/2026-09/7?idProperty=userId", "owners/{id}"),
            ("/oauth/2026-09/token", "oauth/token"),
            ("/settings/v3/users/a@b.example", "settings/users/{id}"),
        ] {
            assert_eq!(kind_of(path), kind);
        }
    }
}
