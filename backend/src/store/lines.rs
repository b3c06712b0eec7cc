//! People's lines: given, changed and taken away.
//!
//! Whoever has a line is an agent. Without one the agent's row stays and is not active: calls and
//! records name it, and the same row is taken up again with the next line.

use sqlx::{Row, SqliteConnection};

use super::people::{AgentId, TenantId};
use super::persons::PersonId;
use super::{Store, StoreError, groups};
use crate::ids;

/// The numbers of the simulated phone system: reserved for fiction, so that nobody has them.
const FICTION: &str = "+442079460";

/// The country of these numbers.
const FICTION_COUNTRY: &str = "GB";

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// It stays as it is; who is new as an agent gets the next number of the simulated phone system.
    AsUsual,
    /// There is none.
    None,
    /// It has this number (E.164) in this country (ISO letters).
    Number(String, String),
}

/// The agent that a person is in a tenant, with a line or without one.
pub async fn agent_of(
    store: &Store,
    tenant: &TenantId,
    person: &PersonId,
) -> Result<Option<AgentId>, StoreError> {
    let row = sqlx::query("SELECT id FROM agents WHERE tenant = ? AND person = ?")
        .bind(&tenant.0)
        .bind(&person.0)
        .fetch_optional(&store.pool)
        .await?;
    Ok(row.map(|row| row.try_get("id").map(AgentId)).transpose()?)
}

/// The countries (ISO letters) of a tenant's lines.
pub async fn countries(store: &Store, tenant: &TenantId) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT DISTINCT l.country FROM lines l JOIN agents a ON a.line = l.id \
         WHERE a.tenant = ? AND a.active = 1 ORDER BY l.country",
    )
    .bind(&tenant.0)
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.iter().map(|row| row.try_get("country")).collect::<Result<_, _>>()?)
}

/// The numbers that a tenant's agents and ring groups have.
pub async fn numbers(store: &Store, tenant: &TenantId) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT l.number FROM lines l JOIN agents a ON a.line = l.id \
         WHERE a.tenant = ?1 AND a.active = 1 \
         UNION SELECT number FROM group_numbers WHERE tenant = ?1",
    )
    .bind(&tenant.0)
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.iter().map(|row| row.try_get("number")).collect::<Result<_, _>>()?)
}

/// Does what is wanted. `false` when somebody else has the number.
pub(super) async fn set(
    all: &mut SqliteConnection,
    tenant: &TenantId,
    person: &PersonId,
    wanted: &Wanted,
) -> Result<bool, StoreError> {
    match wanted {
        Wanted::AsUsual => Ok(true),
        Wanted::None => {
            take_away(all, tenant, person).await?;
            Ok(true)
        }
        Wanted::Number(number, country) => {
            let free = match held(all, number).await? {
                Some((of, who)) => of == *tenant && who == *person,
                None => !groups::has(all, number).await?,
            };
            if free {
                give(all, tenant, person, number, country).await?;
            }
            Ok(free)
        }
    }
}

/// Gives somebody who has no line the next number of the simulated phone system. When all of them
/// are taken there is no line: the console shows that, and a number can be entered.
pub(super) async fn give_next(
    all: &mut SqliteConnection,
    tenant: &TenantId,
    person: &PersonId,
) -> Result<(), StoreError> {
    let has = sqlx::query("SELECT 1 FROM agents WHERE tenant = ? AND person = ? AND active = 1");
    let has = has.bind(&tenant.0).bind(&person.0).fetch_optional(&mut *all).await?;
    if has.is_some() {
        return Ok(());
    }
    let taken = sqlx::query(
        "SELECT l.number FROM lines l JOIN agents a ON a.line = l.id \
         WHERE a.active = 1 AND l.number LIKE ?1 || '%' \
         UNION SELECT number FROM group_numbers WHERE number LIKE ?1 || '%'",
    );
    let rows = taken.bind(FICTION).fetch_all(&mut *all).await?;
    let taken: Vec<String> =
        rows.iter().map(|row| row.try_get("number")).collect::<Result<_, _>>()?;
    let next = (101..=999).map(|n| format!("{FICTION}{n:03}")).find(|n| !taken.contains(n));
    match next {
        Some(number) => give(all, tenant, person, &number, FICTION_COUNTRY).await,
        None => Ok(()),
    }
}

