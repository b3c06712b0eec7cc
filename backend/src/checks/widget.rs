//! The widget in HubSpot, and whether it can open records.

use contract::console::{Check, CheckGroup, CheckState};
use hubspot::calling_settings::{self as calling, Plan};
use hubspot::reach::{self, Kind};
use hubspot::{Error, Page};

use super::before::{LINK_FIRST, NOT_LINKED};
use super::words::{At, check, crm, place};
use super::{Found, Registered, Shared, Subject, trouble};
use crate::web::wanted_settings;

const GROUP: CheckGroup = CheckGroup::Widget;

pub(super) fn checks(of: &Subject, shared: &Shared) -> Found {
    vec![registered(of, &shared.registration), record_link(of, shared)]
}

/// Whether agents can choose the widget.
pub(super) fn is_registered(of: &Subject, registration: &Registered) -> bool {
    let Registered::Some(now) = registration else { return false };
    now.is_ready == Some(true)
        && calling::plan(Some(now), &wanted_settings(&of.app)) == Plan::Nothing
}

fn registered(of: &Subject, registration: &Registered) -> Check {
    let check = check("registered", GROUP, "Widget registered");
    let register = "Register the widget.";
    match registration {
        Registered::NoApp => check
            .unknown(
                "Only an app that is linked by OAuth can register a calling widget.",
                "Save a connection with an App ID and a developer API key.",
            )
            .at(crm()),
        Registered::None => check.bad("HubSpot does not know the widget yet.", register).at(crm()),
        Registered::Trouble(error) => check.finding(trouble::finding(error, CheckState::Bad)),
        Registered::Some(_) if is_registered(of, registration) => check
            .good("HubSpot knows the widget and offers it: Settings, General, Calling in HubSpot."),
        Registered::Some(now) => {
            let differences = calling::differences(Some(now), &wanted_settings(&of.app));
            let names: Vec<&str> = differences.iter().map(|one| one.field).collect();
            let found = format!("HubSpot has other values than wanted for: {}.", names.join(", "));
            let unseen = differences.iter().any(|one| matches!(one.field, "isReady" | "url"));
            // With these two agents do not see the widget, or see another one.
            if unseen { check.bad(found, register) } else { check.warning(found, register) }
                .at(crm())
        }
    }
}

fn record_link(of: &Subject, shared: &Shared) -> Check {
    let check = check("record-link", GROUP, "Link to a record");
    match (&of.linked, &shared.account) {
        (Some(linked), Some(Ok(account))) => {
            let own = of.app.config.hubspot.ui_url.trim_end_matches('/');
            // HubSpot's own hosts, or the one that is configured.
            let configured =
                own.split_once("://").is_some_and(|(_, host)| host == account.ui_domain);
            match account.ui_url().or(configured.then(|| own.to_owned())) {
                Some(ui) => check.good(format!(
                    "Contacts are opened at {ui}/contacts/{}/record/0-1/…",
                    linked.portal
                )),
                None => check.warning(
                    "HubSpot does not say where the account's pages are.",
                    "Records are opened at HubSpot's usual address, which sends people on.",
                ),
            }
        }
        (Some(_), Some(Err(_))) => check.unknown(
            "HubSpot did not say where the account's pages are.",
            "See Credentials linked.",
        ),
        _ => check.unknown(NOT_LINKED, LINK_FIRST).at(crm()),
    }
}

/// One request for each kind of record.
pub(super) async fn record_types(of: &Subject) -> Check {
    let check = check("record-type", GROUP, "Records that can be opened");
    let Some(linked) = &of.linked else { return check.unknown(NOT_LINKED, LINK_FIRST).at(crm()) };
    let ask = async |kind| of.app.links.ask::<Page>(linked, &reach::first(kind)).await.map(|_| ());
    let (contacts, tickets, deals) =
        tokio::join!(ask(Kind::Contacts), ask(Kind::Tickets), ask(Kind::Deals));
    let mut unread = Vec::new();
    for (kind, outcome) in
        [(Kind::Contacts, contacts), (Kind::Tickets, tickets), (Kind::Deals, deals)]
    {
        match outcome {
            Ok(()) => {}
            Err(Error::Forbidden { .. } | Error::NotFound) => unread.push(kind),
            Err(error) => return check.finding(trouble::finding(&error, CheckState::Bad)),
        }
    }
    if unread.is_empty() {
        return check.good("Contacts, tickets and deals can be read.");
    }
    let names: Vec<&str> = unread.iter().map(|kind| kind.name()).collect();
    let found = format!("Cannot be read: {}.", names.join(", "));
    let remedy = "Grant the scopes for them, or do without: calls are linked to what can be read.";
    let views =
        place("Record types in HubSpot", format!("{}/property-settings/{}", of.ui, linked.portal));
    if unread.contains(&Kind::Contacts) {
        return check.bad(found, "Link again and grant the scopes for contacts.").at(crm());
    }
    check.warning(found, remedy).at(views)
}
