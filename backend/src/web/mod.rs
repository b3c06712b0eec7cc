//! HTTP: the table of routes, and what every request and answer goes through.

mod body;
mod commands;
mod console;
mod csp;
mod deciding;
pub mod failures;
pub mod files;
mod guard;
mod health;
mod history;
mod linked;
mod numbers;
mod report;
mod session;
mod sign_in;
mod simulated;
mod sound;
mod stream;
mod targets;
mod tenant;
mod transferring;

pub(crate) use console::wanted_settings;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;

use crate::app::App;
use crate::problem::Failure;

/// The longest body that is read, in bytes.
pub const BODY_LIMIT: usize = 64 * 1024;

/// What a request must bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing: it says nothing of anybody.
    Open,
    /// A one-time code or the renewal cookie.
    SignIn,
    /// Our own page as its origin. Who it is, is what it wants to prove.
    Window,
    /// An agent's bearer token.
    Token,
    /// The console's bearer token.
    Console,
    /// The console's bearer token, of somebody who may set up the tenant in the path.
    Administrator,
    /// The console's bearer token, of an owner.
    Owner,
    /// An agent's bearer token in the first message of the socket.
    TokenInside,
    /// The simulated phone system's control token.
    Control,
}

/// One route.
#[derive(Debug)]
pub struct Route {
    /// The method.
    pub method: &'static str,
    /// The path, in axum's form.
    pub path: &'static str,
    /// What a request must bring.
    pub access: Access,
    handler: MethodRouter<Arc<App>>,
}

/// Every route there is, but for the widget's files.
pub fn routes() -> Vec<Route> {
    let route = |method, path, access, handler| Route { method, path, access, handler };
    let mut routes = vec![
        route("GET", "/healthz", Access::Open, get(health::alive)),
        route("GET", "/readyz", Access::Open, get(health::ready)),
        route("GET", "/oauth/hubspot/linked", Access::Open, get(linked::linked)),
        route("POST", "/api/session", Access::SignIn, post(session::open)),
        route("POST", "/api/sign-out", Access::Token, post(session::close)),
        route("POST", "/api/tenant", Access::Token, post(tenant::choose)),
        route("GET", "/api/stream", Access::TokenInside, get(stream::open)),
        route("GET", "/api/snapshot", Access::Token, get(numbers::snapshot)),
        route("GET", "/api/number", Access::Token, get(numbers::read)),
        route("POST", "/api/commands", Access::Token, post(commands::command)),
        route("POST", "/api/sound", Access::Token, post(sound::offer)),
        route("POST", "/api/report", Access::Token, post(report::send)),
        route("GET", "/api/history", Access::Token, get(history::list)),
        route("GET", "/api/targets", Access::Token, get(targets::list)),
        route("POST", "/api/history/seen", Access::Token, post(history::seen)),
        route("POST", "/api/simulated/calls", Access::Control, post(simulated::ring)),
        route("GET", "/api/simulated/calls/{id}", Access::Control, get(simulated::state)),
        route(
            "GET",
            "/api/simulated/calls/{id}/recording",
            Access::Control,
            get(simulated::recording),
        ),
        route("POST", "/api/simulated/calls/{id}/answer", Access::Control, post(simulated::answer)),
        route(
            "POST",
            "/api/simulated/calls/{id}/hangup",
            Access::Control,
            post(simulated::hang_up),
        ),
        route(
            "POST",
            "/api/simulated/calls/{id}/third/answer",
            Access::Control,
            post(simulated::third_answers),
        ),
        route(
            "POST",
            "/api/simulated/calls/{id}/third/hangup",
            Access::Control,
            post(simulated::third_hangs_up),
        ),
        route(
            "POST",
            "/api/simulated/calls/{id}/tone",
            Access::Control,
            post(simulated::plays_a_tone),
        ),
        route(
            "POST",
            "/api/simulated/calls/{id}/message",
            Access::Control,
            post(simulated::leave_message),
        ),
    ];
    routes.extend(sign_in::routes());
    routes.extend(console::routes());
    routes
}

/// The whole of it.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new();
    for route in routes() {
        router = router.route(route.path, route.handler);
    }
    router
        .route("/api/{*rest}", axum::routing::any(no_such_route))
        .fallback(files::serve)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .with_state(app)
}

async fn no_such_route() -> Failure {
    Failure::new(StatusCode::NOT_FOUND, "invalid", "There is nothing at this address.")
}
