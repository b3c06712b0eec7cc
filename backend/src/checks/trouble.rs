//! The catalogue of what HubSpot answers when something is wrong: a name, a sentence, a remedy.

use contract::console::CheckState;
use hubspot::Error;

use super::words::{Finding, crm, place};

/// What an error means for an administrator. `lost` is how a check stands that cannot be made for
/// good; what passes by itself leaves it unknown.
pub fn finding(error: &Error, lost: CheckState) -> Finding {
    let (found, remedy) = sentences(error);
    let place = match error {
        Error::Unavailable { .. } => Some(place("HubSpot's status", "https://status.hubspot.com")),
        Error::NoAnswer { .. } | Error::RateLimited { .. } | Error::Locked { .. } => None,
        _ => Some(crm()),
    };
    let state = if error.is_passing() { CheckState::Unknown } else { lost };
    Finding { state, found, remedy: remedy.to_owned(), place }
}

/// What happened and what to do, by the catalogue's names.
pub fn sentence(error: &Error) -> String {
    let (found, remedy) = sentences(error);
    format!("{found} {remedy}")
}

fn sentences(error: &Error) -> (String, &'static str) {
    match error {
        Error::Unauthorised => (
            "Revoked: HubSpot does not accept the token of the link any more.".to_owned(),
            "Link the account again. Was the app removed in HubSpot, or its token rotated?",
        ),
        Error::DeveloperKey => (
            "Developer API key rejected: HubSpot accepts only one at a time.".to_owned(),
            "Was it rotated? Copy the new one from the developer account and enter it with Update.",
        ),
        Error::Forbidden { scopes } => (
            format!("Permission denied: HubSpot refuses this for lack of scopes ({scopes})."),
            "Add the scope to the app in HubSpot, then link the account again and grant it.",
        ),
        Error::RateLimited { wait } => (
            format!("Rate limit: HubSpot asks to wait {} s.", wait.div_ceil(1000)),
            "Check again in a moment. Other apps of the account use up the same allowance.",
        ),
        Error::Locked { .. } => (
            "Account locked: HubSpot is moving or changing it.".to_owned(),
            "Check again in some minutes.",
        ),
        Error::Unavailable { status } => (
            format!("Connection failed: HubSpot has trouble of its own (status {status})."),
            "Look whether HubSpot reports a disturbance, and check again later.",
        ),
        Error::NoAnswer { why, .. } => (
            format!("Connection failed: HubSpot did not answer ({why})."),
            "Check that this service reaches api.hubapi.com: network, firewall, proxy.",
        ),
        Error::NotFound => (
            "Not found: HubSpot knows no such thing in this account.".to_owned(),
            "Compare the ids here with those in HubSpot.",
        ),
        Error::Invalid { message, property: Some(property) } => (
            format!("Refused: HubSpot does not take the value of {property} (“{message}”)."),
            "Look at this property in HubSpot: is it there, and which values may it have?",
        ),
        Error::Conflict { message, .. } | Error::Invalid { message, .. } => (
            format!("Refused: HubSpot says “{message}”."),
            "Compare what is entered here with what HubSpot shows.",
        ),
        Error::Unreadable { .. } => (
            "HubSpot's answer could not be read.".to_owned(),
            "Check again. If it stays so, this version of Sidetone is too old for HubSpot.",
        ),
        other => (format!("{other}."), "Check again in a moment."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // row!(C16)
    #[test]
    fn every_kind_of_trouble_has_its_own_name_and_remedy() {
        let all = [
            Error::Unauthorised,
            Error::DeveloperKey,
            Error::Forbidden { scopes: "tickets".into() },
            Error::NotFound,
            Error::Invalid { message: "no".into(), property: None },
            Error::Invalid { message: "no".into(), property: Some("hs_call_status".into()) },
            Error::RateLimited { wait: 9_500 },
            Error::Locked { wait: 1 },
            Error::Unavailable { status: 503 },
            Error::NoAnswer { why: "timed out".into(), never_sent: false },
            Error::Unreadable { why: "eof".into() },
        ];
        let mut names: Vec<(String, &str)> = all.iter().map(sentences).collect();
        assert!(names.iter().all(|(found, remedy)| found.len() > 20 && remedy.len() > 20));
        assert!(names[2].0.contains("tickets") && names[6].0.contains("10 s"));
        names.sort();
        names.dedup_by(|a, b| a.0 == b.0 || a.1 == b.1 && !a.1.starts_with("Check again in"));
        assert_eq!(names.len(), all.len());
        let passing = finding(&Error::RateLimited { wait: 1 }, CheckState::Bad);
        assert_eq!(passing.state, CheckState::Unknown);
        assert_eq!(finding(&Error::Unauthorised, CheckState::Bad).state, CheckState::Bad);
    }
}
