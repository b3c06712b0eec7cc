//! What agents have reported, for thirty days, and what a report says of their last calls.

use call::Call;
use contract::CallSound;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::people::{AgentId, TenantId};
use super::{Store, StoreError, call_log, millis};

/// How long a report is kept, in milliseconds.
pub(super) const KEPT: u64 = 30 * 24 * 60 * 60_000;
/// Reports that an agent may send in an hour.
const AN_HOUR: i64 = 5;
const HOUR: u64 = 60 * 60_000;
/// The reports that are listed.
const LISTED: i64 = 100;
/// What a report says of one call's ledger at most.
const ENTRIES: i64 = 200;

/// A report as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: String,
    /// When it was sent.
    pub at: u64,
    /// The agent's name.
    pub agent: String,
    /// What they wrote.
    pub said: String,
    /// All of it.
    pub text: String,
}

/// A new report.
#[derive(Debug)]
pub struct New<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whose.
    pub agent: &'a AgentId,
    /// Their tenant.
    pub tenant: &'a TenantId,
    /// When.
    pub at: u64,
    /// What they wrote, without what identifies others.
    pub said: &'a str,
    /// All of it, likewise.
    pub text: &'a str,
}

/// A call of an agent, with how it sounded and what happened to it: when, and a word that holds
/// nothing of what was said or typed.
#[derive(Debug)]
pub struct Reported {
    /// The call.
    pub call: Call,
    /// How it sounded.
    pub sound: Option<CallSound>,
    /// Its ledger, oldest first.
    pub ledger: Vec<(u64, String)>,
}

/// Keeps a report; not if the agent has sent enough of them within the hour.
pub async fn keep(store: &Store, new: &New<'_>) -> Result<bool, StoreError> {
    let mut all = store.begin().await?;
    let row = sqlx::query("SELECT count(*) AS n FROM reports WHERE agent = ? AND at > ?")
        .bind(&new.agent.0)
        .bind(millis(new.at.saturating_sub(HOUR)))
        .fetch_one(&mut *all)
        .await?;
    if row.try_get::<i64, _>("n")? >= AN_HOUR {
        return Ok(false);
    }
    sqlx::query(
        "INSERT INTO reports (id, tenant, agent, at, said, text) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(new.id)
    .bind(&new.tenant.0)
    .bind(&new.agent.0)
    .bind(millis(new.at))
    .bind(new.said)
    .bind(new.text)
    .execute(&mut *all)
    .await?;
    all.commit().await?;
    Ok(true)
}

/// The reports of a tenant, newest first, without their texts.
pub async fn list(store: &Store, tenant: &TenantId) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT r.id, r.at, a.name AS agent, r.said, '' AS text FROM reports r ",
        "JOIN agents a ON a.id = r.agent WHERE r.tenant = ? ORDER BY r.at DESC, r.id DESC LIMIT ?"
    ))
    .bind(&tenant.0)
    .bind(LISTED)
    .fetch_all(&store.pool)
    .await?;
    rows.iter().map(read).collect()
}

/// One report of a tenant.
pub async fn one(store: &Store, tenant: &TenantId, id: &str) -> Result<Option<Kept>, StoreError> {
    let row = sqlx::query(concat!(
        "SELECT r.id, r.at, a.name AS agent, r.said, r.text FROM reports r ",
        "JOIN agents a ON a.id = r.agent WHERE r.tenant = ? AND r.id = ?"
    ))
    .bind(&tenant.0)
    .bind(id)
    .fetch_optional(&store.pool)
    .await?;
    row.as_ref().map(read).transpose()
}

/// The last calls of an agent, newest first, at most so many.
pub async fn last_calls(
    store: &Store,
    agent: &AgentId,
    most: u32,
) -> Result<Vec<Reported>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT id, state, sound FROM calls WHERE agent = ? ",
        "ORDER BY started DESC, id DESC LIMIT ?"
    ))
    .bind(&agent.0)
    .bind(i64::from(most))
    .fetch_all(&store.pool)
    .await?;
    let mut calls = Vec::with_capacity(rows.len());
    for row in &rows {
        calls.push(Reported {
            call: serde_json::from_str(row.try_get("state")?)?,
            sound: call_log::sound(row)?,
            ledger: ledger(store, row.try_get("id")?).await?,
        });
    }
    Ok(calls)
}

async fn ledger(store: &Store, call: &str) -> Result<Vec<(u64, String)>, StoreError> {
    let rows = sqlx::query("SELECT at, what FROM ledger WHERE call = ? ORDER BY n LIMIT ?")
        .bind(call)
        .bind(ENTRIES)
        .fetch_all(&store.pool)
        .await?;
    rows.iter().map(|row| Ok((moment(row)?, row.try_get("what")?))).collect()
}

fn read(row: &SqliteRow) -> Result<Kept, StoreError> {
    Ok(Kept {
        id: row.try_get("id")?,
        at: moment(row)?,
        agent: row.try_get("agent")?,
        said: row.try_get("said")?,
        text: row.try_get("text")?,
    })
}

fn moment(row: &SqliteRow) -> Result<u64, StoreError> {
    Ok(u64::try_from(row.try_get::<i64, _>("at")?).unwrap_or(0))
}
