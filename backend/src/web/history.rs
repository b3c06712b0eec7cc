//! `/api/history`: the agent's own calls, and that they have looked at the missed ones.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use contract::History;
use serde::Deserialize;
use std::sync::Arc;

use super::body::SignedIn;
use crate::app::App;
use crate::problem::Failure;

/// Which calls.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    before: Option<u64>,
    #[serde(default)]
    missed: bool,
}

/// `GET /api/history`.
pub async fn list(
    State(app): State<Arc<App>>,
    SignedIn(agent): SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<axum::Json<History>, Failure> {
    let Wanted { before, missed } = wanted;
    Ok(axum::Json(app.switchboard.history(&agent, before, missed).await?))
}

/// `POST /api/history/seen`.
pub async fn seen(
    State(app): State<Arc<App>>,
    SignedIn(agent): SignedIn,
) -> Result<StatusCode, Failure> {
    app.switchboard.missed_are_seen(&agent).await?;
    Ok(StatusCode::NO_CONTENT)
}
