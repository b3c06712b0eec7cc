//! The numbers of ring groups: each rings in one place only, whatever tenant it is.

use sqlx::{Row, SqliteConnection};

use super::people::TenantId;
use super::{Store, StoreError};

/// The tenant that has a group with this number (E.164).
pub async fn tenant_of(store: &Store, number: &str) -> Result<Option<TenantId>, StoreError> {
    let row = sqlx::query("SELECT tenant FROM group_numbers WHERE number = ?")
        .bind(number)
        .fetch_optional(&store.pool)
        .await?;
    Ok(row.map(|row| row.try_get("tenant").map(TenantId)).transpose()?)
}

/// Whether a group, of whatever tenant, has this number.
pub(super) async fn has(
    connection: &mut SqliteConnection,
    number: &str,
) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT 1 FROM group_numbers WHERE number = ?").bind(number);
    Ok(row.fetch_optional(connection).await?.is_some())
}

/// Of these numbers those that a line, or a group of another tenant, has.
pub async fn taken(
    store: &Store,
    tenant: &TenantId,
    numbers: &[String],
) -> Result<Vec<String>, StoreError> {
    let mut taken = Vec::new();
    for number in numbers {
        let row = sqlx::query(concat!(
            "SELECT 1 FROM lines l JOIN agents a ON a.line = l.id ",
            "WHERE a.active = 1 AND l.number = ?1 UNION ALL ",
            "SELECT 1 FROM group_numbers WHERE number = ?1 AND tenant <> ?2 LIMIT 1"
        ))
        .bind(number)
        .bind(&tenant.0);
        if row.fetch_optional(&store.pool).await?.is_some() {
            taken.push(number.clone());
        }
    }
    Ok(taken)
}

/// The numbers of a tenant's groups are these from now on. One that was taken meanwhile fails, with
/// all of the transaction.
pub(super) async fn replace(
    connection: &mut SqliteConnection,
    tenant: &TenantId,
    numbers: impl Iterator<Item = &str>,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM group_numbers WHERE tenant = ?")
        .bind(&tenant.0)
        .execute(&mut *connection)
        .await?;
    for number in numbers {
        sqlx::query("INSERT INTO group_numbers (number, tenant) VALUES (?, ?)")
            .bind(number)
            .bind(&tenant.0)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
