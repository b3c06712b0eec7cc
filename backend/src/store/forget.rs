//! Forgetting calls: those that were kept long enough, and a person's on request.

use sqlx::{Row, SqliteConnection};

use super::people::TenantId;
use super::{Store, StoreError, millis};

/// The most calls that are forgotten in one transaction: nobody waits long for it.
const AT_ONCE: i64 = 500;

/// What became of a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Calls that are erased.
    pub calls: u64,
    /// Calls that stay: they go on, or HubSpot does not have them yet.
    pub kept: u64,
}

/// Forgets the finished calls of a tenant that began before a moment. What HubSpot refused stays:
/// somebody has to look at it.
pub async fn older(store: &Store, tenant: &TenantId, before: u64) -> Result<u64, StoreError> {
    let mut all = 0;
    loop {
        let mut connection = store.begin().await?;
        let rows = sqlx::query(concat!(
            "SELECT c.id FROM calls c LEFT JOIN records r ON r.call = c.id WHERE c.tenant = ? ",
            "AND c.started < ? AND c.at_hand = 0 ",
            // Of several who were rung one has the record.
            "AND (r.done = 1 AND r.refused = 0 OR r.call IS NULL AND c.fork IS NOT NULL) LIMIT ?"
        ))
        .bind(&tenant.0)
        .bind(millis(before))
        .bind(AT_ONCE)
        .fetch_all(&mut *connection)
        .await?;
        for row in &rows {
            erase(&mut connection, row.try_get("id")?).await?;
        }
        connection.commit().await?;
        all += rows.len() as u64;
        if rows.len() < AT_ONCE as usize {
            return Ok(all);
        }
    }
}

/// Forgets every call with a number (E.164) and whom agents have chosen for it, in all tenants.
/// Nothing of it is left in the file afterwards.
pub async fn number(store: &Store, number: &str) -> Result<Forgotten, StoreError> {
    let mut connection = store.pool.acquire().await?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    let rows = sqlx::query(concat!(
        "SELECT c.id, (c.at_hand = 0 AND coalesce(r.done, c.fork IS NOT NULL)) AS over ",
        "FROM calls c LEFT JOIN records r ON r.call = c.id WHERE c.far = ?"
    ))
    .bind(number)
    .fetch_all(&mut *connection)
    .await?;
    let mut forgotten = Forgotten::default();
    for row in &rows {
        if row.try_get::<Option<bool>, _>("over")? == Some(true) {
            erase(&mut connection, row.try_get("id")?).await?;
            forgotten.calls += 1;
        } else {
            forgotten.kept += 1;
        }
    }
    sqlx::query("DELETE FROM chosen_parties WHERE number = ?")
        .bind(number)
        .execute(&mut *connection)
        .await?;
    sqlx::query("COMMIT").execute(&mut *connection).await?;
    // What was deleted is still in the log that runs ahead of the file. It waits for readers as long
    // as any statement does.
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_all(&mut *connection).await?;
    Ok(forgotten)
}

async fn erase(connection: &mut SqliteConnection, call: &str) -> Result<(), StoreError> {
    let fork = sqlx::query("SELECT fork FROM calls WHERE id = ?").bind(call);
    let fork = fork.fetch_optional(&mut *connection).await?;
    let fork: Option<String> = fork.map(|row| row.try_get("fork")).transpose()?.flatten();
    for sql in [
        "DELETE FROM record_notes WHERE call = ?",
        "DELETE FROM ledger WHERE call = ?",
        "DELETE FROM records WHERE call = ?",
        "DELETE FROM calls WHERE id = ?",
    ] {
        sqlx::query(sql).bind(call).execute(&mut *connection).await?;
    }
    // Its last leg takes what several agents were rung by with it.
    if let Some(fork) = fork {
        sqlx::query(concat!(
            "DELETE FROM forks WHERE id = ?1 AND record IS NOT NULL ",
            "AND NOT EXISTS (SELECT 1 FROM calls WHERE fork = ?1)"
        ))
        .bind(fork)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
