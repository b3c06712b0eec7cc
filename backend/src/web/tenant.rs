//! `POST /api/tenant`: an agent of several tenants chooses the one to work for.

use axum::extract::State;
use axum::http::StatusCode;
use contract::Session;
use serde::Deserialize;
use std::sync::Arc;

use super::body::{Json, SignedIn};
use crate::app::App;
use crate::problem::Failure;
use crate::store::matching;
use crate::{clock, sign_in};

/// The body.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    /// The tenant's id.
    tenant: String,
}

/// Every surface of the agent hears that it is signed out and comes back as the agent of the chosen
/// tenant; this one can with the session that it gets at once, also where it keeps no cookie.
pub async fn choose(
    State(app): State<Arc<App>>,
    SignedIn(agent): SignedIn,
    Json { value, .. }: Json<Chosen>,
) -> Result<axum::Json<Session>, Failure> {
    let beside = matching::beside(&app.store, &agent).await?;
    let found = beside.into_iter().find(|(_, tenant, _)| tenant.0 == value.tenant);
    let Some((next, tenant, _)) = found else {
        return Err(Failure::new(
            StatusCode::NOT_FOUND,
            "invalid",
            "You have no line in this tenant. Ask an administrator for one.",
        ));
    };
    if next != agent {
        app.switchboard.move_to(&agent, &next, &tenant).await?;
    }
    let session = sign_in::open(&app, &next, clock::now()).await?;
    Ok(axum::Json(session))
}
