//! What HubSpot has of the widget beside what is wanted.

use contract::console::{Registration, RegistrationRow};

/// What is shown where HubSpot has nothing.
pub const NOTHING: &str = "Nothing";

/// Whether HubSpot has something else than is wanted. An empty text and nothing are the same.
pub fn differs(row: &RegistrationRow) -> bool {
    row.now.as_deref().unwrap_or_default() != row.wanted
}

/// Whether HubSpot has something of it already, so that it is changed and not made.
pub fn is_there(registration: &Registration) -> bool {
    registration.rows.iter().any(|row| row.now.is_some())
}

/// A value for people.
pub fn shown(value: Option<&str>) -> &str {
    value.filter(|v| !v.is_empty()).unwrap_or(NOTHING)
}

/// One line about how it stands.
pub fn summary(registration: &Registration) -> String {
    let different = registration.rows.iter().filter(|row| differs(row)).count();
    match (registration.registered, is_there(registration), different) {
        (true, ..) => "HubSpot has the widget as it should.".to_owned(),
        (false, false, _) => "HubSpot does not have the widget yet.".to_owned(),
        (false, true, 1) => "1 field in HubSpot is not as wanted.".to_owned(),
        (false, true, n) => format!("{n} fields in HubSpot are not as wanted."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(now: Option<&str>, wanted: &str) -> RegistrationRow {
        RegistrationRow { field: "url".into(), now: now.map(Into::into), wanted: wanted.into() }
    }

    fn registration(registered: bool, rows: Vec<RegistrationRow>) -> Registration {
        let (try_line, stop_trying_line) = (String::new(), String::new());
        Registration { registered, rows, try_line, stop_trying_line }
    }

    #[test]
    fn only_another_value_differs() {
        assert!(!differs(&row(Some("a"), "a")));
        assert!(differs(&row(Some("a"), "b")));
        assert!(differs(&row(None, "b")));
        assert!(!differs(&row(None, "")));
        assert_eq!(shown(Some("")), NOTHING);
    }

    #[test]
    fn it_is_said_how_far_hubspot_is() {
        let none = registration(false, vec![row(None, "a"), row(None, "b")]);
        assert_eq!(summary(&none), "HubSpot does not have the widget yet.");
        let some = registration(false, vec![row(Some("a"), "a"), row(Some("x"), "b")]);
        assert_eq!(summary(&some), "1 field in HubSpot is not as wanted.");
        let all = registration(true, vec![row(Some("a"), "a")]);
        assert_eq!(summary(&all), "HubSpot has the widget as it should.");
    }
}
