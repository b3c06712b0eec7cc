//! Who is at the other end: whom agents have chosen for a number, with whom they spoke, and who
//! belongs to the tenant.

use call::RecordRef;
use sqlx::Row;

use super::people::{AgentId, TenantId};
use super::{Store, StoreError, millis};

/// The agents of a tenant who have a line: id and name, by name.
pub async fn agents(store: &Store, tenant: &TenantId) -> Result<Vec<(String, String)>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, name FROM agents WHERE tenant = ? AND active = 1 ORDER BY name, id",
    )
    .bind(&tenant.0)
    .fetch_all(&store.pool)
    .await?;
    let read = |row: &sqlx::sqlite::SqliteRow| -> Result<_, sqlx::Error> {
        Ok((row.try_get("id")?, row.try_get("name")?))
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Whom an agent of the tenant has chosen for a number.
pub async fn chosen(
    store: &Store,
    tenant: &TenantId,
    number: &str,
) -> Result<Option<RecordRef>, StoreError> {
    let row =
        sqlx::query("SELECT object_type, id FROM chosen_parties WHERE tenant = ? AND number = ?");
    let row = row.bind(&tenant.0).bind(number).fetch_optional(&store.pool).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(RecordRef { object_type: row.try_get("object_type")?, id: row.try_get("id")? }))
}

/// Remembers whom an agent has chosen for a number.
pub async fn choose(
    store: &Store,
    tenant: &TenantId,
    number: &str,
    record: &RecordRef,
    now: u64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO chosen_parties (tenant, number, object_type, id, at) \
         VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (tenant, number) \
         DO UPDATE SET object_type = ?3, id = ?4, at = ?5",
    )
    .bind(&tenant.0)
    .bind(number)
    .bind(&record.object_type)
    .bind(&record.id)
    .bind(millis(now))
    .execute(&store.pool)
    .await?;
    Ok(())
}

/// Forgets whom somebody has chosen: the record is gone.
pub async fn forget_choice(
    store: &Store,
    tenant: &TenantId,
    number: &str,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM chosen_parties WHERE tenant = ? AND number = ?")
        .bind(&tenant.0)
        .bind(number)
        .execute(&store.pool)
        .await?;
    Ok(())
}

/// When the tenant last spoke with this record; `None`: never. The call that asks is left out.
pub async fn last_spoken(
    store: &Store,
    tenant: &TenantId,
    record: &RecordRef,
    but: &str,
) -> Result<Option<u64>, StoreError> {
    let row = sqlx::query(
        "SELECT max(started) AS at FROM calls WHERE tenant = ? AND id <> ? \
         AND json_extract(state, '$.party.record.id') = ? \
         AND json_extract(state, '$.party.record.object_type') = ? \
         AND (json_extract(state, '$.stage.Connected') IS NOT NULL \
           OR json_extract(state, '$.stage.WrapUp') IS NOT NULL \
           OR json_extract(state, '$.stage.Closed.since') IS NOT NULL)",
    )
    .bind(&tenant.0)
    .bind(but)
    .bind(&record.id)
    .bind(&record.object_type)
    .fetch_one(&store.pool)
    .await?;
    let at: Option<i64> = row.try_get("at")?;
    Ok(at.and_then(|at| u64::try_from(at).ok()))
}

/// Whether this number is a line of the tenant.
pub async fn is_line(store: &Store, tenant: &TenantId, number: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT 1 FROM lines WHERE tenant = ? AND number = ? LIMIT 1");
    Ok(row.bind(&tenant.0).bind(number).fetch_optional(&store.pool).await?.is_some())
}

/// The e-mail addresses of the tenant's people, in lower case.
pub async fn emails(store: &Store, tenant: &TenantId) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT lower(p.email) AS email FROM people p JOIN memberships m ON m.person = p.id \
         WHERE m.tenant = ? AND p.email IS NOT NULL",
    )
    .bind(&tenant.0)
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.iter().map(|row| row.try_get("email")).collect::<Result<_, _>>()?)
}

/// Which owner of records an agent is in an account, as far as that is known.
pub async fn owner_of(
    store: &Store,
    portal: &str,
    agent: &AgentId,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(
        "SELECT o.owner FROM hubspot_owners o JOIN agents a ON a.person = o.person \
         WHERE o.portal = ? AND a.id = ?",
    );
    let row = row.bind(portal).bind(&agent.0).fetch_optional(&store.pool).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(row.try_get("owner")?)
}
