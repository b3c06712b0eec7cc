//! The outbox: every call's record with its next request, and when that is due. It lies in the store
//! and nowhere else, so that memory does not grow with what waits, and a crash costs nothing.

use record::{Facts, Input, Limits, Record, Request, Standing};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::people::{AgentId, TenantId};
use super::{Store, StoreError, millis};

/// A record and whose it is.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The agent.
    pub agent: AgentId,
    /// Their tenant.
    pub tenant: TenantId,
    /// The record.
    pub record: Record,
}

/// A request that was handed out.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The call's id.
    pub call: String,
    /// The agent.
    pub agent: AgentId,
    /// What to ask HubSpot.
    pub request: Request,
    /// Whether it must not go in company.
    pub alone: bool,
}

/// Gives a call's latest facts to its record, within the transaction of the event behind them.
pub(super) async fn learn(
    connection: &mut SqliteConnection,
    (agent, tenant): (&AgentId, &TenantId),
    facts: Facts,
    at: u64,
    limits: &Limits,
) -> Result<(), StoreError> {
    let record = match read(connection, &facts.id).await? {
        Some(kept) if kept.agent != *agent => return Ok(()),
        Some(mut kept) => {
            kept.record.handle(Input::Facts(Box::new(facts)), at, limits);
            kept.record
        }
        None => Record::new(facts),
    };
    write(connection, agent, tenant, &record, limits).await
}

/// The record of a call.
pub async fn read(
    connection: &mut SqliteConnection,
    call: &str,
) -> Result<Option<Kept>, StoreError> {
    let row = sqlx::query("SELECT agent, tenant, state FROM records WHERE call = ?")
        .bind(call)
        .fetch_optional(connection)
        .await?;
    row.map(kept).transpose()
}

pub(super) fn kept(row: SqliteRow) -> Result<Kept, StoreError> {
    Ok(Kept {
        agent: AgentId(row.try_get("agent")?),
        tenant: TenantId(row.try_get("tenant")?),
        record: serde_json::from_str(row.try_get("state")?)?,
    })
}

async fn write(
    connection: &mut SqliteConnection,
    agent: &AgentId,
    tenant: &TenantId,
    record: &Record,
    limits: &Limits,
) -> Result<(), StoreError> {
    sqlx::query(concat!(
        "INSERT INTO records (call, tenant, agent, done, due, in_flight, refused, hubspot, state) ",
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (call) DO UPDATE SET done = excluded.done, ",
        "due = excluded.due, in_flight = excluded.in_flight, refused = excluded.refused, ",
        "hubspot = excluded.hubspot, state = excluded.state WHERE agent = excluded.agent"
    ))
    .bind(&record.facts().id)
    .bind(&tenant.0)
    .bind(&agent.0)
    .bind(record.is_finished(limits))
    .bind(record.due(limits).map(millis))
    .bind(record.is_in_flight())
    .bind(matches!(record.standing(limits), Standing::Refused(_)))
    .bind(record.id())
    .bind(serde_json::to_string(record)?)
    .execute(connection)
    .await?;
    Ok(())
}

/// Hands out what is due of a tenant, at most so many, oldest first. `prepare` is told each record
/// before it is asked, and says whether it is to be. What is handed out is noted as under way before anybody sends it: after a
/// crash it is looked for, not repeated.
pub async fn claim(
    store: &Store,
    tenant: &TenantId,
    now: u64,
    most: usize,
    limits: &Limits,
    prepare: impl Fn(&AgentId, &mut Record) -> bool,
) -> Result<Vec<Claimed>, StoreError> {
    let mut all = store.begin().await?;
    let rows = sqlx::query(concat!(
        "SELECT agent, tenant, state FROM records WHERE tenant = ? AND due <= ? ",
        "ORDER BY due LIMIT ?"
    ))
    .bind(&tenant.0)
    .bind(millis(now))
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .fetch_all(&mut *all)
    .await?;
    let mut claimed = Vec::with_capacity(rows.len());
    for row in rows {
        let Kept { agent, mut record, .. } = kept(row)?;
        if !prepare(&agent, &mut record) {
            continue;
        }
        let request = record.poll(now, limits);
        write(&mut all, &agent, tenant, &record, limits).await?;
        if let Some(request) = request {
            let (call, alone) = (record.facts().id.clone(), record.is_alone());
            claimed.push(Claimed { call, agent, request, alone });
        }
    }
    all.commit().await?;
    Ok(claimed)
}