async fn held(
    all: &mut SqliteConnection,
    number: &str,
) -> Result<Option<(TenantId, PersonId)>, StoreError> {
    let row = sqlx::query(
        "SELECT a.tenant, a.person FROM agents a JOIN lines l ON l.id = a.line \
         WHERE a.active = 1 AND l.number = ? LIMIT 1",
    )
    .bind(number)
    .fetch_optional(all)
    .await?;
    let read = |row: sqlx::sqlite::SqliteRow| -> Result<_, sqlx::Error> {
        Ok((TenantId(row.try_get("tenant")?), PersonId(row.try_get("person")?)))
    };
    Ok(row.map(read).transpose()?)
}

async fn give(
    all: &mut SqliteConnection,
    tenant: &TenantId,
    person: &PersonId,
    number: &str,
    country: &str,
) -> Result<(), StoreError> {
    let agent = sqlx::query("SELECT line FROM agents WHERE tenant = ? AND person = ?");
    let agent = agent.bind(&tenant.0).bind(&person.0).fetch_optional(&mut *all).await?;
    if let Some(agent) = agent {
        sqlx::query("UPDATE lines SET number = ?, country = ? WHERE id = ?")
            .bind(number)
            .bind(country)
            .bind(agent.try_get::<String, _>("line")?)
            .execute(&mut *all)
            .await?;
        sqlx::query("UPDATE agents SET active = 1 WHERE tenant = ? AND person = ?")
            .bind(&tenant.0)
            .bind(&person.0)
            .execute(&mut *all)
            .await?;
        return Ok(());
    }
    let (line, login) = (ids::new_id(), login(all, tenant, person).await?);
    sqlx::query("INSERT INTO lines (id, tenant, number, country) VALUES (?, ?, ?, ?)")
        .bind(&line)
        .bind(&tenant.0)
        .bind(number)
        .bind(country)
        .execute(&mut *all)
        .await?;
    sqlx::query(
        "INSERT INTO agents (id, person, tenant, line, login, name) \
         SELECT ?, id, ?, ?, ?, name FROM people WHERE id = ?",
    )
    .bind(ids::new_id())
    .bind(&tenant.0)
    .bind(&line)
    .bind(&login)
    .bind(&person.0)
    .execute(&mut *all)
    .await?;
    Ok(())
}

/// Whoever has no line has no surfaces either: their sessions as an agent end with it.
async fn take_away(
    all: &mut SqliteConnection,
    tenant: &TenantId,
    person: &PersonId,
) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM sessions WHERE agent IN \
         (SELECT id FROM agents WHERE tenant = ? AND person = ?)",
        "DELETE FROM sign_in_codes WHERE agent IN \
         (SELECT id FROM agents WHERE tenant = ? AND person = ?)",
        "UPDATE agents SET active = 0 WHERE tenant = ? AND person = ?",
    ] {
        sqlx::query(sql).bind(&tenant.0).bind(&person.0).execute(&mut *all).await?;
    }
    Ok(())
}

/// A short name for programs: what stands before the `@`, with a number if it is taken.
async fn login(
    all: &mut SqliteConnection,
    tenant: &TenantId,
    person: &PersonId,
) -> Result<String, StoreError> {
    let row = sqlx::query("SELECT coalesce(email, '') AS email FROM people WHERE id = ?");
    let row = row.bind(&person.0).fetch_one(&mut *all).await?;
    let email: String = row.try_get("email")?;
    let before = email.split('@').next().unwrap_or_default();
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let mut base: String = before.chars().filter(plain).collect();
    if base.is_empty() {
        base.push_str("agent");
    }
    let taken = sqlx::query("SELECT login FROM agents WHERE tenant = ?").bind(&tenant.0);
    let rows = taken.fetch_all(&mut *all).await?;
    let taken: Vec<String> =
        rows.iter().map(|row| row.try_get("login")).collect::<Result<_, _>>()?;
    let mut login = base.clone();
    let mut number = 1_u32;
    while taken.contains(&login) {
        number += 1;
        login = format!("{base}-{number}");
    }
    Ok(login)
}
