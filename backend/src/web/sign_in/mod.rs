//! The sign-in window: its page is the console's, its requests are here. Nobody is signed in yet, so
//! every request must come from our own page, and who fails too often must wait.

mod finish;
mod hubspot;
mod passkey;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::routing::{get, post};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use super::console::refusal::Refusal;
use super::{Access, Route, guard};
use crate::app::App;

/// Every route of the window.
pub fn routes() -> Vec<Route> {
    let route = |method, path, handler| Route { method, path, access: Access::Window, handler };
    vec![
        route("POST", "/api/sign-in/ways", post(hubspot::ways)),
        route("POST", "/api/sign-in/passkey/begin", post(passkey::begin)),
        route("POST", "/api/sign-in/passkey", post(passkey::prove)),
        route("POST", "/api/sign-in/hubspot", post(hubspot::begin)),
        route("POST", "/api/sign-in/returned", post(hubspot::returned)),
        Route {
            method: "GET",
            path: "/oauth/hubspot/signed-in",
            access: Access::Open,
            handler: get(hubspot::back),
        },
    ]
}

/// Our own page asks, and has not guessed too often. Where from, for counting.
pub struct Window(pub IpAddr);

impl FromRequestParts<Arc<App>> for Window {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refusal> {
        if !guard::ours(app, &parts.headers) {
            return Err(Refusal::not_allowed("Only our own page may sign in."));
        }
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
        let from = guard::client(app, &parts.headers, peer);
        if app.failures.is_blocked(from) {
            return Err(Refusal::new(
                StatusCode::TOO_MANY_REQUESTS,
                "busy",
                "Too many failed sign-ins from this address. Wait a minute, then try again.",
            ));
        }
        Ok(Self(from))
    }
}
