//! One page of a list that goes on.

use serde::Deserialize;

use crate::Request;

/// The most that HubSpot gives out in one page.
pub(crate) const PAGE_SIZE: &str = "100";

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Listing<T> {
    /// Those on this page.
    #[serde(default = "Vec::new")]
    pub results: Vec<T>,
    #[serde(default)]
    paging: Option<Paging>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Paging {
    #[serde(default)]
    next: Option<Next>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Next {
    #[serde(default, deserialize_with = "crate::loose::maybe_text")]
    after: Option<String>,
}

impl<T> Listing<T> {
    /// What to ask the next page with; `None` on the last one.
    pub fn next(&self) -> Option<&str> {
        self.paging.as_ref()?.next.as_ref()?.after.as_deref()
    }
}

/// Asks for a page of a list, the first one or the one after a mark.
pub(crate) fn page(path: String, after: Option<&str>, more: &[(&str, &str)]) -> Request {
    let mut pairs = vec![("limit", PAGE_SIZE)];
    pairs.extend(after.map(|after| ("after", after)));
    pairs.extend(more);
    Request::get(path).query(&pairs)
}
