//! What a tenant's administrator has decided.

use contract::console::Settings;
use sqlx::Row;

use super::people::TenantId;
use super::{Store, StoreError, groups};

/// A tenant's settings; the defaults where nothing was stored.
pub async fn of(store: &Store, tenant: &TenantId) -> Result<Settings, StoreError> {
    let row = sqlx::query("SELECT state FROM settings WHERE tenant = ?")
        .bind(&tenant.0)
        .fetch_optional(&store.pool)
        .await?;
    match row {
        Some(row) => Ok(serde_json::from_str(row.try_get("state")?)?),
        None => Ok(Settings::default()),
    }
}

/// Stores a tenant's settings.
pub async fn save(store: &Store, tenant: &TenantId, settings: &Settings) -> Result<(), StoreError> {
    let mut all = store.begin().await?;
    let numbers = settings.groups.iter().map(|group| group.number.as_str());
    groups::replace(&mut all, tenant, numbers).await?;
    sqlx::query(concat!(
        "INSERT INTO settings (tenant, state) VALUES (?, ?) ",
        "ON CONFLICT (tenant) DO UPDATE SET state = excluded.state"
    ))
    .bind(&tenant.0)
    .bind(serde_json::to_string(settings)?)
    .execute(&mut *all)
    .await?;
    all.commit().await?;
    Ok(())
}
