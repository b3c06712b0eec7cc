//! The kinds of objects the stand-in knows, by all their names.

/// A kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Call records.
    Calls,
    /// People.
    Contacts,
    /// Companies.
    Companies,
    /// Requests for service.
    Tickets,
    /// Sales that may come about.
    Deals,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Calls, Self::Contacts, Self::Companies, Self::Tickets, Self::Deals];

    /// The kind by its name in a path, plural or singular, or by its type id.
    pub fn read(name: &str) -> Option<Self> {
        let names = |kind: &Self| [kind.plural(), kind.singular(), kind.type_id()].contains(&name);
        Self::ALL.into_iter().find(names)
    }

    /// `calls`, `contacts`, ….
    pub fn plural(self) -> &'static str {
        match self {
            Self::Calls => "calls",
            Self::Contacts => "contacts",
            Self::Companies => "companies",
            Self::Tickets => "tickets",
            Self::Deals => "deals",
        }
    }

    /// `call`, `contact`, ….
    pub fn singular(self) -> &'static str {
        match self {
            Self::Calls => "call",
            Self::Contacts => "contact",
            Self::Companies => "company",
            Self::Tickets => "ticket",
            Self::Deals => "deal",
        }
    }

    /// HubSpot's type id.
    pub fn type_id(self) -> &'static str {
        match self {
            Self::Calls => "0-48",
            Self::Contacts => "0-1",
            Self::Companies => "0-2",
            Self::Tickets => "0-5",
            Self::Deals => "0-3",
        }
    }

    /// The properties that HubSpot shows unless others are asked for.
    pub fn usual(self) -> &'static [&'static str] {
        match self {
            Self::Calls => &["hs_timestamp"],
            Self::Contacts => &["firstname", "lastname", "email"],
            Self::Companies => &["name", "domain"],
            Self::Tickets => &["subject", "content", "hs_pipeline", "hs_pipeline_stage"],
            Self::Deals => &["dealname", "amount", "closedate", "pipeline", "dealstage"],
        }
    }

    /// The properties in which a search's `query` looks.
    pub fn text(self) -> &'static [&'static str] {
        match self {
            Self::Calls => &["hs_call_title", "hs_body_preview"],
            Self::Contacts => &[
                "firstname",
                "lastname",
                "email",
                "phone",
                "hs_additional_emails",
                "fax",
                "mobilephone",
                "company",
            ],
            Self::Companies => &["website", "phone", "name", "domain"],
            Self::Tickets => &["subject", "content"],
            Self::Deals => &["dealname", "description"],
        }
    }

    /// The properties that a new object cannot be without.
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Self::Calls => &["hs_timestamp"],
            Self::Tickets => &["subject", "hs_pipeline_stage"],
            Self::Deals => &["dealname", "dealstage"],
            Self::Contacts | Self::Companies => &[],
        }
    }

    /// The properties of which a new object needs at least one.
    pub fn one_of(self) -> &'static [&'static str] {
        match self {
            Self::Contacts => &["email", "firstname", "lastname"],
            Self::Companies => &["name", "domain"],
            _ => &[],
        }
    }
}
