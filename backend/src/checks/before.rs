//! What must be there before anything else.

use contract::console::{Check, CheckGroup, CheckState, Role};
use hubspot::users::{self, User};
use hubspot::{Error, Listing, reach};
use serde_json::Value;

use super::words::{At, Draft, check, crm, place};
use super::{Found, Subject, trouble};
use crate::store::connections::Connection;

const GROUP: CheckGroup = CheckGroup::Before;

/// What is said where nothing is linked.
pub(super) const NOT_LINKED: &str = "No account is linked, so that HubSpot cannot be asked.";

/// What to do then.
pub(super) const LINK_FIRST: &str = "Link the account first.";

pub(super) async fn checks(of: &Subject, role: Role) -> Found {
    let (admin, hub) = tokio::join!(administrator(of), service_hub(of));
    let [portal_admin, calling_right] = rights(of, admin);
    vec![may_set_up(role), portal_admin, calling_right, designated(of), hub]
}

/// Nobody else gets as far as asking: the route lets no agent in.
fn may_set_up(role: Role) -> Check {
    let check = check("role", GROUP, "Right to set this tenant up");
    match role {
        Role::Owner => check.good("You are an owner of this installation."),
        _ => check.good("You are an administrator of this tenant."),
    }
}

/// Who linked the account, as HubSpot knows them.
async fn administrator(of: &Subject) -> Option<(String, Result<User, Error>)> {
    let linked = of.linked.as_ref()?;
    let email = linked.linked_by.clone()?;
    let user = of.app.links.ask(linked, &users::by_email(&email)).await;
    Some((email, user))
}

fn rights(of: &Subject, admin: Option<(String, Result<User, Error>)>) -> [Check; 2] {
    let portal = of.connection().map(|of| of.portal.as_str()).unwrap_or_default();
    let people = || place("Users & Teams in HubSpot", format!("{}/settings/{portal}/users", of.ui));
    let right = || check("portal-admin", GROUP, "Right to connect apps in HubSpot");
    let calling = || check("calling-right", GROUP, "Right to change Calling settings in HubSpot");
    let untold = || {
        calling()
            .unknown(
                "HubSpot does not tell who may change the Calling settings.",
                "Look in HubSpot: Settings, Users & Teams, the user, Permissions, Calling.",
            )
            .at(people())
    };
    let Some((email, user)) = admin else {
        let (found, remedy) = match &of.linked {
            Some(_) => (
                "HubSpot does not say who linked the account.",
                "Linking takes a super admin, or App Marketplace access.",
            ),
            None => {
                (NOT_LINKED, "Let a super admin link it, or somebody with App Marketplace access.")
            }
        };
        return [right().unknown(found, remedy).at(people()), untold()];
    };
    match user.map(|user| user.super_admin) {
        Ok(Some(true)) => [
            right().good(format!("{email} linked the account and is a super admin in HubSpot.")),
            calling().good(format!("{email} is a super admin in HubSpot and may change them.")),
        ],
        Ok(Some(false)) => [
            right()
                .warning(
                    format!("{email} linked the account and is no super admin in HubSpot."),
                    "App Marketplace access is enough for the link. Ask a super admin for what \
                     else has to be set in HubSpot.",
                )
                .at(people()),
            untold(),
        ],
        Ok(None) | Err(Error::Forbidden { .. } | Error::NotFound) => [
            right()
                .unknown(
                    format!("{email} linked the account. HubSpot does not say what else they may."),
                    "The scope settings.users.read makes it known; or look in HubSpot.",
                )
                .at(people()),
            untold(),
        ],
        Err(error) => [right().finding(trouble::finding(&error, CheckState::Unknown)), untold()],
    }
}

fn designated(of: &Subject) -> Check {
    let check = check("designated-admin", GROUP, "Default User");
    match &of.linked {
        None => check.unknown(NOT_LINKED, LINK_FIRST).at(crm()),
        Some(Connection { default_user: Some(user), .. }) => {
            check.good(format!("{} gets what belongs to nobody, as far as chosen.", user.name))
        }
        Some(_) => check
            .warning(
                "Nobody is chosen: records of agents whom HubSpot does not know have no owner.",
                "Choose a Default User.",
            )
            .at(crm()),
    }
}

async fn service_hub(of: &Subject) -> Check {
    let check: Draft = check("service-hub", GROUP, "Tickets (Service Hub)");
    let Some(linked) = &of.linked else { return check.unknown(NOT_LINKED, LINK_FIRST).at(crm()) };
    match of.app.links.ask::<Listing<Value>>(linked, &reach::ticket_pipelines()).await {
        Ok(found) => {
            let count = found.results.len();
            let some = if count == 1 { "pipeline" } else { "pipelines" };
            check.good(format!("Tickets can be read; they have {count} {some}."))
        }
        Err(Error::Forbidden { .. }) => check
            .warning(
                "Tickets cannot be read: the scope tickets was not granted, or the account has no \
                 Service Hub.",
                "Calls to contacts work all the same. For tickets, get Service Hub, then link \
                 again and grant the scope.",
            )
            .at(crm()),
        Err(error) => check.finding(trouble::finding(&error, CheckState::Warning)),
    }
}
