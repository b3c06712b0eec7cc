//! Every path that requests are built with, in one table, and until when each of them is served.

use crate::escape::segment;

/// The dated version of HubSpot's API, as a literal to build paths with.
macro_rules! version {
    () => {
        "2026-09"
    };
}

/// The dated version of HubSpot's API that every path is built with, where there is a dated form.
pub const VERSION: &str = version!();

/// When HubSpot ends its support of the numbered versions 1 to 3.
const NUMBERED_END: Option<&str> = Some("2027-09");

/// A path of HubSpot's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// What is there, for people.
    pub name: &'static str,
    /// The path; what stands in braces is filled in.
    pub path: &'static str,
    /// The month in which HubSpot ends its support, where there is no dated form to move to.
    pub ends: Option<&'static str>,
}

impl Endpoint {
    /// The path with its braces filled in, one after the other.
    pub(crate) fn at(&self, parts: &[&str]) -> String {
        let mut out = String::with_capacity(self.path.len() + 32);
        let mut parts = parts.iter();
        let mut rest = self.path;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            out.push_str(&segment(parts.next().copied().unwrap_or_default()));
            rest = after.split_once('}').map_or("", |(_, rest)| rest);
        }
        out + rest
    }
}

/// Every endpoint, in the order of the table.
pub fn all() -> &'static [Endpoint] {
    ALL
}

macro_rules! table {
    ($($id:ident = $name:literal, $ends:expr, $($path:expr),+;)*) => {
        $(
            #[doc = $name]
            pub const $id: Endpoint =
                Endpoint { name: $name, path: concat!($($path),+), ends: $ends };
        )*
        const ALL: &[Endpoint] = &[$($id),*];
    };
}

table! {
    TOKEN = "Tokens: exchange and refresh", None, "/oauth/", version!(), "/token";
    INTROSPECT = "Tokens: what one is good for", None, "/oauth/", version!(), "/token/introspect";
    REVOKE = "Tokens: revoke one", None, "/oauth/", version!(), "/token/revoke";
    PRIVATE_APP = "Tokens: what a private app's is good for", NUMBERED_END,
        "/oauth/v2/private-apps/get/access-token-info";
    UNINSTALL = "Remove the app from the account", None,
        "/appinstalls/", version!(), "/external-install";
    ACCOUNT = "Account details", None, "/account-info/", version!(), "/details";
    CALLS = "Call records", None, "/crm/objects/", version!(), "/calls";
    CALL = "One call record", None, "/crm/objects/", version!(), "/calls/{id}";
    CALL_LINK = "Link a call record to another record", None,
        "/crm/objects/", version!(), "/calls/{id}/associations/default/{type}/{to}";
    CALL_LINKS = "What a call record is linked to", None,
        "/crm/objects/", version!(), "/calls/{id}/associations/{type}";
    CALLS_CREATE = "Make several call records", None,
        "/crm/objects/", version!(), "/calls/batch/create";
    CALLS_UPDATE = "Change several call records", None,
        "/crm/objects/", version!(), "/calls/batch/update";
    CALLS_ASSOCIATE = "Link several call records", None,
        "/crm/associations/", version!(), "/calls/{type}/batch/associate/default";
    CALLS_SEARCH = "Search call records", None, "/crm/objects/", version!(), "/calls/search";
    PARTIES_SEARCH = "Search contacts or companies", None,
        "/crm/objects/", version!(), "/{kind}/search";
    PARTY = "One contact or company", None, "/crm/objects/", version!(), "/{kind}/{id}";
    CONTACTS = "Contacts", None, "/crm/objects/", version!(), "/contacts";
    TICKETS = "Tickets", None, "/crm/objects/", version!(), "/tickets";
    TICKET = "One ticket", None, "/crm/objects/", version!(), "/tickets/{id}";
    TICKETS_SEARCH = "Search tickets", None, "/crm/objects/", version!(), "/tickets/search";
    TICKET_LINK = "Link a ticket to another record", None,
        "/crm/objects/", version!(), "/tickets/{id}/associations/default/{type}/{to}";
    DEALS = "Deals", None, "/crm/objects/", version!(), "/deals";
    TICKET_LINKS = "What a ticket is linked to", None,
        "/crm/objects/", version!(), "/tickets/{id}/associations/{type}";
    PROPERTIES = "Properties of a kind of record", None,
        "/crm/properties/", version!(), "/{kind}";
    DEAL = "One deal", None, "/crm/objects/", version!(), "/deals/{id}";
    DEALS_SEARCH = "Search deals", None, "/crm/objects/", version!(), "/deals/search";
    DEAL_LINK = "Link a deal to another record", None,
        "/crm/objects/", version!(), "/deals/{id}/associations/default/{type}/{to}";
    DEAL_PIPELINES = "Pipelines of deals", None, "/crm/pipelines/", version!(), "/deals";
    TICKET_PIPELINES = "Pipelines of tickets", None, "/crm/pipelines/", version!(), "/tickets";
    DISPOSITIONS = "Call outcomes", NUMBERED_END, "/calling/v1/dispositions";
    OWNERS = "Owners", None, "/crm/owners/", version!();
    OWNER = "One owner", None, "/crm/owners/", version!(), "/{id}";
    USERS = "Users", NUMBERED_END, "/settings/v3/users";
    USER = "One user", NUMBERED_END, "/settings/v3/users/{id}";
    CALLING_SETTINGS = "The app's calling settings", None,
        "/crm/extensions/calling/", version!(), "/{app}/settings";
    CALLING_CONNECTION = "Which calling provider a user has", NUMBERED_END,
        "/crm/extensions/calling/v3/connection-statuses";
}
