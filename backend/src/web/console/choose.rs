//! Which connection a tenant works with, and removing one.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use std::sync::Arc;

use super::connections::one;
use super::refusal::Refusal;
use super::who::InTenant;
use crate::app::App;
use crate::clock;
use crate::links::ATTEMPT_MS;
use crate::store::connections as kept;

/// `POST …/connections/{connection}/use`.
pub async fn prefer(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    one(&app, &tenant, &id).await?;
    if !kept::prefer(&app.store, &tenant, &id).await? {
        return Err(Refusal::not_now("This account is not linked. Link it first, then use it."));
    }
    app.links.tell(&tenant);
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE …/connections/{connection}`.
pub async fn remove(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, id)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    one(&app, &tenant, &id).await?;
    let abandoned = clock::now().saturating_sub(ATTEMPT_MS);
    if !kept::remove(&app.store, &tenant, &id, abandoned).await? {
        return Err(Refusal::not_now(
            "This account is linked, or a link is under way. Unlink it first, then remove it.",
        ));
    }
    app.links.tell(&tenant);
    Ok(StatusCode::NO_CONTENT)
}
