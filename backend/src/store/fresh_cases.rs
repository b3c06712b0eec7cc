//! Tickets and deals that were made a moment ago: HubSpot's search does not have them yet.

use record::FoundCase;
use sqlx::Row;

use super::people::TenantId;
use super::{Store, StoreError, millis};
use crate::clock;

/// How long HubSpot's search may take to have one, in milliseconds, generously.
const FRESH_FOR: u64 = 5 * 60_000;

/// One of them.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// `0-5` or `0-3`.
    pub object_type: String,
    /// Its id.
    pub id: String,
    /// Its pipeline.
    pub pipeline: String,
    /// The id of its customer.
    pub customer: String,
    /// Its subject or name.
    pub name: String,
    /// When it was made.
    pub made: u64,
}

/// Remembers one, and forgets those that are no longer fresh.
pub async fn add(store: &Store, tenant: &TenantId, fresh: &Fresh) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM fresh_cases WHERE made < ?")
        .bind(millis(fresh.made.saturating_sub(FRESH_FOR)))
        .execute(&store.pool)
        .await?;
    sqlx::query(concat!(
        "INSERT INTO fresh_cases (tenant, object_type, id, pipeline, customer, name, made) ",
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
    ))
    .bind(&tenant.0)
    .bind(&fresh.object_type)
    .bind(&fresh.id)
    .bind(&fresh.pipeline)
    .bind(&fresh.customer)
    .bind(&fresh.name)
    .bind(millis(fresh.made))
    .execute(&store.pool)
    .await?;
    Ok(())
}

/// Those of a customer in a pipeline, newest first.
pub async fn of(
    store: &Store,
    tenant: &TenantId,
    object_type: &str,
    customer: &str,
    pipeline: &str,
) -> Result<Vec<FoundCase>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT id, name, made FROM fresh_cases WHERE tenant = ? AND object_type = ? ",
        "AND customer = ? AND pipeline = ? AND made >= ? ORDER BY made DESC"
    ))
    .bind(&tenant.0)
    .bind(object_type)
    .bind(customer)
    .bind(pipeline)
    .bind(millis(clock::now().saturating_sub(FRESH_FOR)))
    .fetch_all(&store.pool)
    .await?;
    rows.iter()
        .map(|row| {
            let made: i64 = row.try_get("made")?;
            Ok(FoundCase {
                id: row.try_get("id")?,
                name: row.try_get("name")?,
                made: u64::try_from(made).unwrap_or(0),
                closed: None,
            })
        })
        .collect()
}
