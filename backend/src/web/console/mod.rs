//! The console's routes: setting the installation up. Agents reach none of them.

mod calls;
mod checks;
mod choose;
mod connections;
mod form;
mod groups_form;
mod hubspot_people;
mod import;
mod invite;
mod line;
mod link;
mod me;
mod members;
mod meter;
pub(super) mod passkeys;
mod phone;
mod phone_form;
mod phone_lines;
mod preparation;
pub(super) mod refusal;
mod registration;
mod reports;
pub(super) mod session;
mod settings;
mod settings_form;
mod status_form;
mod stream;
mod tenants;
mod uninstall;
mod who;

use axum::routing::{delete, get, patch, post, put};

pub use registration::wanted as wanted_settings;
pub use session::COOKIE;

use super::{Access, Route};

/// One connection.
const CONNECTION: &str = "/api/console/tenants/{tenant}/connections/{connection}";

/// Every route of the console.
pub fn routes() -> Vec<Route> {
    let route = |method, path, access, handler| Route { method, path, access, handler };
    let tenant = Access::Administrator;
    vec![
        route("POST", "/api/console/welcome", Access::SignIn, post(session::welcome)),
        route("POST", "/api/console/session", Access::SignIn, post(session::open)),
        route("DELETE", "/api/console/session", Access::Console, delete(session::close)),
        route("GET", "/api/console/me", Access::Console, get(me::me)),
        route("GET", "/api/console/passkeys", Access::Console, get(passkeys::list)),
        route("POST", "/api/console/passkeys", Access::Console, post(passkeys::add)),
        route("POST", "/api/console/passkeys/begin", Access::Console, post(passkeys::begin)),
        route("DELETE", "/api/console/passkeys/{id}", Access::Console, delete(passkeys::remove)),
        route("POST", "/api/console/tenants", Access::Owner, post(tenants::add)),
        route("PATCH", "/api/console/tenants/{tenant}", tenant, patch(tenants::rename)),
        route("GET", "/api/console/tenants/{tenant}/people", tenant, get(members::list)),
        route("POST", "/api/console/tenants/{tenant}/people", tenant, post(members::add)),
        route("POST", "/api/console/tenants/{tenant}/people/import", tenant, post(import::import)),
        route(
            "GET",
            "/api/console/tenants/{tenant}/people/hubspot",
            tenant,
            get(hubspot_people::list),
        ),
        route(
            "POST",
            "/api/console/tenants/{tenant}/people/hubspot",
            tenant,
            post(hubspot_people::import),
        ),
        route(
            "PATCH",
            "/api/console/tenants/{tenant}/people/{person}",
            tenant,
            patch(members::change),
        ),
        route(
            "POST",
            "/api/console/tenants/{tenant}/people/{person}/invitation",
            tenant,
            post(invite::invite),
        ),
        route("GET", "/api/console/stream", Access::Console, get(stream::stream)),
        route("GET", "/api/console/tenants/{tenant}/preparation", tenant, get(preparation::show)),
        route("GET", "/api/console/tenants/{tenant}/checks", tenant, get(checks::show)),
        route("GET", "/api/console/tenants/{tenant}/calls", tenant, get(calls::list)),
        route("POST", "/api/console/tenants/{tenant}/calls/again", tenant, post(calls::all_again)),
        route("GET", "/api/console/tenants/{tenant}/calls/{call}", tenant, get(calls::one)),
        route(
            "POST",
            "/api/console/tenants/{tenant}/calls/{call}/again",
            tenant,
            post(calls::again),
        ),
        route("GET", "/api/console/tenants/{tenant}/meter", tenant, get(meter::show)),
        route("GET", "/api/console/tenants/{tenant}/reports", tenant, get(reports::list)),
        route("GET", "/api/console/tenants/{tenant}/reports/{report}", tenant, get(reports::one)),
        route("GET", "/api/console/tenants/{tenant}/settings", tenant, get(settings::show)),
        route("PUT", "/api/console/tenants/{tenant}/settings", tenant, settings::put_them()),
        route("GET", "/api/console/tenants/{tenant}/phone", tenant, get(phone::show)),
        route("PUT", "/api/console/tenants/{tenant}/phone", tenant, put(phone::save)),
        route(
            "GET",
            "/api/console/tenants/{tenant}/phone/states",
            tenant,
            get(phone_lines::states),
        ),
        route("POST", "/api/console/tenants/{tenant}/phone/test", tenant, post(phone_lines::test)),
        route(
            "PUT",
            "/api/console/tenants/{tenant}/phone/lines/{agent}",
            tenant,
            put(phone::save_line),
        ),
        route(
            "DELETE",
            "/api/console/tenants/{tenant}/phone/lines/{agent}",
            tenant,
            delete(phone::remove_line),
        ),
        route("GET", "/api/console/tenants/{tenant}/choices", tenant, get(settings::choices)),
        route("GET", "/api/console/tenants/{tenant}/connections", tenant, get(connections::list)),
        route("POST", "/api/console/tenants/{tenant}/connections", tenant, post(connections::add)),
        route("PUT", CONNECTION, tenant, put(connections::change)),
        route("DELETE", CONNECTION, tenant, delete(choose::remove)),
        route(
            "POST",
            "/api/console/tenants/{tenant}/connections/{connection}/use",
            tenant,
            post(choose::prefer),
        ),
        route(
            "GET",
            "/api/console/tenants/{tenant}/connections/{connection}/uninstall",
            tenant,
            get(uninstall::show),
        ),
        route(
            "POST",
            "/api/console/tenants/{tenant}/connections/{connection}/uninstall",
            tenant,
            post(uninstall::uninstall),
        ),
        route(
            "POST",
            "/api/console/tenants/{tenant}/connections/{connection}/link",
            tenant,
            post(link::link),
        ),
        route(
            "POST",
            "/api/console/tenants/{tenant}/connections/{connection}/unlink",
            tenant,
            post(link::unlink),
        ),
        route(
            "POST",
            "/api/console/tenants/{tenant}/connections/{connection}/test",
            tenant,
            post(link::test),
        ),
        route(
            "GET",
            "/api/console/tenants/{tenant}/connections/{connection}/owners",
            tenant,
            get(link::owners),
        ),
        route(
            "PUT",
            "/api/console/tenants/{tenant}/connections/{connection}/default-user",
            tenant,
            put(link::default_user),
        ),
        route(
            "GET",
            "/api/console/tenants/{tenant}/connections/{connection}/registration",
            tenant,
            get(registration::show),
        ),
        route(
            "POST",
            "/api/console/tenants/{tenant}/connections/{connection}/registration",
            tenant,
            post(registration::register),
        ),
    ]
}
