//! A tenant's calls as administrators see them: with their records, ledgers and what was refused.

use call::Call;
use contract::CallSound;
use record::Record;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row};

use super::people::TenantId;
use super::{Store, StoreError, millis};

/// A call with its record and the agent's name.
#[derive(Debug, Clone)]
pub struct Logged {
    /// The call.
    pub call: Call,
    /// Its record.
    pub record: Record,
    /// The agent's name.
    pub agent: String,
    /// How it sounded, where something was heard.
    pub sound: Option<CallSound>,
}

/// Which calls are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Those that began before this moment.
    pub before: Option<u64>,
    /// Only those that HubSpot refused.
    pub troubles: bool,
    /// Only those with a number that contains these digits.
    pub digits: String,
}

const COLUMNS: &str = "SELECT c.state AS call, r.state AS record, a.name AS agent, c.sound FROM calls c \
    JOIN records r ON r.call = c.id JOIN agents a ON a.id = c.agent WHERE c.tenant = ";

/// The calls of a tenant, newest first.
pub async fn list(
    store: &Store,
    tenant: &TenantId,
    wanted: &Wanted,
    most: u32,
) -> Result<Vec<Logged>, StoreError> {
    let mut query = QueryBuilder::new(COLUMNS);
    query.push_bind(&tenant.0);
    if let Some(before) = wanted.before {
        query.push(" AND c.started < ").push_bind(millis(before));
    }
    if wanted.troubles {
        query.push(" AND r.refused = 1");
    }
    if !wanted.digits.is_empty() {
        query.push(" AND instr(c.far, ").push_bind(&wanted.digits).push(") > 0");
    }
    query.push(" ORDER BY c.started DESC, c.id DESC LIMIT ").push_bind(i64::from(most));
    let rows = query.build().fetch_all(&store.pool).await?;
    rows.iter().map(read).collect()
}

/// One call of a tenant.
pub async fn one(
    store: &Store,
    tenant: &TenantId,
    call: &str,
) -> Result<Option<Logged>, StoreError> {
    let mut query = QueryBuilder::new(COLUMNS);
    query.push_bind(&tenant.0).push(" AND c.id = ").push_bind(call);
    query.build().fetch_optional(&store.pool).await?.as_ref().map(read).transpose()
}

fn read(row: &SqliteRow) -> Result<Logged, StoreError> {
    Ok(Logged {
        call: serde_json::from_str(row.try_get("call")?)?,
        record: serde_json::from_str(row.try_get("record")?)?,
        agent: row.try_get("agent")?,
        sound: sound(row)?,
    })
}

/// How a call sounded.
pub(super) fn sound(row: &SqliteRow) -> Result<Option<CallSound>, StoreError> {
    let text: Option<&str> = row.try_get("sound")?;
    Ok(text.map(serde_json::from_str).transpose()?)
}

/// What happened to a call: when, and what; oldest first.
pub async fn events(store: &Store, call: &str) -> Result<Vec<(u64, String)>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT at, what, 0 AS kind, n FROM ledger WHERE call = ?1 UNION ALL ",
        "SELECT at, what, 1 AS kind, n FROM record_notes WHERE call = ?1 ORDER BY at, kind, n"
    ))
    .bind(call)
    .fetch_all(&store.pool)
    .await?;
    rows.iter()
        .map(|row| {
            let at: i64 = row.try_get("at")?;
            Ok((u64::try_from(at).unwrap_or(0), row.try_get("what")?))
        })
        .collect()
}

/// How many records of a tenant wait to be written, and how many HubSpot refused.
pub async fn counts(store: &Store, tenant: &TenantId) -> Result<(u32, u32), StoreError> {
    let row = sqlx::query(concat!(
        "SELECT (SELECT count(*) FROM records WHERE tenant = ?1 AND due IS NOT NULL) AS waiting, ",
        "(SELECT count(*) FROM records WHERE tenant = ?1 AND refused = 1) AS refused"
    ))
    .bind(&tenant.0)
    .fetch_one(&store.pool)
    .await?;
    Ok((row.try_get("waiting")?, row.try_get("refused")?))
}

/// The calls of a tenant that HubSpot refused.
pub async fn refused(store: &Store, tenant: &TenantId) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query("SELECT call FROM records WHERE tenant = ? AND refused = 1")
        .bind(&tenant.0)
        .fetch_all(&store.pool)
        .await?;
    Ok(rows.iter().map(|row| row.try_get("call")).collect::<Result<_, _>>()?)
}
