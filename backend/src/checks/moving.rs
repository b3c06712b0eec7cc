//! Leaving another calling app: whether it is still used, and whether it can go.

use contract::console::{Check, CheckGroup, CheckState};
use hubspot::{Error, Page, calls};

use super::before::{LINK_FIRST, NOT_LINKED};
use super::words::{At, check, crm, place};
use super::{Found, Shared, Subject, trouble, widget};

const GROUP: CheckGroup = CheckGroup::Moving;

/// An app that made no call for so long is not used any more: two weeks, in milliseconds.
const QUIET: u64 = 14 * 24 * 60 * 60_000;

/// Two records of one call begin within two minutes of each other.
const AROUND: u64 = 120_000;

/// What HubSpot knows of the old app's calls.
pub(super) struct Seen {
    /// The day of its newest call, as HubSpot writes it; `None`: there never was one.
    newest: Result<Option<String>, Error>,
    /// Whether that was in the last two weeks.
    recent: Result<bool, Error>,
}

/// Asks for the old app's calls, if there is an old app.
pub(super) async fn seen(of: &Subject) -> Option<Seen> {
    let linked = of.linked.as_ref().filter(|linked| !linked.old_app.is_empty())?;
    let ask = async |since| {
        of.app.links.ask::<Page>(linked, &calls::newest_by_app(&linked.old_app, since)).await
    };
    let (newest, recent) = tokio::join!(ask(None), ask(Some(of.now.saturating_sub(QUIET))));
    let day = |page: Page| {
        let made = page.results.first().map(|call| call.property("hs_createdate").to_owned());
        made.map(|made| made.chars().take(10).collect())
    };
    Some(Seen { newest: newest.map(day), recent: recent.map(|page| !page.results.is_empty()) })
}

pub(super) async fn checks(of: &Subject, shared: &Shared, seen: Option<Seen>) -> Found {
    let Some(old_app) = of.connection().map(|of| &of.old_app).filter(|old| !old.is_empty()) else {
        return Vec::new();
    };
    let (used, gone) = (
        check("old-app-use", GROUP, "Last use of the old app"),
        check("decommission", GROUP, "Removing the old app"),
    );
    let two = two_apps(of, old_app).await;
    let Some(seen) = seen else {
        return vec![
            used.unknown(NOT_LINKED, LINK_FIRST).at(crm()),
            gone.unknown(NOT_LINKED, LINK_FIRST).at(crm()),
            two,
        ];
    };
    let apps = place("Connected apps in HubSpot", of.ui.clone());
    let used = match (&seen.newest, &seen.recent) {
        (Ok(None), _) => used.good(format!("HubSpot has no call record by the app {old_app}.")),
        (Ok(Some(day)), Ok(false)) => {
            used.good(format!("Its newest call record is of {day}, more than two weeks ago."))
        }
        (Ok(Some(day)), Ok(true)) => used
            .warning(
                format!("The app {old_app} is still used: its newest call record is of {day}."),
                "Let its agents choose Sidetone in HubSpot: Settings, General, Calling.",
            )
            .at(place("Calling settings in HubSpot", format!("{}/settings", of.ui))),
        (Err(error), _) | (_, Err(error)) => {
            used.finding(trouble::finding(error, CheckState::Unknown))
        }
    };
    let ours = matches!(&shared.account, Some(Ok(_)));
    let gone = match (&seen.newest, &seen.recent) {
        _ if !ours => gone.bad("Not yet: our own link does not work.", "See Credentials linked."),
        _ if !widget::is_registered(of, &shared.registration) => {
            gone.bad("Not yet: our own widget is not registered.", "Register the widget.").at(crm())
        }
        (Ok(None), _) | (Ok(_), Ok(false)) => {
            gone.good("It can be removed: it made no call for two weeks, and ours is ready.")
        }
        (Ok(_), Ok(true)) => gone
            .warning("Not yet: it is still used.", "Remove it when it was not used for two weeks.")
            .at(apps),
        _ => gone.unknown("Its last use could not be found out.", "See Last use of the old app."),
    };
    vec![used, gone, two]
}

/// Both apps side by side: one call, one record.
async fn two_apps(of: &Subject, old_app: &str) -> Check {
    let check = check("two-apps", GROUP, "Both apps side by side");
    if of.saved.iter().any(|saved| saved.app_id == old_app) {
        return check
            .bad("The old app's id is that of our own app.", "Enter the other app's id.")
            .at(crm());
    }
    let Some(linked) = &of.linked else { return check.unknown(NOT_LINKED, LINK_FIRST).at(crm()) };
    let Some(latest) = &of.call else {
        return check.unknown("There is no call to look at.", "Place a test call first.");
    };
    let facts = latest.record.facts();
    let (from, to) = (facts.started.saturating_sub(AROUND), facts.started.saturating_add(AROUND));
    let request = calls::find_by_numbers(&facts.from, &facts.to, from, to);
    match of.app.links.ask::<Page>(linked, &request).await {
        Ok(page) if page.results.len() > 1 => check.bad(
            format!("The last call has {} records in HubSpot.", page.results.len()),
            "Each call belongs to one app: let each agent choose only one of them in HubSpot, under \
             Settings, General, Calling.",
        ),
        Ok(_) => check.good("The apps have different ids, and the last call has one record."),
        Err(error) => check.finding(trouble::finding(&error, CheckState::Unknown)),
    }
}
