//! A tenant's links to HubSpot. Every query names the tenant.

use contract::console::{ConnectionKind, DefaultUser};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::people::TenantId;
use super::secrets::{self, Field};
use super::{Store, StoreError, millis};

/// A connection as it is stored, without its secrets.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub tenant: TenantId,
    /// Its name.
    pub name: String,
    /// How the account is got at.
    pub kind: ConnectionKind,
    /// HubSpot's number of the account.
    pub portal: String,
    /// The app's id.
    pub app_id: String,
    /// The app's client id.
    pub client_id: String,
    /// Since when it is linked.
    pub linked: Option<u64>,
    /// Who linked it, in HubSpot.
    pub linked_by: Option<String>,
    /// The scopes that were granted.
    pub scopes: Vec<String>,
    /// Where the account's pages are.
    pub ui_domain: Option<String>,
    /// Since when a link is under way.
    pub linking: Option<u64>,
    /// Why it is not linked.
    pub why: Option<String>,
    /// When the access token runs out.
    pub access_expires: u64,
    /// Who gets what belongs to nobody.
    pub default_user: Option<DefaultUser>,
    /// Whether people may sign in through its app.
    pub sign_in: bool,
    /// Another calling app that the account is moving away from.
    pub old_app: String,
    /// Where the account's data is; empty if unknown.
    pub region: String,
}

/// What the form says.
#[derive(Debug, Clone)]
pub struct Entered {
    /// See [`Connection::name`].
    pub name: String,
    /// See [`Connection::kind`].
    pub kind: ConnectionKind,
    /// See [`Connection::portal`].
    pub portal: String,
    /// See [`Connection::app_id`].
    pub app_id: String,
    /// See [`Connection::client_id`].
    pub client_id: String,
    /// See [`Connection::sign_in`].
    pub sign_in: bool,
    /// See [`Connection::old_app`].
    pub old_app: String,
    /// See [`Connection::region`]; `None` leaves it as it is.
    pub region: Option<String>,
}

/// A secret to be stored: its field, and what the vault made of it.
pub type Sealed = (Field, Vec<u8>);

/// The connections of a tenant, the oldest first.
pub async fn list(store: &Store, tenant: &TenantId) -> Result<Vec<Connection>, StoreError> {
    let rows = sqlx::query("SELECT * FROM connections WHERE tenant = ? ORDER BY made, id")
        .bind(&tenant.0)
        .fetch_all(&store.pool)
        .await?;
    rows.iter().map(read).collect()
}

/// One connection of a tenant.
pub async fn one(
    store: &Store,
    tenant: &TenantId,
    id: &str,
) -> Result<Option<Connection>, StoreError> {
    let row = sqlx::query("SELECT * FROM connections WHERE tenant = ? AND id = ?")
        .bind(&tenant.0)
        .bind(id)
        .fetch_optional(&store.pool)
        .await?;
    row.as_ref().map(read).transpose()
}

/// The connection that a tenant works with: of those that are linked the chosen one, else the first.
pub async fn in_use(store: &Store, tenant: &TenantId) -> Result<Option<Connection>, StoreError> {
    let row = sqlx::query(
        "SELECT * FROM connections WHERE tenant = ? AND linked IS NOT NULL \
         ORDER BY preferred DESC, made, id LIMIT 1",
    )
    .bind(&tenant.0)
    .fetch_optional(&store.pool)
    .await?;
    row.as_ref().map(read).transpose()
}

/// Chooses the connection that a tenant works with. `false` when it is not linked.
pub async fn prefer(store: &Store, tenant: &TenantId, id: &str) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE connections SET preferred = (id = ?1) WHERE tenant = ?2 AND EXISTS \
         (SELECT 1 FROM connections c WHERE c.tenant = ?2 AND c.id = ?1 AND c.linked IS NOT NULL)",
    );
    let done = done.bind(id).bind(&tenant.0).execute(&store.pool).await?;
    Ok(done.rows_affected() > 0)
}

/// Removes a connection and its secrets. `false` when it is linked, or a link that was begun after
/// `abandoned` may still come back.
pub async fn remove(
    store: &Store,
    tenant: &TenantId,
    id: &str,
    abandoned: u64,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "DELETE FROM connections WHERE tenant = ? AND id = ? AND linked IS NULL \
         AND (linking IS NULL OR linking < ?)",
    );
    let done = done.bind(&tenant.0).bind(id).bind(millis(abandoned)).execute(&store.pool).await?;
    Ok(done.rows_affected() == 1)
}

