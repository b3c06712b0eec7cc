//! An agent's own calls, as they see them, and which of the missed ones they have not looked at.

use call::Call;
use record::Record;
use sqlx::{QueryBuilder, Row};

use super::people::AgentId;
use super::{Store, StoreError, millis};

/// A call of an agent, with its record where it has one.
#[derive(Debug, Clone)]
pub struct Past {
    /// The call.
    pub call: Call,
    /// Its record. One of several who were rung has it.
    pub record: Option<Record>,
}

/// The agent's calls that began before a moment, newest first, at most so many; calls that still ring
/// or are spoken are not among them.
pub async fn list(
    store: &Store,
    agent: &AgentId,
    before: Option<u64>,
    missed: bool,
    most: u32,
) -> Result<Vec<Past>, StoreError> {
    let mut query = QueryBuilder::new(
        "SELECT c.state AS call, r.state AS record FROM calls c \
         LEFT JOIN records r ON r.call = c.id WHERE c.agent = ",
    );
    query.push_bind(&agent.0);
    query.push(
        " AND (json_extract(c.state, '$.stage.Closed') IS NOT NULL \
         OR json_extract(c.state, '$.stage.WrapUp') IS NOT NULL)",
    );
    if let Some(before) = before {
        query.push(" AND c.started < ").push_bind(millis(before));
    }
    if missed {
        query.push(" AND c.missed > 0");
    }
    query.push(" ORDER BY c.started DESC, c.id DESC LIMIT ").push_bind(i64::from(most));
    let rows = query.build().fetch_all(&store.pool).await?;
    let mut list = Vec::with_capacity(rows.len());
    for row in rows {
        let record: Option<String> = row.try_get("record")?;
        list.push(Past {
            call: serde_json::from_str(row.try_get("call")?)?,
            record: record.map(|state| serde_json::from_str(&state)).transpose()?,
        });
    }
    Ok(list)
}

/// How many missed calls the agent has not looked at.
pub async fn unseen(store: &Store, agent: &AgentId) -> Result<u32, StoreError> {
    let row = sqlx::query("SELECT count(*) AS n FROM calls WHERE agent = ? AND missed = 1");
    Ok(row.bind(&agent.0).fetch_one(&store.pool).await?.try_get("n")?)
}

/// The agent has looked at all of them.
pub async fn seen(store: &Store, agent: &AgentId) -> Result<(), StoreError> {
    sqlx::query("UPDATE calls SET missed = 2 WHERE agent = ? AND missed = 1")
        .bind(&agent.0)
        .execute(&store.pool)
        .await?;
    Ok(())
}
