//! The scopes that are asked for, what each makes possible, and what is missing without it.

mod chosen;
mod hsmeta;

pub use chosen::{Chosen, Lack, Object};
pub use hsmeta::hsmeta;

use crate::endpoints::{
    ACCOUNT, CALL, CALL_LINK, CALL_LINKS, CALLING_CONNECTION, CALLS, CALLS_ASSOCIATE, CALLS_CREATE,
    CALLS_SEARCH, CALLS_UPDATE, CONTACTS, DEAL, DEAL_LINK, DEAL_PIPELINES, DEALS, DEALS_SEARCH,
    DISPOSITIONS, Endpoint, OWNER, OWNERS, PARTIES_SEARCH, PARTY, PROPERTIES, TICKET, TICKET_LINK,
    TICKET_LINKS, TICKET_PIPELINES, TICKETS, TICKETS_SEARCH, UNINSTALL, USER, USERS,
};

/// Whether an account can be linked without a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It cannot.
    Required,
    /// It can, and something is switched off.
    Optional,
}

/// One scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// HubSpot's name of it.
    pub name: &'static str,
    /// Whether an account can be linked without it.
    pub need: Need,
    /// What it makes possible, each to be read after "makes possible:".
    pub enables: &'static [&'static str],
    /// The endpoints that want it. A scope without one is not asked for.
    pub used_by: &'static [Endpoint],
}

impl Scope {
    /// What does not work without it, and what to do.
    pub fn disables(&self) -> String {
        let what = self.enables.join(", ");
        format!("Without the scope {} these are off: {what}. Link again and grant it.", self.name)
    }
}

/// The only scope that belongs to OAuth itself: a private app's token never lists it.
const OAUTH: &str = "oauth";

const NEEDED: &[Scope] = &[
    Scope {
        name: OAUTH,
        need: Need::Required,
        enables: &["linking the account", "reading its address and time zone"],
        used_by: &[ACCOUNT, UNINSTALL],
    },
    Scope {
        name: "crm.objects.contacts.read",
        need: Need::Required,
        enables: &["finding who calls", "finding a call's record again", "the list of outcomes"],
        used_by: &[
            CONTACTS,
            PARTIES_SEARCH,
            PARTY,
            PROPERTIES,
            CALL,
            CALL_LINKS,
            CALLS_SEARCH,
            DISPOSITIONS,
        ],
    },
    Scope {
        name: "crm.objects.contacts.write",
        need: Need::Required,
        enables: &["writing call records", "linking calls to contacts", "making contacts"],
        used_by: &[CALLS, CALL, CALL_LINK, CALLS_CREATE, CALLS_UPDATE, CALLS_ASSOCIATE, CONTACTS],
    },
    Scope {
        name: "crm.objects.owners.read",
        need: Need::Required,
        enables: &["giving records an owner", "matching agents to people in HubSpot"],
        used_by: &[OWNERS, OWNER, CALLING_CONNECTION],
    },
    Scope {
        name: "crm.objects.companies.read",
        need: Need::Optional,
        enables: &["finding the company that calls", "linking calls to companies"],
        used_by: &[CALLS, CALL_LINK, PARTIES_SEARCH, PARTY, PROPERTIES],
    },
    Scope {
        name: "crm.objects.deals.read",
        need: Need::Optional,
        enables: &["linking calls to deals"],
        used_by: &[CALL_LINK, DEALS, DEAL, DEAL_LINK, DEALS_SEARCH, DEAL_PIPELINES],
    },
    Scope {
        name: "crm.objects.deals.write",
        need: Need::Optional,
        enables: &["making and changing deals"],
        used_by: &[DEALS, DEAL, DEAL_LINK],
    },
    Scope {
        name: "tickets",
        need: Need::Optional,
        enables: &["making and changing tickets", "linking calls to tickets"],
        used_by: &[
            CALL_LINK,
            TICKETS,
            TICKET,
            TICKET_LINK,
            TICKET_LINKS,
            TICKETS_SEARCH,
            TICKET_PIPELINES,
        ],
    },
    Scope {
        name: "settings.users.read",
        need: Need::Optional,
        enables: &["listing people in HubSpot who own no records"],
        used_by: &[USERS, USER],
    },
];

/// Scopes that products like this one are often given and that nothing here uses.
const NOT_NEEDED: &[&str] = &[
    "crm.objects.users.read",
    "crm.objects.users.write",
    "crm.schemas.companies.read",
    "crm.schemas.contacts.read",
    "crm.schemas.contacts.write",
    "crm.schemas.deals.read",
    "crm.schemas.deals.write",
    "files",
];

/// The scopes to ask for.
pub fn needed() -> &'static [Scope] {
    NEEDED
}

/// The scopes that may be left out although similar products ask for them.
pub fn not_needed() -> &'static [&'static str] {
    NOT_NEEDED
}

/// The names of the needed scopes of one kind, as an authorisation asks for them.
pub fn names(need: Need) -> Vec<&'static str> {
    NEEDED.iter().filter(|scope| scope.need == need).map(|scope| scope.name).collect()
}

/// Which of the needed scopes an OAuth link was not granted.
pub fn missing(granted: &[&str]) -> Vec<&'static Scope> {
    NEEDED.iter().filter(|scope| !granted.contains(&scope.name)).collect()
}

/// Which of the needed scopes a private app's token was not given.
pub fn missing_in_private_app(granted: &[&str]) -> Vec<&'static Scope> {
    missing(granted).into_iter().filter(|scope| scope.name != OAUTH).collect()
}
