//! Answers to commands, kept so that asking twice does once.

use sqlx::{Row, SqliteConnection};

use super::people::AgentId;
use super::{Store, StoreError, millis};

/// A kept answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The key that the client chose.
    pub key: String,
    /// The hash of what was asked.
    pub asked: Vec<u8>,
    /// The HTTP status.
    pub status: u16,
    /// The body; empty for 204.
    pub body: String,
}

/// The answer that was given to this agent under this key.
pub async fn find(store: &Store, agent: &AgentId, key: &str) -> Result<Option<Answer>, StoreError> {
    let row =
        sqlx::query("SELECT asked, status, body FROM idempotency WHERE agent = ? AND key = ?")
            .bind(&agent.0)
            .bind(key)
            .fetch_optional(&store.pool)
            .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Answer {
        key: key.to_owned(),
        asked: row.try_get("asked")?,
        status: row.try_get("status")?,
        body: row.try_get("body")?,
    }))
}

/// Keeps an answer on its own, for commands that changed nothing.
pub async fn keep(
    store: &Store,
    agent: &AgentId,
    answer: &Answer,
    now: u64,
) -> Result<(), StoreError> {
    let mut connection = store.pool.acquire().await?;
    write(&mut connection, agent, answer, now).await
}

/// Keeps an answer within a transaction.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    agent: &AgentId,
    answer: &Answer,
    now: u64,
) -> Result<(), StoreError> {
    sqlx::query(concat!(
        "INSERT INTO idempotency (agent, key, asked, status, body, at) VALUES (?, ?, ?, ?, ?, ?) ",
        "ON CONFLICT (agent, key) DO NOTHING"
    ))
    .bind(&agent.0)
    .bind(&answer.key)
    .bind(&answer.asked)
    .bind(answer.status)
    .bind(&answer.body)
    .bind(millis(now))
    .execute(connection)
    .await?;
    Ok(())
}
