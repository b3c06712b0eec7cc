//! What a call leaves behind: looked at after a test call.

use contract::console::{CaseKind, Check, CheckGroup, CheckState};
use hubspot::calls::{self, Link};
use hubspot::{Error, Listing, Object};
use record::State;

use super::before::{LINK_FIRST, NOT_LINKED};
use super::words::{At, Draft, check, crm, place};
use super::{Found, Subject, trouble};

const GROUP: CheckGroup = CheckGroup::TestCall;

const PLACE_ONE: &str = "Open a contact in HubSpot that has a number you can answer, click the \
    number to call it, hang up and save the outcome. Then check again.";

pub(super) async fn checks(of: &Subject) -> Found {
    let placed = check("test-call", GROUP, "Test call");
    let written = check("test-record", GROUP, "Call record created");
    let linked = check("test-linked", GROUP, "Call on the contact's timeline");
    let contacts = || place("Contacts in HubSpot", of.ui.clone());
    let Some(latest) = &of.call else {
        let none = "There was no call in the last 24 hours.";
        return vec![
            placed.unknown(none, PLACE_ONE).at(contacts()),
            written.unknown(none, "Place a test call first."),
            linked.unknown(none, "Place a test call first."),
        ];
    };
    let minutes = of.now.saturating_sub(latest.started) / 60_000;
    let facts = latest.record.facts();
    let placed = placed.good(format!(
        "The last call was {minutes} minutes ago, from {} to {}.",
        facts.from, facts.to
    ));
    if of.linked.is_none() {
        return vec![
            placed,
            written.unknown(NOT_LINKED, LINK_FIRST).at(crm()),
            linked.unknown(NOT_LINKED, LINK_FIRST).at(crm()),
        ];
    }
    let (written, linked) = tokio::join!(record(of, latest, written), timeline(of, latest, linked));
    let mut all = vec![placed, written, linked];
    all.extend(filed(of, latest));
    all.extend(opened(of, latest));
    all
}

async fn record(of: &Subject, latest: &crate::store::calls::Latest, check: Draft) -> Check {
    let (Some(id), Some(linked)) = (latest.record.id(), &of.linked) else {
        return match latest.record.state() {
            State::Stuck { why, .. } => check.bad(
                format!("HubSpot refused the record: “{why}”."),
                "Correct what HubSpot names. The record is tried again with the next change.",
            ),
            _ => check.warning(
                "The record is not written yet: the call or its wrap-up goes on, or HubSpot is \
                 asked again soon.",
                "End the call and save its outcome, then check again in a minute.",
            ),
        };
    };
    match of.app.links.ask::<Object>(linked, &calls::by_id(id)).await {
        Ok(_) => check.good(format!("HubSpot has the call record {id}.")),
        Err(Error::NotFound) => check.bad(
            format!("HubSpot does not know the call record {id} any more."),
            "Was it deleted in HubSpot, or another account linked since? Place a test call anew.",
        ),
        Err(error) => check.finding(trouble::finding(&error, CheckState::Bad)),
    }
}

async fn timeline(of: &Subject, latest: &crate::store::calls::Latest, check: Draft) -> Check {
    let (Some(id), Some(linked)) = (latest.record.id(), &of.linked) else {
        return check.unknown("There is no record yet.", "See Call record created.");
    };
    match of.app.links.ask::<Listing<Link>>(linked, &calls::contacts_of(id)).await {
        Ok(found) => match found.results.first() {
            Some(contact) => {
                check.good(format!("The record is linked to the contact {}.", contact.to_object_id))
            }
            None if latest.record.facts().customer.is_none() => check.warning(
                "The record is linked to no contact: exactly one must have the number.",
                "Place the test call to a contact's number that nobody else has.",
            ),
            None => check.bad(
                "The record is linked to no contact, although the contact is known.",
                "Check the scope crm.objects.contacts.write, then place a test call anew.",
            ),
        },
        Err(Error::NotFound) => {
            check.unknown("There is no such record.", "See Call record created.")
        }
        Err(error) => check.finding(trouble::finding(&error, CheckState::Bad)),
    }
}

/// Whether the call is filed under a ticket or deal, where the settings want that.
fn filed(of: &Subject, latest: &crate::store::calls::Latest) -> Option<Check> {
    let what = match of.settings.case.kind? {
        CaseKind::Ticket => "ticket",
        CaseKind::Deal => "deal",
    };
    let check = check("test-case", GROUP, "Ticket or deal");
    Some(match latest.record.filed() {
        Some(filed) if filed.new => check.good(format!("The {what} {} was made.", filed.record.id)),
        Some(filed) => check.good(format!("The call was added to the {what} {}.", filed.record.id)),
        None if latest.record.facts().beside.case.is_none() => check.unknown(
            format!("The last call was none for which a {what} is made."),
            "Take a test call and speak, or change the settings under Records.",
        ),
        None => check.bad(
            format!("No {what} was made: {}", last_trouble(latest)),
            "Check pipeline, stage and scope under Records, then send the call again under Calls.",
        ),
    })
}

/// Whether the record opened by itself, where the settings want that.
fn opened(of: &Subject, latest: &crate::store::calls::Latest) -> Option<Check> {
    let wanted = match latest.call.direction() {
        call::Direction::Inbound => &of.settings.pops.inbound,
        call::Direction::Outbound => &of.settings.pops.outbound,
    };
    wanted.when?;
    let check = check("test-pop", GROUP, "Record opened");
    Some(if latest.call.host().popped {
        check.good("The agent's window opened the record.".to_owned())
    } else {
        check.warning(
            "No record was opened: nobody was known, no window was there, or the moment never came.",
            "Take a test call from a number that one contact has, with HubSpot open, and answer it.",
        )
    })
}

fn last_trouble(latest: &crate::store::calls::Latest) -> String {
    let known = latest.record.trouble().map(|trouble| trouble.said.why.clone());
    known.unwrap_or_else(|| "HubSpot was not asked yet.".to_owned())
}
