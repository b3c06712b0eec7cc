//! `POST /api/report`: an agent says that something was wrong.

use axum::Json as Answer;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{Report, Reported};
use std::sync::Arc;

use super::body::{Json, SignedIn};
use crate::app::App;
use crate::problem::Failure;
use crate::reports;

/// Keeps it for the administrators of the agent's tenant.
pub async fn send(
    State(app): State<Arc<App>>,
    SignedIn(agent): SignedIn,
    Json { value: report, .. }: Json<Report>,
) -> Result<(StatusCode, Answer<Reported>), Failure> {
    let agent = app.switchboard.cell(&agent).await?.agent();
    match reports::keep(&app.store, &agent, &report).await? {
        Some(id) => {
            tracing::info!(report = id, "an agent has sent a report");
            Ok((StatusCode::CREATED, Answer(Reported { id })))
        }
        None => Err(Failure::new(
            StatusCode::TOO_MANY_REQUESTS,
            "not-now",
            "You have sent several reports within the hour. They are with your administrator; send another one later.",
        )),
    }
}
