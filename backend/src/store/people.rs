//! Tenants, lines and agents.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::persons::PersonId;
use super::{Store, StoreError};
use crate::ids;

/// A tenant's id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TenantId(pub String);

/// An agent's id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AgentId(pub String);

/// A new agent, with a line of their own.
#[derive(Debug, Clone)]
pub struct NewAgent<'a> {
    /// A short name for programs, unique within the tenant.
    pub login: &'a str,
    /// Name for people.
    pub name: &'a str,
    /// The line's number, E.164.
    pub number: &'a str,
    /// The line's country (ISO 3166 letters).
    pub country: &'a str,
}

/// An agent with their tenant and line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// The id.
    pub id: AgentId,
    /// The tenant's id.
    pub tenant: TenantId,
    /// The tenant's name for people.
    pub tenant_name: String,
    /// The short name for programs.
    pub login: String,
    /// Name for people.
    pub name: String,
    /// The line's number, E.164.
    pub number: String,
    /// The line's country (ISO 3166 letters).
    pub country: String,
    /// Whether the tenant's phone system is the simulated one.
    pub simulated: bool,
}

/// Adds a tenant.
pub async fn add_tenant(store: &Store, name: &str) -> Result<TenantId, StoreError> {
    let id = ids::new_id();
    sqlx::query("INSERT INTO tenants (id, name) VALUES (?, ?)")
        .bind(&id)
        .bind(name)
        .execute(&store.pool)
        .await?;
    Ok(TenantId(id))
}

/// Renames a tenant.
pub async fn rename_tenant(store: &Store, id: &TenantId, name: &str) -> Result<(), StoreError> {
    let change = sqlx::query("UPDATE tenants SET name = ? WHERE id = ?").bind(name).bind(&id.0);
    change.execute(&store.pool).await?;
    Ok(())
}

