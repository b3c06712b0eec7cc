//! Calls that ring several agents: which of the legs has the one record. It is decided in the
//! transaction that writes the leg, so that no crash makes it two or none.

use call::{Call, Stage};
use sqlx::{Row, SqliteConnection};

use super::people::{AgentId, TenantId};
use super::{Store, StoreError};

/// A far end begins to ring several agents. Written before the first of them hears of it.
pub async fn begin(store: &Store, tenant: &TenantId, far: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO forks (id, tenant) VALUES (?, ?)")
        .bind(far)
        .bind(&tenant.0)
        .execute(&store.pool)
        .await?;
    Ok(())
}

/// Every agent has been offered it; from now on one of the legs can be the last. Answers the leg that
/// has ended last, where all of them are over already and none has the record.
pub async fn offered(
    store: &Store,
    far: &str,
) -> Result<Option<(AgentId, call::CallId)>, StoreError> {
    let mut all = store.begin().await?;
    sqlx::query("UPDATE forks SET offered = 1 WHERE id = ?").bind(far).execute(&mut *all).await?;
    let last = last_to_end(&mut all, far).await?;
    all.commit().await?;
    Ok(last)
}

/// The far ends of an earlier process that may still be without a record.
pub async fn open(store: &Store) -> Result<Vec<String>, StoreError> {
    // Those that nobody heard of.
    sqlx::query("DELETE FROM forks WHERE NOT EXISTS (SELECT 1 FROM calls WHERE fork = forks.id)")
        .execute(&store.pool)
        .await?;
    let rows = sqlx::query("SELECT id FROM forks WHERE record IS NULL OR offered = 0")
        .fetch_all(&store.pool)
        .await?;
    Ok(rows.iter().map(|row| row.try_get("id")).collect::<Result<_, _>>()?)
}

/// The name of the agent who has taken the call that a leg hangs on, if it is another leg's.
pub async fn taken_by(store: &Store, leg: &Call) -> Result<Option<String>, StoreError> {
    let Some(fork) = leg.fork() else { return Ok(None) };
    let row = sqlx::query(concat!(
        "SELECT a.name FROM forks f JOIN calls c ON c.id = f.record ",
        "JOIN agents a ON a.id = c.agent WHERE f.id = ? AND c.id <> ?"
    ))
    .bind(&fork.of.0)
    .bind(&leg.id().0)
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(|row| row.try_get("name")).transpose()?)
}

/// Whether this call is the one that its record goes by. Of legs that is the one that was answered,
/// else the one that ended last; before that it is none.
pub(super) async fn has_the_record(
    connection: &mut SqliteConnection,
    call: &Call,
) -> Result<bool, StoreError> {
    let Some(fork) = call.fork() else { return Ok(true) };
    let row = sqlx::query("SELECT offered, record FROM forks WHERE id = ?")
        .bind(&fork.of.0)
        .fetch_one(&mut *connection)
        .await?;
    if let Some(record) = row.try_get::<Option<String>, _>("record")? {
        return Ok(record == call.id().0);
    }
    let is_it = match call.stage() {
        Stage::Connected(_) | Stage::WrapUp(_) => true,
        Stage::Closed(closed) if closed.since.is_some() => true,
        Stage::Closed(_) if row.try_get("offered")? => {
            !rings_on(connection, &fork.of.0, &call.id().0).await?
        }
        _ => false,
    };
    if is_it {
        sqlx::query("UPDATE forks SET record = ? WHERE id = ?")
            .bind(&call.id().0)
            .bind(&fork.of.0)
            .execute(connection)
            .await?;
    }
    Ok(is_it)
}

/// Whether another leg is not over yet.
async fn rings_on(
    connection: &mut SqliteConnection,
    far: &str,
    besides: &str,
) -> Result<bool, StoreError> {
    let legs = legs(connection, far).await?;
    Ok(legs.iter().any(|(_, leg)| leg.id().0 != besides && !is_over(leg)))
}

async fn last_to_end(
    connection: &mut SqliteConnection,
    far: &str,
) -> Result<Option<(AgentId, call::CallId)>, StoreError> {
    let row = sqlx::query("SELECT record FROM forks WHERE id = ?");
    let row = row.bind(far).fetch_optional(&mut *connection).await?;
    let record: Option<Option<String>> = row.map(|row| row.try_get("record")).transpose()?;
    let legs = legs(connection, far).await?;
    if record != Some(None) || legs.iter().any(|(_, leg)| !is_over(leg)) {
        return Ok(None);
    }
    let ended = |leg: &Call| match leg.stage() {
        Stage::Closed(closed) => closed.ended,
        _ => 0,
    };
    let last = legs.into_iter().max_by_key(|(_, leg)| ended(leg));
    Ok(last.map(|(agent, leg)| (agent, leg.id().clone())))
}

fn is_over(leg: &Call) -> bool {
    matches!(leg.stage(), Stage::Closed(_))
}

async fn legs(
    connection: &mut SqliteConnection,
    far: &str,
) -> Result<Vec<(AgentId, Call)>, StoreError> {
    let rows = sqlx::query("SELECT agent, state FROM calls WHERE fork = ? ORDER BY id")
        .bind(far)
        .fetch_all(connection)
        .await?;
    let mut legs = Vec::with_capacity(rows.len());
    for row in rows {
        let state = serde_json::from_str(row.try_get("state")?)?;
        legs.push((AgentId(row.try_get("agent")?), state));
    }
    Ok(legs)
}
