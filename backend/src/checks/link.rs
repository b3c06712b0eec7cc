//! The link to HubSpot.

use contract::console::{Check, CheckGroup, CheckState, ConnectionKind};
use hubspot::scopes::Lack;
use hubspot::{Error, endpoints};

use super::before::{LINK_FIRST, NOT_LINKED};
use super::words::{At, check, crm};
use super::{Found, Shared, Subject, dates, trouble};

const GROUP: CheckGroup = CheckGroup::Link;

/// What ends within so many months is said early.
const EARLY: u64 = 6;

pub(super) fn checks(of: &Subject, shared: &Shared) -> Found {
    vec![saved(of), linked(of, shared), account(of, shared), granted(of), ends(of.now)]
}

fn saved(of: &Subject) -> Check {
    let check = check("saved", GROUP, "Credentials saved");
    let names: Vec<&str> = of.saved.iter().map(|saved| saved.name.as_str()).collect();
    if names.is_empty() {
        return check
            .bad("No connection is saved yet.", "Enter the credentials of the app and save them.")
            .at(crm());
    }
    check.good(format!("Saved: {}.", names.join(", ")))
}

fn linked(of: &Subject, shared: &Shared) -> Check {
    let check = check("linked", GROUP, "Credentials linked");
    match &shared.account {
        None => {
            let why = of.saved.iter().find_map(|saved| saved.why.clone());
            let found = why.unwrap_or_else(|| "Credentials Not Linked.".to_owned());
            check.bad(found, "Link the account.").at(crm())
        }
        Some(Ok(account)) => {
            check.good(format!("HubSpot answers for the account {}.", account.portal_id))
        }
        Some(Err(error)) => {
            let mut finding = trouble::finding(error, CheckState::Bad);
            // Whatever it is: at this moment nothing gets through.
            finding.state = match error {
                Error::RateLimited { .. } | Error::Locked { .. } => CheckState::Warning,
                _ => CheckState::Bad,
            };
            finding.place = finding.place.or(Some(crm()));
            check.finding(finding)
        }
    }
}

fn account(of: &Subject, shared: &Shared) -> Check {
    let check = check("account", GROUP, "App in the right account");
    let (Some(linked), Some(account)) = (&of.linked, &shared.account) else {
        return check.unknown(NOT_LINKED, LINK_FIRST).at(crm());
    };
    match account {
        Ok(account) if account.portal_id.to_string() == linked.portal => {
            check.good(format!("The account is {}, as the Domain ID says.", linked.portal))
        }
        Ok(account) => check
            .bad(
                format!(
                    "The link leads to the account {}, and the Domain ID is {}.",
                    account.portal_id, linked.portal
                ),
                "Unlink it, correct the Domain ID, and link again.",
            )
            .at(crm()),
        Err(_) => check.unknown("HubSpot did not say which account it is.", "See the check above."),
    }
}

fn granted(of: &Subject) -> Check {
    let check = check("scopes", GROUP, "Scopes");
    let Some(linked) = &of.linked else { return check.unknown(NOT_LINKED, LINK_FIRST).at(crm()) };
    let granted: Vec<&str> = linked.scopes.iter().map(String::as_str).collect();
    let missing = of.chosen.missing(&granted, linked.kind == ConnectionKind::PrivateApp);
    if missing.is_empty() {
        return check.good("Every scope that is asked for was granted.");
    }
    let names: Vec<&str> = missing.iter().map(|lack| lack.scope.name).collect();
    let found = format!("Not granted: {}.", names.join(", "));
    let remedy: Vec<String> = missing.iter().map(Lack::disables).collect();
    if missing.iter().any(Lack::is_serious) {
        return check.bad(found, &remedy.join(" ")).at(crm());
    }
    check.warning(found, &remedy.join(" ")).at(crm())
}

fn ends(now: u64) -> Check {
    let check = check("end-dates", GROUP, "Interfaces that HubSpot will end");
    let this = dates::month_of(now);
    let ends = |endpoint: &endpoints::Endpoint| {
        endpoint.ends.and_then(|end| Some((dates::month_in(end)?, end, endpoint.name)))
    };
    let all: Vec<_> = endpoints::all().iter().filter_map(ends).collect();
    let Some((first, end, _)) = all.iter().min().copied() else {
        return check.good("None of those that are used.");
    };
    let names: Vec<&str> = all.iter().map(|(.., name)| *name).collect();
    let found =
        format!("HubSpot has no successor yet for: {}. Served until {end}.", names.join("; "));
    let remedy = "Update Sidetone before then: as soon as HubSpot offers a successor, it is used.";
    match first {
        first if first <= this => check.bad(found, remedy),
        first if first <= this + EARLY => check.warning(found, remedy),
        _ => check.good(found),
    }
}
