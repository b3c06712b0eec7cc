//! Seats, calls, their events and their records. One handled input is one transaction.

use call::{Call, Entry};
use contract::CallSound;
use record::{Facts, Limits, Record};
use seat::{Later, Status};
use serde::{Deserialize, Serialize};
use sqlx::{Row, SqliteConnection};

use super::idempotency::Answer;
use super::people::{AgentId, TenantId};
use super::{Store, StoreError, forks, idempotency, millis, outbox};

/// What one handled input changed.
#[derive(Debug)]
pub struct Change<'a> {
    /// Whose seat.
    pub agent: &'a AgentId,
    /// Their tenant.
    pub tenant: &'a TenantId,
    /// When.
    pub at: u64,
    /// The seat, if epoch, status or the numbers for later changed.
    pub seat: Option<SeatRow>,
    /// The calls that changed.
    pub calls: Vec<ChangedCall>,
    /// How long records may take.
    pub limits: &'a Limits,
    /// The calls that are no longer at hand.
    pub gone: Vec<String>,
    /// The answer to the command that was the input.
    pub answer: Option<&'a Answer>,
}

/// A call that changed.
#[derive(Debug)]
pub struct ChangedCall {
    /// The call as it is now.
    pub call: Call,
    /// What its record goes by from now on.
    pub facts: Facts,
    /// What its ledger gets, each with a word for people.
    pub entries: Vec<(Entry, &'static str)>,
    /// How it sounded, once it is over and something was heard.
    pub sound: Option<CallSound>,
}

/// What is kept of a seat beside its calls.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatRow {
    /// The number of the last appointment.
    pub epoch: u64,
    /// The agent's status.
    #[serde(flatten)]
    pub status: Status,
    /// The numbers to be called later.
    #[serde(default)]
    pub later: Vec<Later>,
}

impl Change<'_> {
    fn is_empty(&self) -> bool {
        self.seat.is_none()
            && self.calls.is_empty()
            && self.gone.is_empty()
            && self.answer.is_none()
    }
}

/// Writes a change: all of it or nothing.
pub async fn write(store: &Store, change: &Change<'_>) -> Result<(), StoreError> {
    if change.is_empty() {
        return Ok(());
    }
    let mut all = store.begin().await?;
    if let Some(seat) = &change.seat {
        sqlx::query(concat!(
            "INSERT INTO seats (agent, state) VALUES (?, ?) ",
            "ON CONFLICT (agent) DO UPDATE SET state = excluded.state"
        ))
        .bind(&change.agent.0)
        .bind(serde_json::to_string(seat)?)
        .execute(&mut *all)
        .await?;
    }
    for changed in &change.calls {
        write_call(&mut all, change, changed).await?;
    }
    for gone in &change.gone {
        sqlx::query("UPDATE calls SET at_hand = 0 WHERE id = ? AND agent = ?")
            .bind(gone)
            .bind(&change.agent.0)
            .execute(&mut *all)
            .await?;
    }
    if let Some(answer) = change.answer {
        idempotency::write(&mut all, change.agent, answer, change.at).await?;
    }
    all.commit().await?;
    Ok(())
}

async fn write_call(
    connection: &mut SqliteConnection,
    change: &Change<'_>,
    changed: &ChangedCall,
) -> Result<(), StoreError> {
    let id = &changed.call.id().0;
    sqlx::query(concat!(
        "INSERT INTO calls (id, tenant, agent, started, far, fork, missed, at_hand, state, sound) ",
        "VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?) ",
        "ON CONFLICT (id) DO UPDATE SET state = excluded.state, ",
        "sound = coalesce(excluded.sound, sound), ",
        "missed = max(missed, excluded.missed) WHERE agent = excluded.agent"
    ))
    .bind(id)
    .bind(&change.tenant.0)
    .bind(&change.agent.0)
    .bind(millis(changed.call.started()))
    .bind(changed.call.far_number())
    .bind(changed.call.fork().map(|fork| &fork.of.0))
    .bind(changed.call.is_missed())
    .bind(serde_json::to_string(&changed.call)?)
    .bind(changed.sound.as_ref().map(serde_json::to_string).transpose()?)
    .execute(&mut *connection)
    .await?;
    for (entry, what) in &changed.entries {
        // The same number twice is the same entry.
        sqlx::query(concat!(
            "INSERT INTO ledger (call, n, at, what, entry) VALUES (?, ?, ?, ?, ?) ",
            "ON CONFLICT (call, n) DO NOTHING"
        ))
        .bind(id)
        .bind(i64::from(entry.n))
        .bind(millis(entry.at))
        .bind(what)
        .bind(serde_json::to_string(entry)?)
        .execute(&mut *connection)
        .await?;
    }
    if !forks::has_the_record(connection, &changed.call).await? {
        return Ok(());
    }
    let whose = (change.agent, change.tenant);
    outbox::learn(connection, whose, changed.facts.clone(), change.at, change.limits).await
}