/// Every linked connection, in any tenant, to the same account by the same app, but for this one.
pub async fn by_same_app(store: &Store, of: &Connection) -> Result<Vec<Connection>, StoreError> {
    let rows = sqlx::query(
        "SELECT * FROM connections WHERE portal = ? AND client_id = ? AND kind = 'oauth' \
         AND linked IS NOT NULL AND id <> ? ORDER BY made, id",
    )
    .bind(&of.portal)
    .bind(&of.client_id)
    .bind(&of.id)
    .fetch_all(&store.pool)
    .await?;
    rows.iter().map(read).collect()
}

/// Stores a form and its secrets, all of it or nothing. `false` when the name is taken.
pub async fn save(
    store: &Store,
    tenant: &TenantId,
    id: &str,
    entered: &Entered,
    sealed: &[Sealed],
    now: u64,
) -> Result<bool, StoreError> {
    let mut all = store.begin().await?;
    let taken = sqlx::query("SELECT 1 FROM connections WHERE tenant = ? AND name = ? AND id <> ?")
        .bind(&tenant.0)
        .bind(&entered.name)
        .bind(id)
        .fetch_optional(&mut *all)
        .await?;
    if taken.is_some() {
        return Ok(false);
    }
    sqlx::query(
        "INSERT INTO connections \
         (id, tenant, name, kind, portal, app_id, client_id, made, sign_in, old_app, region) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, coalesce(?11, '')) \
         ON CONFLICT (id) DO UPDATE SET name = ?3, kind = ?4, portal = ?5, app_id = ?6, \
         client_id = ?7, sign_in = ?9, old_app = ?10, region = coalesce(?11, region) \
         WHERE tenant = ?2",
    )
    .bind(id)
    .bind(&tenant.0)
    .bind(&entered.name)
    .bind(kind_name(entered.kind))
    .bind(&entered.portal)
    .bind(&entered.app_id)
    .bind(&entered.client_id)
    .bind(millis(now))
    .bind(entered.sign_in)
    .bind(&entered.old_app)
    .bind(&entered.region)
    .execute(&mut *all)
    .await?;
    for (field, sealed) in sealed {
        secrets::put(&mut all, tenant, id, *field, sealed, now).await?;
    }
    all.commit().await?;
    Ok(true)
}

/// What a link brings.
#[derive(Debug)]
pub struct Linked<'a> {
    /// Who linked it, in HubSpot.
    pub by: Option<&'a str>,
    /// What was granted.
    pub scopes: &'a [String],
    /// Where the account's pages are.
    pub ui_domain: Option<&'a str>,
    /// When the access token runs out.
    pub access_expires: u64,
    /// The keyed hash of the refresh token.
    pub refresh_mark: Option<&'a [u8]>,
    /// The tokens.
    pub sealed: &'a [Sealed],
}

/// Notes a link and keeps its tokens.
pub async fn link(
    store: &Store,
    tenant: &TenantId,
    id: &str,
    linked: &Linked<'_>,
    now: u64,
) -> Result<(), StoreError> {
    let mut all = store.begin().await?;
    sqlx::query(
        "UPDATE connections SET linked = ?, linked_by = ?, scopes = ?, ui_domain = ?, \
         access_expires = ?, refresh_mark = ?, linking = NULL, why = NULL \
         WHERE tenant = ? AND id = ?",
    )
    .bind(millis(now))
    .bind(linked.by)
    .bind(serde_json::to_string(linked.scopes)?)
    .bind(linked.ui_domain)
    .bind(millis(linked.access_expires))
    .bind(linked.refresh_mark)
    .bind(&tenant.0)
    .bind(id)
    .execute(&mut *all)
    .await?;
    for (field, sealed) in linked.sealed {
        secrets::put(&mut all, tenant, id, *field, sealed, now).await?;
    }
    all.commit().await?;
    Ok(())
}

/// Keeps the tokens of a refresh, if the link still stands.
pub async fn refreshed(
    store: &Store,
    tenant: &TenantId,
    id: &str,
    access_expires: u64,
    refresh_mark: &[u8],
    sealed: &[Sealed],
    now: u64,
) -> Result<bool, StoreError> {
    let mut all = store.begin().await?;
    let done = sqlx::query(
        "UPDATE connections SET access_expires = ?, refresh_mark = ? \
         WHERE tenant = ? AND id = ? AND linked IS NOT NULL",
    )
    .bind(millis(access_expires))
    .bind(refresh_mark)
    .bind(&tenant.0)
    .bind(id)
    .execute(&mut *all)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    for (field, sealed) in sealed {
        secrets::put(&mut all, tenant, id, *field, sealed, now).await?;
    }
    all.commit().await?;
    Ok(true)
}

