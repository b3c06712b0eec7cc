//! `GET …/checks`: what keeps a tenant from working, asked live.

use axum::Json;
use axum::extract::State;
use contract::console::{Checks, Role};
use std::sync::Arc;

use super::refusal::Refusal;
use super::who::InTenant;
use crate::app::App;
use crate::checks;

/// Everything at once.
pub async fn show(
    State(app): State<Arc<App>>,
    InTenant { who, tenant }: InTenant,
) -> Result<Json<Checks>, Refusal> {
    let role = if who.person.owner { Role::Owner } else { Role::Administrator };
    Ok(Json(checks::run(&app, &tenant, role).await?))
}
