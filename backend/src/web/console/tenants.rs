//! Making and naming tenants.

use axum::extract::State;
use axum::http::StatusCode;
use contract::console::{Membership, Role, TenantRow};
use std::sync::Arc;

use super::refusal::{Refusal, Wrong};
use super::who::{InTenant, Owner};
use crate::app::App;
use crate::store::people;
use crate::web::body::Json;

/// `POST /api/console/tenants`: owners make tenants. Two may have the same name.
pub async fn add(
    State(app): State<Arc<App>>,
    _: Owner,
    Json { value, .. }: Json<TenantRow>,
) -> Result<(StatusCode, axum::Json<Membership>), Refusal> {
    let name = name(&value)?;
    let tenant = people::add_tenant(&app.store, &name).await?;
    let made = Membership { tenant: tenant.0, name, role: Role::Owner };
    Ok((StatusCode::CREATED, axum::Json(made)))
}

/// `PATCH /api/console/tenants/{tenant}`.
pub async fn rename(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Json { value, .. }: Json<TenantRow>,
) -> Result<StatusCode, Refusal> {
    people::rename_tenant(&app.store, &tenant, &name(&value)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn name(row: &TenantRow) -> Result<String, Refusal> {
    let mut wrong = Wrong::default();
    let name = wrong.text("name", &row.name, 80);
    wrong.check()?;
    Ok(name)
}