/// The agents whose records are due: whom they can belong to is asked before they are claimed.
pub async fn agents_due(
    store: &Store,
    tenant: &TenantId,
    now: u64,
    most: usize,
) -> Result<Vec<AgentId>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT DISTINCT agent FROM (SELECT agent FROM records WHERE tenant = ? AND due <= ? ",
        "ORDER BY due LIMIT ?)"
    ))
    .bind(&tenant.0)
    .bind(millis(now))
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.iter().map(|r| r.try_get("agent").map(AgentId)).collect::<Result<_, _>>()?)
}

/// When the next request of a tenant is due.
pub async fn next_due(store: &Store, tenant: &TenantId) -> Result<Option<u64>, StoreError> {
    let row =
        sqlx::query("SELECT min(due) AS due FROM records WHERE tenant = ? AND due IS NOT NULL")
            .bind(&tenant.0)
            .fetch_one(&store.pool)
            .await?;
    let due: Option<i64> = row.try_get("due")?;
    Ok(due.map(|due| u64::try_from(due).unwrap_or(0)))
}

/// Gives records what came of their requests, and notes for the ledger what is worth one. All of it
/// or nothing. Answers with the records as they are now.
pub async fn answer(
    store: &Store,
    answers: &[(String, Input, Option<&'static str>)],
    now: u64,
    limits: &Limits,
) -> Result<Vec<Kept>, StoreError> {
    let mut all = store.begin().await?;
    let mut done = Vec::with_capacity(answers.len());
    for (call, input, note) in answers {
        let Some(mut kept) = read(&mut all, call).await? else { continue };
        kept.record.handle(input.clone(), now, limits);
        write(&mut all, &kept.agent, &kept.tenant, &kept.record, limits).await?;
        if let Some(what) = note {
            sqlx::query(concat!(
                "INSERT INTO record_notes (call, n, at, what) ",
                "SELECT ?1, coalesce(max(n), 0) + 1, ?2, ?3 FROM record_notes WHERE call = ?1"
            ))
            .bind(call)
            .bind(millis(now))
            .bind(*what)
            .execute(&mut *all)
            .await?;
        }
        done.push(kept);
    }
    all.commit().await?;
    Ok(done)
}

/// An earlier process has ended: what it had under way is looked for. Answers with the tenants that
/// have something to write.
pub async fn resume(store: &Store, now: u64, limits: &Limits) -> Result<Vec<TenantId>, StoreError> {
    let mut all = store.begin().await?;
    let rows = sqlx::query("SELECT agent, tenant, state FROM records WHERE in_flight = 1")
        .fetch_all(&mut *all)
        .await?;
    for row in rows {
        let Kept { agent, tenant, mut record } = kept(row)?;
        record.resumed(now, limits);
        write(&mut all, &agent, &tenant, &record, limits).await?;
    }
    let rows = sqlx::query("SELECT DISTINCT tenant FROM records WHERE due IS NOT NULL")
        .fetch_all(&mut *all)
        .await?;
    all.commit().await?;
    Ok(rows.iter().map(|r| r.try_get("tenant").map(TenantId)).collect::<Result<_, _>>()?)
}

/// Whether a record of HubSpot's is rather another call's of the same account: it has it already, or it
/// is with the same number and began nearer to the record's moment.
pub async fn is_anothers(
    store: &Store,
    tenant: &TenantId,
    call: &str,
    record: &str,
    moment: u64,
) -> Result<bool, StoreError> {
    let row = sqlx::query(concat!(
        "WITH ours AS (SELECT ?3 AS tenant UNION SELECT other.tenant FROM connections own ",
        "JOIN connections other ON other.portal = own.portal WHERE own.tenant = ?3) ",
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM records WHERE hubspot = ?1 AND call <> ?2 ",
        "AND tenant IN (SELECT tenant FROM ours)) OR EXISTS (SELECT 1 FROM calls one ",
        "JOIN calls this ON this.far = one.far AND this.id = ?2 WHERE one.id <> ?2 ",
        "AND one.tenant IN (SELECT tenant FROM ours) ",
        "AND abs(one.started - ?4) < abs(this.started - ?4))"
    ))
    .bind(record)
    .bind(call)
    .bind(&tenant.0)
    .bind(millis(moment))
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.is_some())
}

/// The record of a call, outside of any transaction.
pub async fn of(store: &Store, call: &str) -> Result<Option<Kept>, StoreError> {
    let mut connection = store.pool.acquire().await?;
    read(&mut connection, call).await
}

/// Every record that is not finished.
pub async fn open(store: &Store) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query("SELECT agent, tenant, state FROM records WHERE done = 0 ORDER BY call")
        .fetch_all(&store.pool)
        .await?;
    rows.into_iter().map(kept).collect()
}
