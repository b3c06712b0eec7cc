//! Which scope a request needs, and which requests need no bearer token at all.

use axum::http::Method;

use super::Kind;

/// Whether a path wants the app's own credentials in place of an account's token.
pub fn is_open(path: &str) -> bool {
    let calling = path.contains("/extensions/calling/") && path.ends_with("/settings");
    path.starts_with("/oauth/") || calling
}

/// The scope that a request needs. Calls go with contacts, as in HubSpot.
pub fn needed(method: &Method, path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let reads = method == Method::GET || path.ends_with("/search") || path.ends_with("/read");
    let (kind, reads) = match parts.as_slice() {
        ["crm", "objects" | "associations", _, kind, ..]
        | ["crm", _, "objects" | "associations", kind, ..] => (*kind, reads),
        ["crm", "pipelines" | "properties", _, kind, ..]
        | ["crm", _, "pipelines" | "properties", kind, ..] => (*kind, true),
        ["crm", "owners", ..] | ["crm", _, "owners", ..] => return Some("crm.objects.owners.read"),
        ["settings", _, "users", ..] => return Some("settings.users.read"),
        ["account-info", ..] | ["appinstalls", ..] => return Some("oauth"),
        _ => return None,
    };
    Some(match (Kind::read(kind), reads) {
        (Some(Kind::Tickets), _) => "tickets",
        (Some(Kind::Deals), true) => "crm.objects.deals.read",
        (Some(Kind::Deals), false) => "crm.objects.deals.write",
        (Some(Kind::Companies), true) => "crm.objects.companies.read",
        (Some(Kind::Companies), false) => "crm.objects.companies.write",
        (_, true) => "crm.objects.contacts.read",
        (_, false) => "crm.objects.contacts.write",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_and_writing_need_different_scopes() {
        for (method, path, scope) in [
            (Method::GET, "/crm/objects/2026-09/calls/1", "crm.objects.contacts.read"),
            (Method::POST, "/crm/v3/objects/contacts/search", "crm.objects.contacts.read"),
            (Method::POST, "/crm/objects/2026-09/calls", "crm.objects.contacts.write"),
            (Method::PUT, "/crm/v4/objects/0-48/1/associations", "crm.objects.contacts.write"),
            (Method::GET, "/crm/objects/2026-09/companies", "crm.objects.companies.read"),
            (Method::GET, "/crm/owners/2026-09", "crm.objects.owners.read"),
            (Method::GET, "/settings/v3/users", "settings.users.read"),
            (Method::GET, "/crm/pipelines/2026-09/tickets", "tickets"),
            (Method::GET, "/crm/objects/2026-09/deals", "crm.objects.deals.read"),
            (Method::PATCH, "/crm/objects/2026-09/0-3/7", "crm.objects.deals.write"),
            (Method::POST, "/crm/objects/2026-09/calls/batch/read", "crm.objects.contacts.read"),
            (Method::POST, "/crm/v3/objects/calls/batch/create", "crm.objects.contacts.write"),
            (Method::GET, "/crm/properties/2026-09/companies", "crm.objects.companies.read"),
            (
                Method::POST,
                "/crm/associations/2026-09/tickets/contacts/batch/associate/default",
                "tickets",
            ),
        ] {
            assert_eq!(needed(&method, path), Some(scope), "{method} {path}");
        }
        assert_eq!(needed(&Method::GET, "/calling/v1/dispositions"), None);
    }

    #[test]
    fn only_the_app_s_own_routes_need_no_bearer() {
        assert!(is_open("/oauth/2026-09/token"));
        assert!(is_open("/crm/extensions/calling/2026-09/98765/settings"));
        assert!(!is_open("/crm/extensions/calling/2026-09/inbound-call"));
        assert!(!is_open("/crm/objects/2026-09/calls"));
    }
}
