//! `POST …/search`: filters, text, order and pages.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ApiError, Crm, Kind, Object,
    filter::{Filter, Text},
};

/// The body of a search.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Search {
    filter_groups: Vec<Group>,
    query: Option<String>,
    sorts: Vec<Sort>,
    properties: Vec<String>,
    limit: Option<usize>,
    after: Option<Text>,
}

#[derive(Debug, Deserialize)]
struct Group {
    filters: Vec<Filter>,
}

/// HubSpot takes both forms.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Sort {
    Named(String),
    #[serde(rename_all = "camelCase")]
    Whole {
        property_name: String,
        #[serde(default)]
        direction: Option<String>,
    },
}

impl Search {
    /// Reads the body and checks HubSpot's limits.
    pub fn read(body: &[u8]) -> Result<Self, ApiError> {
        let search: Self = serde_json::from_slice(body)
            .map_err(|error| ApiError::invalid(format!("Invalid input JSON: {error}")))?;
        let filters: usize = search.filter_groups.iter().map(|group| group.filters.len()).sum();
        let too_many = body.len() > 3000
            || search.filter_groups.len() > 5
            || search.filter_groups.iter().any(|group| group.filters.len() > 6)
            || filters > 18
            || search.sorts.len() > 1
            || search.limit.is_some_and(|limit| limit > 200);
        if too_many {
            return Err(ApiError::invalid(
                "A search has at most 3000 characters, 5 groups of 6 filters, 18 filters in all, \
                 1 sort and 200 results a page.",
            ));
        }
        Ok(search)
    }

    /// What the search finds now. Objects too fresh for the index are not found.
    pub fn run(&self, crm: &Crm, kind: Kind, now: u64) -> Result<Value, ApiError> {
        let mut found = Vec::new();
        for object in crm.all(kind).filter(|object| object.indexed <= now) {
            if self.finds(kind, object)? {
                found.push(object);
            }
        }
        self.sort(&mut found);
        let after = match &self.after {
            None => 0,
            Some(after) => after.text().parse::<usize>().map_err(|_| {
                ApiError::invalid("after must be the value that the last page gave")
            })?,
        };
        let total = found.len();
        let limit = self.limit.unwrap_or(10);
        let results: Vec<Value> =
            found.iter().skip(after).take(limit).map(|o| o.show(self.names(kind))).collect();
        let mut page = json!({ "total": total, "results": results });
        let next = after.saturating_add(limit);
        if next < total {
            page["paging"] = json!({ "next": { "after": next.to_string() } });
        }
        Ok(page)
    }

    fn names(&self, kind: Kind) -> Vec<&str> {
        let always: &[&str] = match kind {
            Kind::Calls => &["hs_timestamp"],
            Kind::Contacts => &["firstname", "lastname", "email"],
            Kind::Companies => &["name", "domain"],
        };
        always.iter().copied().chain(self.properties.iter().map(String::as_str)).collect()
    }

    fn finds(&self, kind: Kind, object: &Object) -> Result<bool, ApiError> {
        let mut any = self.filter_groups.is_empty();
        for group in &self.filter_groups {
            let mut all = true;
            for filter in &group.filters {
                all &= filter.passes(kind, object)?;
            }
            any |= all;
        }
        Ok(any && self.query.as_deref().is_none_or(|query| has_text(kind, object, query)))
    }

    fn sort(&self, found: &mut [&Object]) {
        let Some(sort) = self.sorts.first() else { return };
        let (name, down) = match sort {
            Sort::Named(name) => (name.trim_start_matches('-'), name.starts_with('-')),
            Sort::Whole { property_name, direction } => (
                property_name.as_str(),
                direction.as_deref().is_some_and(|d| d.eq_ignore_ascii_case("DESCENDING")),
            ),
        };
        // Dates are kept in one width, so that their text sorts as they do.
        found.sort_by_key(|object| object.get(name));
        if down {
            found.reverse();
        }
    }
}

fn has_text(kind: Kind, object: &Object, query: &str) -> bool {
    let names: &[&str] = match kind {
        Kind::Calls => &["hs_call_title", "hs_call_body"],
        Kind::Contacts => &["firstname", "lastname", "email", "phone", "mobilephone", "company"],
        Kind::Companies => &["website", "phone", "name", "domain"],
    };
    let text: String =
        names.iter().filter_map(|n| object.get(n)).collect::<Vec<_>>().join(" ").to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| text.contains(word))
}
