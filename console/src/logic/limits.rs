//! How long a request may take before the page stops waiting for it.

use super::failure::Failure;

/// Milliseconds that are enough for what the backend answers by itself.
pub const SHORT: u64 = 15_000;
/// Milliseconds for what waits for HubSpot or for a mail server.
pub const LONG: u64 = 60_000;

/// What the paths end with where somebody else is asked on the way.
const FAR: [&str; 14] = [
    "/checks",
    "/choices",
    "/choices?fresh",
    "/hubspot",
    "/import",
    "/invitation",
    "/link",
    "/owners",
    "/registration",
    "/returned",
    "/test",
    "/uninstall",
    "/unlink",
    "/use",
];

/// How many milliseconds a request to this path may take.
pub fn limit(path: &str) -> u64 {
    if FAR.iter().any(|end| path.ends_with(end)) { LONG } else { SHORT }
}

/// What may be asked twice without harm, though it is posted.
const HARMLESS: [&str; 5] = ["/session", "/ways", "/begin", "/welcome", "/test"];

/// What an answer means that did not come in time. `reads` is true of what changes nothing.
pub fn late(reads: bool, path: &str) -> Failure {
    if reads || HARMLESS.iter().any(|end| path.ends_with(end)) {
        Failure::Late
    } else {
        Failure::Unsure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_have_changed_something_has_to_be_looked_after() {
        assert_eq!(late(true, "/api/console/me"), Failure::Late);
        assert_eq!(late(false, "/api/console/session"), Failure::Late);
        assert_eq!(late(false, "/api/console/tenants/t1/people"), Failure::Unsure);
    }

    #[test]
    fn what_waits_for_hubspot_or_mail_may_take_longer() {
        for path in ["connections/c1/link", "people/hubspot", "people/p1/invitation", "t1/checks"] {
            assert_eq!(limit(&format!("/api/console/tenants/{path}")), LONG, "{path}");
        }
    }

    #[test]
    fn everything_else_answers_soon_or_not_at_all() {
        for path in ["/api/console/session", "/api/console/me", "/api/sign-in/ways"] {
            assert_eq!(limit(path), SHORT, "{path}");
        }
    }
}
