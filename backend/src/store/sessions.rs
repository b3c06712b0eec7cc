//! One-time codes, bearer tokens and renewal cookies: only their hashes are kept.

use sqlx::Row;

use super::people::AgentId;
use super::{Store, StoreError, millis};
use crate::ids;

/// What a session's secret is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The bearer token of requests.
    Token,
    /// The renewal cookie.
    Renewal,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Renewal => "renewal",
        }
    }
}

/// Keeps a one-time code.
pub async fn add_code(
    store: &Store,
    code: &str,
    agent: &AgentId,
    expires: u64,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO sign_in_codes (hash, agent, expires) VALUES (?, ?, ?)")
        .bind(ids::hash(code))
        .bind(&agent.0)
        .bind(millis(expires))
        .execute(&store.pool)
        .await?;
    Ok(())
}

/// Uses up a one-time code: the agent it was for, unless it is unknown, used or expired. Of two who
/// try at once, one gets it.
pub async fn take_code(store: &Store, code: &str, now: u64) -> Result<Option<AgentId>, StoreError> {
    let row = sqlx::query("DELETE FROM sign_in_codes WHERE hash = ? RETURNING agent, expires")
        .bind(ids::hash(code))
        .fetch_optional(&store.pool)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let fresh = row.try_get::<i64, _>("expires")? >= millis(now);
    Ok(if fresh { Some(AgentId(row.try_get("agent")?)) } else { None })
}

/// Keeps a session's secret.
pub async fn add(
    store: &Store,
    kind: Kind,
    secret: &str,
    agent: &AgentId,
    expires: u64,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO sessions (hash, kind, agent, expires) VALUES (?, ?, ?, ?)")
        .bind(ids::hash(secret))
        .bind(kind.name())
        .bind(&agent.0)
        .bind(millis(expires))
        .execute(&store.pool)
        .await?;
    Ok(())
}

/// Whose secret this is, while it is good.
pub async fn find(
    store: &Store,
    kind: Kind,
    secret: &str,
    now: u64,
) -> Result<Option<AgentId>, StoreError> {
    let row =
        sqlx::query("SELECT agent FROM sessions WHERE hash = ? AND kind = ? AND expires >= ?")
            .bind(ids::hash(secret))
            .bind(kind.name())
            .bind(millis(now))
            .fetch_optional(&store.pool)
            .await?;
    Ok(row.map(|row| row.try_get("agent").map(AgentId)).transpose()?)
}

/// Lets a secret live longer.
pub async fn prolong(
    store: &Store,
    kind: Kind,
    secret: &str,
    expires: u64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET expires = max(expires, ?) WHERE hash = ? AND kind = ?")
        .bind(millis(expires))
        .bind(ids::hash(secret))
        .bind(kind.name())
        .execute(&store.pool)
        .await?;
    Ok(())
}
