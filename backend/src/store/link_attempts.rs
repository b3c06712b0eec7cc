//! Links under way: each is one browser session's, and good for one return.

use sqlx::{Row, SqliteConnection};

use super::people::TenantId;
use super::{Store, StoreError, millis};

/// Begins a link: notes the attempt by the hash of its state, for one browser session.
pub async fn begin(
    store: &Store,
    tenant: &TenantId,
    id: &str,
    state: &[u8],
    session: &[u8],
    (now, expires): (u64, u64),
) -> Result<(), StoreError> {
    let mut all = store.begin().await?;
    let drop_earlier = sqlx::query("DELETE FROM link_attempts WHERE connection = ? AND tenant = ?");
    drop_earlier.bind(id).bind(&tenant.0).execute(&mut *all).await?;
    sqlx::query(
        "INSERT INTO link_attempts (hash, connection, tenant, session, expires) \
         VALUES (?, ?, ?, ?, ?)",
    )
    .bind(state)
    .bind(id)
    .bind(&tenant.0)
    .bind(session)
    .bind(millis(expires))
    .execute(&mut *all)
    .await?;
    sqlx::query("UPDATE connections SET linking = ? WHERE tenant = ? AND id = ?")
        .bind(millis(now))
        .bind(&tenant.0)
        .bind(id)
        .execute(&mut *all)
        .await?;
    all.commit().await?;
    Ok(())
}

/// A link that came back.
#[derive(Debug)]
pub struct Attempt {
    /// Whose.
    pub tenant: TenantId,
    /// Which connection.
    pub connection: String,
    /// The hash of the session that began it.
    pub session: Vec<u8>,
}

/// Uses an attempt up. Of two that come back at once, one gets it.
pub async fn take(store: &Store, state: &[u8], now: u64) -> Result<Option<Attempt>, StoreError> {
    let row = sqlx::query(
        "DELETE FROM link_attempts WHERE hash = ? RETURNING tenant, connection, session, expires",
    )
    .bind(state)
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    if row.try_get::<i64, _>("expires")? < millis(now) {
        return Ok(None);
    }
    Ok(Some(Attempt {
        tenant: TenantId(row.try_get("tenant")?),
        connection: row.try_get("connection")?,
        session: row.try_get("session")?,
    }))
}

/// Ends attempts that never came back, so that the console stops waiting.
pub(super) async fn tidy(all: &mut SqliteConnection, now: u64) -> Result<(), StoreError> {
    for sql in [
        "UPDATE connections SET linking = NULL WHERE id IN \
         (SELECT connection FROM link_attempts WHERE expires < ?)",
        "DELETE FROM link_attempts WHERE expires < ?",
    ] {
        sqlx::query(sql).bind(millis(now)).execute(&mut *all).await?;
    }
    Ok(())
}