/// Every tenant, by name: for owners.
pub async fn tenants(store: &Store) -> Result<Vec<(TenantId, String)>, StoreError> {
    let rows = sqlx::query("SELECT id, name FROM tenants ORDER BY name, id");
    let rows = rows.fetch_all(&store.pool).await?;
    let read = |row: &SqliteRow| -> Result<_, sqlx::Error> {
        Ok((TenantId(row.try_get("id")?), row.try_get("name")?))
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Adds an agent and their line to a tenant.
pub async fn add_agent(
    store: &Store,
    tenant: &TenantId,
    agent: NewAgent<'_>,
) -> Result<AgentId, StoreError> {
    let (line, id) = (ids::new_id(), ids::new_id());
    let person = PersonId(ids::new_id());
    let mut all = store.begin().await?;
    sqlx::query("INSERT INTO lines (id, tenant, number, country) VALUES (?, ?, ?, ?)")
        .bind(&line)
        .bind(&tenant.0)
        .bind(agent.number)
        .bind(agent.country)
        .execute(&mut *all)
        .await?;
    sqlx::query("INSERT INTO people (id, name) VALUES (?, ?)")
        .bind(&person.0)
        .bind(agent.name)
        .execute(&mut *all)
        .await?;
    sqlx::query("INSERT INTO memberships (person, tenant, role) VALUES (?, ?, 'agent')")
        .bind(&person.0)
        .bind(&tenant.0)
        .execute(&mut *all)
        .await?;
    sqlx::query(
        "INSERT INTO agents (id, person, tenant, line, login, name) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(&id)
    .bind(&person.0)
    .bind(&tenant.0)
    .bind(&line)
    .bind(agent.login)
    .bind(agent.name)
    .execute(&mut *all)
    .await?;
    all.commit().await?;
    Ok(AgentId(id))
}

/// Notes the e-mail address of an agent's person.
pub async fn set_email(store: &Store, id: &AgentId, email: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE people SET email = ? WHERE id = (SELECT person FROM agents WHERE id = ?)")
        .bind(email.to_lowercase())
        .bind(&id.0)
        .execute(&store.pool)
        .await?;
    Ok(())
}

/// The query for agents with tenant and line, with this end.
macro_rules! agents {
    ($end:literal) => {
        concat!(
            "SELECT a.id, a.tenant, t.name AS tenant_name, a.login, a.name, ",
            "l.number, l.country, coalesce(p.kind, 'simulated') = 'simulated' AS simulated ",
            "FROM agents a JOIN tenants t ON t.id = a.tenant ",
            "LEFT JOIN phone_systems p ON p.tenant = a.tenant ",
            // Without a line nobody is an agent; only calls of the past still name the row.
            "JOIN lines l ON l.id = a.line AND a.active = 1 ",
            $end
        )
    };
}

const BY_ID: &str = agents!("WHERE a.id = ?");
const BY_LOGIN: &str = agents!("WHERE a.login = ? ORDER BY a.id");
const BY_NUMBER: &str = agents!("WHERE l.number = ? ORDER BY a.id");

/// What is asked while somebody waits: for each call, and at each sign-in.
#[cfg(test)]
pub(super) const ASKED_OFTEN: [&str; 3] = [BY_ID, BY_LOGIN, BY_NUMBER];

/// An agent by their id.
pub async fn agent(store: &Store, id: &AgentId) -> Result<Option<Agent>, StoreError> {
    let row = sqlx::query(BY_ID).bind(&id.0).fetch_optional(&store.pool).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The agents with this login, in any tenant.
pub async fn by_login(store: &Store, login: &str) -> Result<Vec<Agent>, StoreError> {
    let rows = sqlx::query(BY_LOGIN).bind(login).fetch_all(&store.pool).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// What a person is as an agent: once in every tenant where they have a line.
pub async fn of_person(store: &Store, person: &PersonId) -> Result<Vec<Agent>, StoreError> {
    let rows = sqlx::query(agents!("WHERE a.person = ? ORDER BY t.name, a.id"))
        .bind(&person.0)
        .fetch_all(&store.pool)
        .await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The agents of a tenant, by name.
pub async fn of_tenant(store: &Store, tenant: &TenantId) -> Result<Vec<Agent>, StoreError> {
    let rows = sqlx::query(agents!("WHERE a.tenant = ? ORDER BY a.name, a.id"))
        .bind(&tenant.0)
        .fetch_all(&store.pool)
        .await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Everything that the person of an agent is, in any tenant; the agent themself too.
pub async fn beside_any(store: &Store, id: &AgentId) -> Result<Vec<AgentId>, StoreError> {
    let rows = sqlx::query(
        "SELECT o.id FROM agents o JOIN agents a ON a.person = o.person WHERE a.id = ? \
         ORDER BY o.id",
    )
    .bind(&id.0)
    .fetch_all(&store.pool)
    .await?;
    Ok(rows.iter().map(|row| row.try_get("id").map(AgentId)).collect::<Result<_, _>>()?)
}

/// So many colleagues are looked at for one question.
const COLLEAGUES: usize = 500;

/// The other agents of an agent's tenant whose name has this text in it, by name; and whether there are
/// more than are looked at.
pub async fn colleagues(
    store: &Store,
    of: &AgentId,
    find: &str,
) -> Result<(Vec<(AgentId, String)>, bool), StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT o.id, o.name FROM agents a JOIN agents o ON o.tenant = a.tenant AND o.id <> a.id ",
        "JOIN lines l ON l.id = o.line AND o.active = 1 ",
        "WHERE a.id = ? AND instr(lower(o.name), lower(?)) > 0 ORDER BY o.name, o.id LIMIT 501"
    ));
    let rows = rows.bind(&of.0).bind(find).fetch_all(&store.pool).await?;
    let read = |row: &SqliteRow| -> Result<_, sqlx::Error> {
        Ok((AgentId(row.try_get("id")?), row.try_get("name")?))
    };
    let found = rows.iter().take(COLLEAGUES).map(read).collect::<Result<_, _>>()?;
    Ok((found, rows.len() > COLLEAGUES))
}

/// The agents whose line has this number.
pub async fn by_number(store: &Store, number: &str) -> Result<Vec<Agent>, StoreError> {
    let rows = sqlx::query(BY_NUMBER).bind(number).fetch_all(&store.pool).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The first agents there are, at most two: enough to tell whether there is only one.
pub async fn first_two(store: &Store) -> Result<Vec<Agent>, StoreError> {
    let rows = sqlx::query(agents!("ORDER BY a.id LIMIT 2")).fetch_all(&store.pool).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

fn read(row: &SqliteRow) -> Result<Agent, sqlx::Error> {
    Ok(Agent {
        id: AgentId(row.try_get("id")?),
        tenant: TenantId(row.try_get("tenant")?),
        tenant_name: row.try_get("tenant_name")?,
        login: row.try_get("login")?,
        name: row.try_get("name")?,
        number: row.try_get("number")?,
        country: row.try_get("country")?,
        simulated: row.try_get("simulated")?,
    })
}
