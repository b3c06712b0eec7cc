//! How checks are put on the page: in groups, with one line that sums them up.

use contract::console::{Check, CheckGroup, CheckState};

/// A group's heading.
pub fn heading(group: CheckGroup) -> &'static str {
    match group {
        CheckGroup::Before => "Before anything else",
        CheckGroup::Link => "The link to HubSpot",
        CheckGroup::Widget => "The widget in HubSpot",
        CheckGroup::TestCall => "After a test call",
        CheckGroup::Moving => "Moving from another calling app",
    }
}

/// How a check stands, as an icon's name and a word.
pub fn word(state: CheckState) -> (&'static str, &'static str) {
    match state {
        CheckState::Good => ("check", "Good"),
        CheckState::Warning => ("alert", "Works partly"),
        CheckState::Bad => ("broken", "Does not work"),
        CheckState::Unknown => ("info", "Not known yet"),
    }
}

/// A state's name in the page's styles.
pub fn class(state: CheckState) -> &'static str {
    match state {
        CheckState::Good => "good",
        CheckState::Warning => "warn",
        CheckState::Bad => "bad",
        CheckState::Unknown => "unknown",
    }
}

/// The checks by group: groups in the order in which they come first, checks in their own.
pub fn groups(checks: &[Check]) -> Vec<(CheckGroup, Vec<Check>)> {
    let mut groups: Vec<(CheckGroup, Vec<Check>)> = Vec::new();
    for check in checks {
        match groups.iter_mut().find(|(group, _)| *group == check.group) {
            Some((_, own)) => own.push(check.clone()),
            None => groups.push((check.group, vec![check.clone()])),
        }
    }
    groups
}

/// One line for all of them.
pub fn summary(checks: &[Check]) -> String {
    let count = |state| checks.iter().filter(|c| c.state == state).count();
    let attention = count(CheckState::Bad) + count(CheckState::Warning);
    let unknown = count(CheckState::Unknown);
    let all = checks.len();
    let mut text = match (all, attention) {
        (0, _) => return "There is nothing to check yet.".to_owned(),
        (1, 0) if unknown == 0 => return "The one check is good.".to_owned(),
        (_, 0) if unknown == 0 => return format!("All {all} checks are good."),
        (_, 0) => format!("Nothing of {all} needs attention."),
        (_, 1) => format!("1 of {all} needs attention."),
        (_, n) => format!("{n} of {all} need attention."),
    };
    if unknown > 0 {
        text.push_str(&format!(" Not known yet: {unknown}."));
    }
    text
}

/// Whether a place is in the console; anything but that and HubSpot's `https` is no place to go. The
/// stand-in for HubSpot has a loopback name.
pub fn inside(href: &str) -> Option<bool> {
    match href {
        _ if href.starts_with("#/") => Some(true),
        _ if href.starts_with("https://") => Some(false),
        _ => href.strip_prefix("http://").filter(|rest| loopback(rest)).map(|_| false),
    }
}

/// Whether an address without its scheme begins with a loopback name.
fn loopback(rest: &str) -> bool {
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    !host.contains('@') && (name == "localhost" || name.ends_with(".localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(group: CheckGroup, state: CheckState) -> Check {
        Check {
            id: "x".into(),
            title: "X".into(),
            group,
            state,
            found: "Found.".into(),
            remedy: String::new(),
            place: None,
        }
    }

    fn states(states: &[CheckState]) -> Vec<Check> {
        states.iter().map(|s| check(CheckGroup::Link, *s)).collect()
    }

    #[test]
    fn the_summary_counts_what_needs_attention() {
        use CheckState::{Bad, Good, Unknown, Warning};
        assert_eq!(summary(&states(&[Good, Bad, Warning])), "2 of 3 need attention.");
        assert_eq!(summary(&states(&[Good, Warning])), "1 of 2 needs attention.");
        assert_eq!(summary(&states(&[Good, Good])), "All 2 checks are good.");
        assert_eq!(
            summary(&states(&[Bad, Good, Unknown])),
            "1 of 3 needs attention. Not known yet: 1."
        );
        assert_eq!(
            summary(&states(&[Good, Unknown])),
            "Nothing of 2 needs attention. Not known yet: 1."
        );
        assert_eq!(summary(&[]), "There is nothing to check yet.");
    }

    #[test]
    fn groups_and_checks_keep_the_order_of_the_service() {
        let good = CheckState::Good;
        let checks = [CheckGroup::Link, CheckGroup::Before, CheckGroup::Link];
        let checks: Vec<_> = checks.into_iter().map(|g| check(g, good)).collect();
        let groups = groups(&checks);
        let shape: Vec<_> = groups.iter().map(|(g, own)| (*g, own.len())).collect();
        assert_eq!(shape, [(CheckGroup::Link, 2), (CheckGroup::Before, 1)]);
    }

    #[test]
    fn only_the_console_and_https_are_places_to_go() {
        assert_eq!(inside("#/crm"), Some(true));
        assert_eq!(inside("https://app.hubspot.com/x"), Some(false));
        assert_eq!(inside("javascript:alert(1)"), None);
        assert_eq!(inside("http://hubspot.localhost:4180/contacts/1"), Some(false));
        for href in [
            "http://localhost.example.com/",
            "http://example.com/.localhost",
            "http://x.localhost@example.com",
        ] {
            assert_eq!(inside(href), None, "{href}");
        }
    }
}
