//! What a call leaves behind: looked at after a test call.

use contract::console::{Check, CheckGroup, CheckState};
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
    vec![placed, written, linked]
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
