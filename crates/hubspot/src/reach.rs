//! Whether a kind of record can be got at: the smallest requests that tell.

use crate::endpoints::{CONTACTS, DEALS, Endpoint, TICKET_PIPELINES, TICKETS};
use crate::{Request, listing};

/// A kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Contacts.
    Contacts,
    /// Tickets: there are none without Service Hub.
    Tickets,
    /// Deals.
    Deals,
}

impl Kind {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Tickets => "tickets",
            Self::Deals => "deals",
        }
    }

    fn endpoint(self) -> Endpoint {
        match self {
            Self::Contacts => CONTACTS,
            Self::Tickets => TICKETS,
            Self::Deals => DEALS,
        }
    }
}

/// Asks for one record of a kind, whichever comes first. Answers with a [`crate::Page`].
pub fn first(kind: Kind) -> Request {
    Request::get(kind.endpoint().at(&[])).query(&[("limit", "1")])
}

/// Asks for the pipelines that tickets go through. Answers with a [`crate::Listing`] of anything.
pub fn ticket_pipelines() -> Request {
    listing::page(TICKET_PIPELINES.at(&[]), None, &[])
}
