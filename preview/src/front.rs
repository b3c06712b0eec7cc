//! The one port: finds the site that a request means and answers it or passes it on.

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::State,
    http::{Request, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    calls, child, host_api,
    names::Site,
    oauth, pages,
    problem::{self, Problem},
    proxy, rest,
    serve::Cut,
    sign_in,
    state::Shared,
    switches::OpenerPolicy,
};

#[derive(Clone)]
struct Sites {
    preview: Shared,
    /// `/preview/*`, on every name.
    common: Router,
    hubspot: Router,
    loopback: Router,
}

/// The service for everything that comes in on the port.
pub fn router(preview: Shared) -> Router {
    let common = Router::new()
        .nest(
            "/preview",
            pages::preview()
                .nest("/host", host_api::router())
                .nest("/hubspot", rest::reading().merge(oauth::reading()))
                .route("/console", get(sign_in::console))
                .route("/switches", get(switches).post(set_switches))
                .route("/backend/kill", post(kill))
                .route("/backend/start", post(start))
                .route("/backend/restart", post(restart)),
        )
        .merge(calls::router())
        .fallback(nothing_here);
    let machine = Router::new()
        .nest("/hubspot-api", rest::router(&preview))
        .route("/healthz", get(|| async { Json(json!({ "status": "ok" })) }))
        .route("/readyz", get(ready));
    let sites = Sites {
        common: common.with_state(preview.clone()),
        hubspot: machine
            .clone()
            .merge(pages::hubspot())
            .merge(oauth::pages(&preview))
            .fallback(nothing_here)
            .with_state(preview.clone()),
        loopback: machine.fallback(elsewhere).with_state(preview.clone()),
        preview,
    };
    Router::new().fallback(dispatch).with_state(sites)
}

async fn dispatch(State(sites): State<Sites>, request: Request<Body>) -> Response {
    let path = request.uri().path();
    let site = Site::of(request.headers(), request.uri());
    let router = match site {
        _ if path.starts_with("/preview/") => sites.common,
        Site::Ours if !*sites.preview.switches.network().borrow() => return Cut::response(),
        Site::HubSpot => sites.hubspot,
        Site::Loopback => sites.loopback,
        Site::Ours if sign_in::is_session(&request) => {
            return sign_in::session(&sites.preview, request).await;
        }
        Site::Ours if sign_in::is_goodbye(&request) => {
            sites.preview.switches.set_auto_sign_in(false);
            return proxy::forward(&sites.preview, request).await;
        }
        Site::Ours => return proxy::forward(&sites.preview, request).await,
        Site::Other => return elsewhere(State(sites.preview)).await.into_response(),
    };
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

async fn nothing_here() -> Problem {
    Problem::missing("There is nothing at this address.")
}

async fn elsewhere(State(preview): State<Shared>) -> Problem {
    Problem::missing(format!(
        "The preview's pages are at {}/ and nothing else is here.",
        preview.hubspot_origin()
    ))
}

/// 200 when the preview and the backend behind it can take calls.
async fn ready(State(preview): State<Shared>) -> Response {
    let address = *preview.upstream.borrow();
    match address {
        Some(address) if child::is_ready(&preview.client, address).await => {
            Json(json!({ "status": "ready" })).into_response()
        }
        _ => Problem::new(StatusCode::SERVICE_UNAVAILABLE, "The backend is not ready.")
            .into_response(),
    }
}

async fn switches(State(preview): State<Shared>) -> Json<Value> {
    Json(json!({
        "autoSignIn": preview.switches.auto_sign_in(),
        "rotateRefreshTokens": preview.switches.rotates(),
        "openerPolicy": preview.switches.opener_policy(),
        "network": *preview.switches.network().borrow(),
        "backendUp": preview.upstream.borrow().is_some(),
    }))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Asked {
    auto_sign_in: Option<bool>,
    rotate_refresh_tokens: Option<bool>,
    opener_policy: Option<OpenerPolicy>,
    network: Option<bool>,
}

/// Sets the switches that are named and leaves the others.
async fn set_switches(state: State<Shared>, body: Bytes) -> Result<Json<Value>, Problem> {
    let asked: Asked = problem::json(&body)?;
    if let Some(on) = asked.auto_sign_in {
        state.switches.set_auto_sign_in(on);
    }
    if let Some(on) = asked.rotate_refresh_tokens {
        state.switches.set_rotates(on);
    }
    if let Some(policy) = asked.opener_policy {
        state.switches.set_opener_policy(policy);
    }
    if let Some(on) = asked.network {
        state.switches.set_network(on);
    }
    Ok(switches(state).await)
}

fn own_child(preview: &Shared) -> Result<&child::Child, Problem> {
    preview.child.as_ref().ok_or_else(Problem::backend_down)
}

async fn kill(State(preview): State<Shared>) -> Result<Json<Value>, Problem> {
    own_child(&preview)?.kill().await;
    Ok(Json(json!({})))
}

async fn start(State(preview): State<Shared>) -> Result<Json<Value>, Problem> {
    let started = own_child(&preview)?.start().await;
    started.map_err(|error| Problem::new(StatusCode::BAD_GATEWAY, error.to_string()))?;
    Ok(Json(json!({})))
}

async fn restart(state: State<Shared>) -> Result<Json<Value>, Problem> {
    own_child(&state)?.kill().await;
    start(state).await
}
