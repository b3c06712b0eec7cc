//! `GET …/meter`: how much of HubSpot's allowance the tenant's account has used.

use axum::Json;
use axum::extract::State;
use contract::console::{Meter, MeterRow};
use record::allowance::Used;
use std::sync::Arc;

use super::link::refused;
use super::refusal::Refusal;
use super::who::InTenant;
use crate::app::App;

/// What is counted here, and what HubSpot's answers say. Nothing is asked for it.
pub async fn show(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
) -> Result<Json<Meter>, Refusal> {
    let figures = app.switchboard.client.figures(&tenant).await.map_err(|e| refused(&e))?;
    let row = |name: &str, of: Used| MeterRow {
        name: name.to_owned(),
        used: of.used,
        limit: of.limit,
        learnt: of.learnt,
    };
    // Until HubSpot tells its own count, it is ours.
    let day = if figures.day.learnt {
        "Requests today"
    } else {
        "Requests today (ours, since the service was started)"
    };
    Ok(Json(Meter {
        limits: vec![
            row("Requests in 10 seconds", figures.plain),
            row("Searches in a second", figures.searches),
            row(day, figures.day),
        ],
        waiting: figures.waiting,
        paused_until: figures.paused_until,
        refused: figures.refused,
    }))
}
