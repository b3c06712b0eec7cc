//! Who somebody from HubSpot is here, and where they can work.

use sqlx::Row;

use super::connections::Connection;
use super::people::{AgentId, TenantId};
use super::persons::PersonId;
use super::secrets::Field;
use super::{Store, StoreError};

/// The person known as this user of an account of HubSpot's.
pub async fn hubspot_user(
    store: &Store,
    portal: &str,
    user: &str,
) -> Result<Option<PersonId>, StoreError> {
    let row = sqlx::query("SELECT person FROM hubspot_users WHERE portal = ? AND id = ?")
        .bind(portal)
        .bind(user)
        .fetch_optional(&store.pool)
        .await?;
    Ok(row.map(|row| row.try_get("person").map(PersonId)).transpose()?)
}

/// Remembers whom HubSpot knows by this number: a changed e-mail address then changes nothing.
pub async fn remember_hubspot_user(
    store: &Store,
    portal: &str,
    user: &str,
    person: &PersonId,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO hubspot_users (portal, id, person) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    )
    .bind(portal)
    .bind(user)
    .bind(&person.0)
    .execute(&store.pool)
    .await?;
    Ok(())
}

/// The tenants that name this account of HubSpot's.
pub async fn tenants_of_portal(store: &Store, portal: &str) -> Result<Vec<TenantId>, StoreError> {
    let rows = sqlx::query("SELECT DISTINCT tenant FROM connections WHERE portal = ?")
        .bind(portal)
        .fetch_all(&store.pool)
        .await?;
    Ok(rows.iter().map(|row| row.try_get("tenant").map(TenantId)).collect::<Result<_, _>>()?)
}

/// As what a person can work in the account of HubSpot's that an agent works in: id, tenant, name
/// of the tenant. The agent themself is among them. Tenants that name no account go with each other.
pub async fn beside(
    store: &Store,
    agent: &AgentId,
) -> Result<Vec<(AgentId, TenantId, String)>, StoreError> {
    let rows = sqlx::query(
        "SELECT o.id, o.tenant, t.name FROM agents a \
         JOIN agents o ON o.person = a.person JOIN tenants t ON t.id = o.tenant \
         WHERE a.id = ?1 AND o.active = 1 AND (o.id = a.id \
           OR EXISTS (SELECT 1 FROM connections x JOIN connections y ON y.portal = x.portal \
                      WHERE x.tenant = a.tenant AND y.tenant = o.tenant) \
           OR NOT EXISTS (SELECT 1 FROM connections x WHERE x.tenant IN (a.tenant, o.tenant))) \
         ORDER BY t.name, o.id",
    )
    .bind(&agent.0)
    .fetch_all(&store.pool)
    .await?;
    let read = |row: &sqlx::sqlite::SqliteRow| -> Result<_, sqlx::Error> {
        Ok((AgentId(row.try_get("id")?), TenantId(row.try_get("tenant")?), row.try_get("name")?))
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The tenant that a person chose last.
pub async fn last_tenant(store: &Store, agent: &AgentId) -> Result<Option<TenantId>, StoreError> {
    let row = sqlx::query(
        "SELECT p.last_tenant FROM people p JOIN agents a ON a.person = p.id WHERE a.id = ?",
    )
    .bind(&agent.0)
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(row.try_get::<Option<String>, _>("last_tenant")?.map(TenantId))
}

/// Remembers the tenant that a person chose, and ends the tokens that they had as the agent before:
/// whoever brings one gets a new one, for the chosen tenant.
pub async fn choose(store: &Store, agent: &AgentId, tenant: &TenantId) -> Result<(), StoreError> {
    let mut all = store.begin().await?;
    sqlx::query(
        "UPDATE people SET last_tenant = ? WHERE id = (SELECT person FROM agents WHERE id = ?)",
    )
    .bind(&tenant.0)
    .bind(&agent.0)
    .execute(&mut *all)
    .await?;
    sqlx::query("DELETE FROM sessions WHERE agent = ? AND kind = 'token'")
        .bind(&agent.0)
        .execute(&mut *all)
        .await?;
    all.commit().await?;
    Ok(())
}

/// Ends every session that a person has as an agent, by any of their agents.
pub async fn sign_out(store: &Store, agent: &AgentId) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM sessions WHERE agent IN (SELECT o.id FROM agents o \
         JOIN agents a ON a.person = o.person WHERE a.id = ?)",
    )
    .bind(&agent.0)
    .execute(&store.pool)
    .await?;
    Ok(())
}

/// The name of somebody who can help in these tenants: an administrator of one, else an owner.
pub async fn helper(store: &Store, tenants: &[TenantId]) -> Result<Option<String>, StoreError> {
    for tenant in tenants {
        let row = sqlx::query(
            "SELECT p.name FROM people p JOIN memberships m ON m.person = p.id \
             WHERE m.tenant = ? AND m.role = 'administrator' AND p.active = 1 \
             ORDER BY p.seen DESC, p.name LIMIT 1",
        )
        .bind(&tenant.0)
        .fetch_optional(&store.pool)
        .await?;
        if let Some(row) = row {
            return Ok(Some(row.try_get("name")?));
        }
    }
    let row = sqlx::query(
        "SELECT name FROM people WHERE owner = 1 AND active = 1 ORDER BY seen DESC, name LIMIT 1",
    )
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(|row| row.try_get("name")).transpose()?)
}

/// The connections through whose apps people may sign in, of one account or of all; what is linked
/// comes first.
pub async fn sign_in_apps(
    store: &Store,
    portal: Option<&str>,
) -> Result<Vec<Connection>, StoreError> {
    let rows = sqlx::query(
        "SELECT c.* FROM connections c WHERE c.kind = 'oauth' AND c.client_id <> '' \
         AND c.sign_in = 1 AND (?1 IS NULL OR c.portal = ?1) AND EXISTS \
         (SELECT 1 FROM secrets s WHERE s.connection = c.id AND s.field = ?2) \
         ORDER BY c.linked IS NULL, c.made, c.id",
    )
    .bind(portal)
    .bind(Field::ClientSecret.name())
    .fetch_all(&store.pool)
    .await?;
    rows.iter().map(super::connections::read).collect()
}

/// The connection through whose app somebody signs in, if that is still wanted.
pub async fn sign_in_app(store: &Store, id: &str) -> Result<Option<Connection>, StoreError> {
    Ok(sign_in_apps(store, None).await?.into_iter().find(|app| app.id == id))
}
