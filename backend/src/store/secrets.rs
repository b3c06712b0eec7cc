//! Sealed secrets of connections. What is in them only the vault can read.

use sqlx::{Row, SqliteConnection};

use super::people::TenantId;
use super::{Store, StoreError, millis};

/// Which secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The developer API key.
    DeveloperKey,
    /// The app's client secret.
    ClientSecret,
    /// The private app's token.
    PrivateToken,
    /// The access token of a link.
    AccessToken,
    /// Its refresh token.
    RefreshToken,
    /// The password of a line or trunk at a phone system. Kept with it, see
    /// [`super::phone_systems`].
    LinePassword,
}

impl Field {
    /// Its name in the store, and for the vault.
    pub fn name(self) -> &'static str {
        match self {
            Self::DeveloperKey => "developer_key",
            Self::ClientSecret => "client_secret",
            Self::PrivateToken => "private_token",
            Self::AccessToken => "access_token",
            Self::RefreshToken => "refresh_token",
            Self::LinePassword => "line_password",
        }
    }
}

/// A stored secret.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Which, by its name.
    pub field: String,
    /// As the vault made it.
    pub sealed: Vec<u8>,
    /// When it was set.
    pub set_at: u64,
}

/// Every secret of a connection.
pub async fn of(
    store: &Store,
    tenant: &TenantId,
    connection: &str,
) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query(
        "SELECT field, sealed, set_at FROM secrets WHERE tenant = ? AND connection = ?",
    )
    .bind(&tenant.0)
    .bind(connection)
    .fetch_all(&store.pool)
    .await?;
    let mut all = Vec::new();
    for row in &rows {
        let set_at = u64::try_from(row.try_get::<i64, _>("set_at")?).unwrap_or(0);
        all.push(Kept { field: row.try_get("field")?, sealed: row.try_get("sealed")?, set_at });
    }
    Ok(all)
}

/// Every secret there is, with its tenant and connection: for the rotation of keys.
pub async fn all(store: &Store) -> Result<Vec<(TenantId, String, Kept)>, StoreError> {
    let rows = sqlx::query("SELECT tenant, connection, field, sealed, set_at FROM secrets")
        .fetch_all(&store.pool)
        .await?;
    let mut all = Vec::new();
    for row in &rows {
        let set_at = u64::try_from(row.try_get::<i64, _>("set_at")?).unwrap_or(0);
        let kept = Kept { field: row.try_get("field")?, sealed: row.try_get("sealed")?, set_at };
        all.push((TenantId(row.try_get("tenant")?), row.try_get("connection")?, kept));
    }
    Ok(all)
}

/// Puts what was sealed anew into the place of the old, unless that has changed meanwhile.
pub async fn swap(
    store: &Store,
    (tenant, connection, old): (&TenantId, &str, &Kept),
    new: &[u8],
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE secrets SET sealed = ? \
         WHERE tenant = ? AND connection = ? AND field = ? AND sealed = ?",
    )
    .bind(new)
    .bind(&tenant.0)
    .bind(connection)
    .bind(&old.field)
    .bind(&old.sealed)
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn put(
    all: &mut SqliteConnection,
    tenant: &TenantId,
    connection: &str,
    field: Field,
    sealed: &[u8],
    now: u64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO secrets (connection, field, tenant, sealed, set_at) \
         SELECT id, ?1, tenant, ?2, ?3 FROM connections WHERE tenant = ?4 AND id = ?5 \
         ON CONFLICT (connection, field) DO UPDATE SET sealed = ?2, set_at = ?3 WHERE tenant = ?4",
    )
    .bind(field.name())
    .bind(sealed)
    .bind(millis(now))
    .bind(&tenant.0)
    .bind(connection)
    .execute(&mut *all)
    .await?;
    Ok(())
}

pub(super) async fn forget(
    all: &mut SqliteConnection,
    tenant: &TenantId,
    connection: &str,
    field: Field,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM secrets WHERE tenant = ? AND connection = ? AND field = ?")
        .bind(&tenant.0)
        .bind(connection)
        .bind(field.name())
        .execute(&mut *all)
        .await?;
    Ok(())
}
