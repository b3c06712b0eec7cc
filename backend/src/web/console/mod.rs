//! The console's routes: setting the installation up. Agents reach none of them.

mod import;
mod me;
mod members;
mod refusal;
mod session;
mod tenants;
mod who;

use axum::routing::{delete, get, patch, post};

use super::{Access, Route};

/// Every route of the console.
pub fn routes() -> Vec<Route> {
    let route = |method, path, access, handler| Route { method, path, access, handler };
    let tenant = Access::Administrator;
    vec![
        route("POST", "/api/console/welcome", Access::SignIn, post(session::welcome)),
        route("POST", "/api/console/session", Access::SignIn, post(session::open)),
        route("DELETE", "/api/console/session", Access::Console, delete(session::close)),
        route("GET", "/api/console/me", Access::Console, get(me::me)),
        route("POST", "/api/console/tenants", Access::Owner, post(tenants::add)),
        route("PATCH", "/api/console/tenants/{tenant}", tenant, patch(tenants::rename)),
        route("GET", "/api/console/tenants/{tenant}/people", tenant, get(members::list)),
        route("POST", "/api/console/tenants/{tenant}/people", tenant, post(members::add)),
        route("POST", "/api/console/tenants/{tenant}/people/import", tenant, post(import::import)),
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
            post(members::invite),
        ),
    ]
}