/// An agent's seat as it was kept, none for a new agent, and the calls at hand, oldest first.
pub async fn load_seat(
    store: &Store,
    agent: &AgentId,
) -> Result<(Option<SeatRow>, Vec<Call>), StoreError> {
    let seat = sqlx::query("SELECT state FROM seats WHERE agent = ?")
        .bind(&agent.0)
        .fetch_optional(&store.pool)
        .await?;
    let seat = match seat {
        Some(row) => Some(serde_json::from_str(row.try_get("state")?)?),
        None => None,
    };
    let rows =
        sqlx::query("SELECT state FROM calls WHERE agent = ? AND at_hand = 1 ORDER BY started, id")
            .bind(&agent.0)
            .fetch_all(&store.pool)
            .await?;
    let mut calls = Vec::with_capacity(rows.len());
    for row in rows {
        calls.push(serde_json::from_str(row.try_get("state")?)?);
    }
    Ok((seat, calls))
}

/// The agents who have calls at hand: their seats are set up when the service starts. Who has no
/// line any more has no seat; what they left is closed and needs none.
pub async fn agents_in_calls(store: &Store) -> Result<Vec<AgentId>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT DISTINCT c.agent FROM calls c JOIN agents a ON a.id = c.agent ",
        "WHERE c.at_hand = 1 AND a.active = 1"
    ))
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.iter().map(|r| r.try_get("agent").map(AgentId)).collect::<Result<_, _>>()?)
}

/// Whose call this is, if anybody's: an id that another agent uses is refused before it is tried.
pub async fn agent_of(store: &Store, call: &str) -> Result<Option<AgentId>, StoreError> {
    let row = sqlx::query("SELECT agent FROM calls WHERE id = ?")
        .bind(call)
        .fetch_optional(&store.pool)
        .await?;
    Ok(row.map(|row| row.try_get("agent").map(AgentId)).transpose()?)
}

/// What happened to a call of this agent, oldest first.
pub async fn events(store: &Store, agent: &AgentId, call: &str) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT e.what FROM ledger e JOIN calls c ON c.id = e.call ",
        "WHERE e.call = ? AND c.agent = ? ORDER BY e.n"
    ))
    .bind(call)
    .bind(&agent.0)
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.iter().map(|r| r.try_get("what")).collect::<Result<_, _>>()?)
}

/// A call made again from its ledger.
pub async fn rebuilt(store: &Store, call: &str) -> Result<Result<Call, call::Torn>, StoreError> {
    let rows =
        sqlx::query("SELECT entry FROM ledger WHERE call = ? AND entry IS NOT NULL ORDER BY n")
            .bind(call)
            .fetch_all(&store.pool)
            .await?;
    let mut entries: Vec<Entry> = Vec::with_capacity(rows.len());
    for row in rows {
        entries.push(serde_json::from_str(row.try_get("entry")?)?);
    }
    Ok(Call::rebuild(entries))
}

/// A call as it is kept.
pub async fn call(store: &Store, id: &str) -> Result<Option<Call>, StoreError> {
    let row = sqlx::query("SELECT state FROM calls WHERE id = ?")
        .bind(id)
        .fetch_optional(&store.pool)
        .await?;
    row.map(|row| Ok(serde_json::from_str(row.try_get("state")?)?)).transpose()
}

/// A call and its record, as far as both are kept.
#[derive(Debug, Clone)]
pub struct Latest {
    /// When it began.
    pub started: u64,
    /// Its record.
    pub record: Record,
    /// The call.
    pub call: Call,
}

/// The last call of a tenant that began after a moment.
pub async fn latest(
    store: &Store,
    tenant: &TenantId,
    since: u64,
) -> Result<Option<Latest>, StoreError> {
    let row = sqlx::query(concat!(
        "SELECT c.started, c.state AS call, r.state FROM calls c JOIN records r ON r.call = c.id ",
        "WHERE c.tenant = ? AND c.started >= ? ORDER BY c.started DESC, c.id DESC LIMIT 1"
    ))
    .bind(&tenant.0)
    .bind(millis(since))
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let started = u64::try_from(row.try_get::<i64, _>("started")?).unwrap_or(0);
    let call = serde_json::from_str(row.try_get("call")?)?;
    Ok(Some(Latest { started, record: serde_json::from_str(row.try_get("state")?)?, call }))
}

/// The record of an agent's last call that is closed and began after a moment.
pub async fn last_closed(
    store: &Store,
    agent: &AgentId,
    since: u64,
) -> Result<Option<Record>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT r.state FROM calls c JOIN records r ON r.call = c.id ",
        "WHERE c.agent = ? AND c.started >= ? ORDER BY c.started DESC, c.id DESC LIMIT 5"
    ))
    .bind(&agent.0)
    .bind(millis(since))
    .fetch_all(&store.pool)
    .await?;
    for row in rows {
        let record: Record = serde_json::from_str(row.try_get("state")?)?;
        if record.facts().closed {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

/// Whether an agent has had no other call since this one began.
pub async fn is_latest(store: &Store, agent: &AgentId, started: u64) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT 1 FROM calls WHERE agent = ? AND started > ? LIMIT 1")
        .bind(&agent.0)
        .bind(millis(started))
        .fetch_optional(&store.pool)
        .await?;
    Ok(row.is_none())
}
