//! `POST …/search`: filters, text, order and pages.

use std::cmp::Ordering;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ApiError, Crm, Kind, Object,
    filter::{self, Filter, Text},
    properties,
    property::Holds,
    writing,
};

/// How far into the results pages reach.
const REACH: usize = 10_000;

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

impl Sort {
    /// The property's name, and whether the largest comes first.
    fn parts(&self) -> (&str, bool) {
        match self {
            Self::Named(name) => (name.trim_start_matches('-'), name.starts_with('-')),
            Self::Whole { property_name, direction } => (
                property_name.as_str(),
                direction.as_deref().is_some_and(|d| d.eq_ignore_ascii_case("DESCENDING")),
            ),
        }
    }
}

impl Search {
    /// Reads the body and checks HubSpot's limits and every name in it.
    pub fn read(kind: Kind, body: &[u8]) -> Result<Self, ApiError> {
        let search: Self = writing::json(body)?;
        let filters: usize = search.filter_groups.iter().map(|group| group.filters.len()).sum();
        let too_many = String::from_utf8_lossy(body).chars().count() > 3000
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
        for filter in search.filter_groups.iter().flat_map(|group| &group.filters) {
            filter.check(kind)?;
        }
        for sort in &search.sorts {
            filter::known(kind, sort.parts().0)?;
        }
        Ok(search)
    }

    /// What the search finds: the objects as the index knows them now.
    pub fn run(&self, crm: &Crm, kind: Kind, now: u64) -> Result<Value, ApiError> {
        let after = match &self.after {
            None => 0,
            Some(after) => after.text().parse::<usize>().map_err(|_| {
                ApiError::invalid("after must be the value that the last page gave")
            })?,
        };
        let limit = self.limit.unwrap_or(10);
        if after.saturating_add(limit) > REACH {
            return Err(ApiError::invalid("A search reaches no further than 10000 results"));
        }
        let mut found = Vec::new();
        for object in crm.with_archived(kind).filter_map(|object| object.in_index(now)) {
            if self.finds(kind, object)? {
                found.push(object);
            }
        }
        self.sort(kind, &mut found);
        let total = found.len();
        let names =
            || kind.usual().iter().copied().chain(self.properties.iter().map(String::as_str));
        let results: Vec<Value> =
            found.iter().skip(after).take(limit).map(|object| object.show(names())).collect();
        let mut page = json!({ "total": total, "results": results });
        let next = after.saturating_add(limit);
        if next < total {
            page["paging"] = json!({ "next": { "after": next.to_string() } });
        }
        Ok(page)
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

    /// Numbers by their size, all else by its text: dates are kept in one width, so that their text
    /// sorts as they do. Without an order, the oldest comes first.
    fn sort(&self, kind: Kind, found: &mut [&Object]) {
        let Some((name, down)) = self.sorts.first().map(Sort::parts) else { return };
        let is_number =
            properties::find(kind, name).is_some_and(|property| property.holds == Holds::Number);
        found.sort_by(|one, two| {
            let (one, two) = (one.get(name), two.get(name));
            let size = |text: &Option<String>| text.as_ref().and_then(|t| t.parse::<f64>().ok());
            match is_number {
                true => size(&one).partial_cmp(&size(&two)).unwrap_or(Ordering::Equal),
                false => one.map(|t| t.to_lowercase()).cmp(&two.map(|t| t.to_lowercase())),
            }
        });
        if down {
            found.reverse();
        }
    }
}

fn has_text(kind: Kind, object: &Object, query: &str) -> bool {
    let texts: Vec<String> = kind.text().iter().filter_map(|name| object.get(name)).collect();
    let text = texts.join(" ").to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| text.contains(word))
}
