//! What a page reads: the snapshot, and how a number will be dialled.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use contract::{NumberReading, Snapshot};
use serde::Deserialize;
use std::sync::Arc;

use super::body::SignedIn;
use crate::app::App;
use crate::problem::Failure;
use crate::{number, wish};

/// `GET /api/snapshot`.
pub async fn snapshot(
    State(app): State<Arc<App>>,
    SignedIn(agent): SignedIn,
) -> Result<Json<Snapshot>, Failure> {
    Ok(Json(app.switchboard.snapshot(&agent).await?))
}

/// What is asked about a number.
#[derive(Debug, Deserialize)]
pub struct Asked {
    typed: String,
    country: Option<String>,
}

/// `GET /api/number?typed=…[&country=GB]`.
pub async fn read(
    State(app): State<Arc<App>>,
    SignedIn(agent): SignedIn,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<NumberReading>, Failure> {
    let Query(Asked { typed, country }) = asked.map_err(|_| {
        Failure::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "invalid",
            "Say which number: /api/number?typed=…",
        )
    })?;
    let agent = app.switchboard.cell(&agent).await?.agent();
    Ok(Json(number::read(
        &typed,
        country.as_deref(),
        &agent.country,
        wish::carries_emergency_calls(&agent),
    )))
}
