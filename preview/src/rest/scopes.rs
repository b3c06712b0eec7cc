//! Which scope a request needs, and which requests need no bearer token at all.

use axum::http::Method;

/// Whether a path wants the app's own credentials in place of an account's token.
pub fn is_open(path: &str) -> bool {
    let calling = path.contains("/extensions/calling/") && path.ends_with("/settings");
    path.starts_with("/oauth/") || calling
}

/// The scope that a request needs. Calls go with contacts, as in HubSpot.
pub fn needed(method: &Method, path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let kind = match parts.as_slice() {
        ["crm", "objects", _, kind, ..] | ["crm", _, "objects", kind, ..] => *kind,
        ["crm", "pipelines", _, "tickets"] | ["crm", _, "pipelines", "tickets"] => {
            return Some("tickets");
        }
        ["crm", "owners", ..] | ["crm", _, "owners", ..] => return Some("crm.objects.owners.read"),
        ["settings", _, "users", ..] => return Some("settings.users.read"),
        ["account-info", ..] | ["appinstalls", ..] => return Some("oauth"),
        _ => return None,
    };
    let reads = method == Method::GET || path.ends_with("/search");
    match kind {
        "tickets" => Some("tickets"),
        "deals" => Some("crm.objects.deals.read"),
        "companies" | "company" | "0-2" if reads => Some("crm.objects.companies.read"),
        "companies" | "company" | "0-2" => Some("crm.objects.companies.write"),
        _ if reads => Some("crm.objects.contacts.read"),
        _ => Some("crm.objects.contacts.write"),
    }
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