/// Ends a link and forgets its tokens, a private app's too. With `why` the console says so.
pub async fn unlink(
    store: &Store,
    tenant: &TenantId,
    id: &str,
    why: Option<&str>,
) -> Result<(), StoreError> {
    let mut all = store.begin().await?;
    sqlx::query(
        "UPDATE connections SET linked = NULL, linked_by = NULL, scopes = '[]', ui_domain = NULL, \
         linking = NULL, why = ?, access_expires = 0, refresh_mark = NULL \
         WHERE tenant = ? AND id = ?",
    )
    .bind(why)
    .bind(&tenant.0)
    .bind(id)
    .execute(&mut *all)
    .await?;
    for field in [Field::AccessToken, Field::RefreshToken, Field::PrivateToken] {
        secrets::forget(&mut all, tenant, id, field).await?;
    }
    all.commit().await?;
    Ok(())
}

/// Notes why a link did not come about; an earlier link stays as it is.
pub async fn not_linked(
    store: &Store,
    tenant: &TenantId,
    id: &str,
    why: &str,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE connections SET linking = NULL, why = ? WHERE tenant = ? AND id = ?")
        .bind(why)
        .bind(&tenant.0)
        .bind(id)
        .execute(&store.pool)
        .await?;
    Ok(())
}

/// Whether somebody else holds the refresh token with this mark.
pub async fn mark_elsewhere(store: &Store, mark: &[u8], id: &str) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT 1 FROM connections WHERE refresh_mark = ? AND id <> ? LIMIT 1");
    Ok(found.bind(mark).bind(id).fetch_optional(&store.pool).await?.is_some())
}

/// The mark of a connection's refresh token.
pub async fn mark(
    store: &Store,
    tenant: &TenantId,
    id: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = sqlx::query("SELECT refresh_mark FROM connections WHERE tenant = ? AND id = ?")
        .bind(&tenant.0)
        .bind(id)
        .fetch_optional(&store.pool)
        .await?;
    Ok(row.map(|row| row.try_get("refresh_mark")).transpose()?.flatten())
}

/// Who gets what belongs to nobody.
pub async fn set_default_user(
    store: &Store,
    tenant: &TenantId,
    id: &str,
    user: &DefaultUser,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE connections SET default_owner = ?, default_name = ?, default_creates = ?, \
         default_updates = ? WHERE tenant = ? AND id = ?",
    )
    .bind(&user.owner)
    .bind(&user.name)
    .bind(user.creates)
    .bind(user.updates)
    .bind(&tenant.0)
    .bind(id)
    .execute(&store.pool)
    .await?;
    Ok(())
}

fn kind_name(kind: ConnectionKind) -> &'static str {
    match kind {
        ConnectionKind::OAuth => "oauth",
        ConnectionKind::PrivateApp => "private-app",
    }
}

pub(super) fn read(row: &SqliteRow) -> Result<Connection, StoreError> {
    let moment = |name: &str| -> Result<Option<u64>, sqlx::Error> {
        let at: Option<i64> = row.try_get(name)?;
        Ok(at.and_then(|at| u64::try_from(at).ok()))
    };
    let owner: Option<String> = row.try_get("default_owner")?;
    let default_user = match owner {
        Some(owner) => Some(DefaultUser {
            owner,
            name: row.try_get("default_name")?,
            creates: row.try_get("default_creates")?,
            updates: row.try_get("default_updates")?,
        }),
        None => None,
    };
    Ok(Connection {
        id: row.try_get("id")?,
        tenant: TenantId(row.try_get("tenant")?),
        name: row.try_get("name")?,
        kind: match row.try_get::<&str, _>("kind")? {
            "private-app" => ConnectionKind::PrivateApp,
            _ => ConnectionKind::OAuth,
        },
        portal: row.try_get("portal")?,
        app_id: row.try_get("app_id")?,
        client_id: row.try_get("client_id")?,
        linked: moment("linked")?,
        linked_by: row.try_get("linked_by")?,
        scopes: serde_json::from_str(row.try_get("scopes")?)?,
        ui_domain: row.try_get("ui_domain")?,
        linking: moment("linking")?,
        why: row.try_get("why")?,
        access_expires: moment("access_expires")?.unwrap_or(0),
        default_user,
        sign_in: row.try_get("sign_in")?,
        old_app: row.try_get("old_app")?,
        region: row.try_get("region")?,
    })
}
