//! The part of the address after `#`: a page, or an invitation's code.

/// A page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Route {
    /// Who is there.
    #[default]
    People,
    /// Its calls, and what HubSpot has of them.
    Calls,
    /// How callers are found, and what calls are written down as.
    Records,
    /// What carries its calls.
    Phone,
    /// Settings › Developer Settings › CRM.
    Crm,
    /// All tenants; owners only.
    Tenants,
    /// What keeps the tenant from working.
    Checks,
    /// What agents have reported.
    Reports,
    /// One's own passkeys; for everybody.
    SignIn,
}

impl Route {
    /// The page that an address asks for; people where it names none.
    pub fn read(hash: &str) -> Self {
        match hash.trim_start_matches('#').trim_end_matches('/') {
            "/calls" => Self::Calls,
            "/records" => Self::Records,
            "/phone" => Self::Phone,
            "/crm" => Self::Crm,
            "/tenants" => Self::Tenants,
            "/checks" => Self::Checks,
            "/reports" => Self::Reports,
            "/sign-in" => Self::SignIn,
            _ => Self::People,
        }
    }

    /// The address of the page.
    pub fn hash(self) -> &'static str {
        match self {
            Self::People => "#/people",
            Self::Calls => "#/calls",
            Self::Records => "#/records",
            Self::Phone => "#/phone",
            Self::Crm => "#/crm",
            Self::Tenants => "#/tenants",
            Self::Checks => "#/checks",
            Self::Reports => "#/reports",
            Self::SignIn => "#/sign-in",
        }
    }

    /// The page's name.
    pub fn title(self) -> &'static str {
        match self {
            Self::People => "People",
            Self::Calls => "Calls",
            Self::Records => "Records",
            Self::Phone => "Phone system",
            Self::Crm => "CRM",
            Self::Tenants => "Tenants",
            Self::Checks => "Checks",
            Self::Reports => "Reports",
            Self::SignIn => "Your sign-in",
        }
    }
}

impl Route {
    /// Whether the page is about one tenant.
    pub fn of_tenant(self) -> bool {
        !matches!(self, Self::Tenants | Self::SignIn)
    }
}

/// The code of an invitation's link, `#welcome=CODE`.
pub fn welcome(hash: &str) -> Option<String> {
    let code = hash.trim_start_matches('#').strip_prefix("welcome=")?;
    (!code.is_empty()).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_again_by_its_own_address() {
        let all = [Route::People, Route::Calls, Route::Records, Route::Crm, Route::Tenants];
        for route in
            all.into_iter().chain([Route::Phone, Route::Checks, Route::Reports, Route::SignIn])
        {
            assert_eq!(Route::read(route.hash()), route);
        }
        assert_eq!(Route::read("#/crm/"), Route::Crm);
    }

    #[test]
    fn an_unknown_address_leads_to_people() {
        assert_eq!(Route::read(""), Route::People);
        assert_eq!(Route::read("#/nowhere"), Route::People);
    }

    #[test]
    fn only_an_invitation_has_a_code() {
        assert_eq!(welcome("#welcome=abc-1_2"), Some("abc-1_2".to_owned()));
        assert_eq!(welcome("#welcome="), None);
        assert_eq!(welcome("#/people"), None);
    }
}
