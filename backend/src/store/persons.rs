//! People, and what they are in which tenant.
//!
//! Whatever is asked for a tenant takes its id, and names it in the query.

use contract::console::Role;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::people::TenantId;
use super::{Store, StoreError};
use crate::ids;

pub use super::members::{
    Added, Changed, NewMember, Outcome, add_member, add_members, change_member,
};

/// A person's id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonId(pub String);

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// Name for people.
    pub name: String,
    /// E-mail address, lower case.
    pub email: Option<String>,
    /// Whether they are an owner of the installation.
    pub owner: bool,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they ever have.
    pub seen: bool,
    /// Whether they may sign in with HubSpot.
    pub hubspot_sign_in: bool,
}

/// A person as one tenant sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// What they are there; owners may be none of both and are listed nowhere.
    pub role: Role,
    /// Their line's number there.
    pub line: Option<String>,
    /// Until when an invitation is open.
    pub invited: Option<u64>,
    /// In how many tenants they are something.
    pub tenants: u32,
}

/// Whether there is an owner who may sign in.
pub async fn has_owner(store: &Store) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT 1 FROM people WHERE owner = 1 AND active = 1 LIMIT 1");
    Ok(found.fetch_optional(&store.pool).await?.is_some())
}

/// A person by their id.
pub async fn person(store: &Store, id: &PersonId) -> Result<Option<Person>, StoreError> {
    let found = sqlx::query("SELECT * FROM people WHERE id = ?").bind(&id.0);
    Ok(found.fetch_optional(&store.pool).await?.as_ref().map(read).transpose()?)
}

/// A person by their e-mail address, in any tenant.
pub async fn by_email(store: &Store, email: &str) -> Result<Option<Person>, StoreError> {
    let found = sqlx::query("SELECT * FROM people WHERE email = ?").bind(email.to_lowercase());
    Ok(found.fetch_optional(&store.pool).await?.as_ref().map(read).transpose()?)
}

/// Every tenant in which somebody is something, by name: id, name, role.
pub async fn memberships(
    store: &Store,
    id: &PersonId,
) -> Result<Vec<(TenantId, String, Role)>, StoreError> {
    let rows = sqlx::query(
        "SELECT m.tenant, t.name, m.role FROM memberships m JOIN tenants t ON t.id = m.tenant \
         WHERE m.person = ? ORDER BY t.name, t.id",
    )
    .bind(&id.0)
    .fetch_all(&store.pool)
    .await?;
    let read = |row: &SqliteRow| -> Result<_, sqlx::Error> {
        Ok((TenantId(row.try_get("tenant")?), row.try_get("name")?, role(row)?))
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The members of a tenant, by name; of one person only, if named.
pub async fn members(
    store: &Store,
    tenant: &TenantId,
    only: Option<&PersonId>,
    now: u64,
) -> Result<Vec<Member>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.*, m.role, l.number AS line, i.expires AS invited, \
         (SELECT count(*) FROM memberships o WHERE o.person = p.id) AS tenants \
         FROM memberships m JOIN people p ON p.id = m.person \
         LEFT JOIN agents a ON a.person = p.id AND a.tenant = m.tenant AND a.active = 1 \
         LEFT JOIN lines l ON l.id = a.line \
         LEFT JOIN invitations i ON i.person = p.id AND i.expires >= ?1 \
         WHERE m.tenant = ?2 AND (?3 IS NULL OR p.id = ?3) ORDER BY p.name, p.id",
    )
    .bind(super::millis(now))
    .bind(&tenant.0)
    .bind(only.map(|id| &id.0))
    .fetch_all(&store.pool)
    .await?;
    let read = |row: &SqliteRow| -> Result<_, sqlx::Error> {
        let invited: Option<i64> = row.try_get("invited")?;
        Ok(Member {
            person: read(row)?,
            role: role(row)?,
            line: row.try_get("line")?,
            invited: invited.and_then(|at| u64::try_from(at).ok()),
            tenants: row.try_get("tenants")?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Makes the first owner; `None` when there is one already, also of two who try at once.
pub async fn add_first_owner(
    store: &Store,
    name: &str,
    email: &str,
) -> Result<Option<PersonId>, StoreError> {
    let id = ids::new_id();
    let done = sqlx::query(
        "INSERT INTO people (id, name, email, owner) SELECT ?, ?, ?, 1 \
         WHERE NOT EXISTS (SELECT 1 FROM people WHERE owner = 1 AND active = 1)",
    )
    .bind(&id)
    .bind(name)
    .bind(email.to_lowercase())
    .execute(&store.pool)
    .await?;
    Ok((done.rows_affected() == 1).then_some(PersonId(id)))
}

/// Makes somebody an owner, or no owner any more. The last who may sign in stays one: `false`.
pub async fn set_owner(store: &Store, id: &PersonId, owner: bool) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE people SET owner = ?1 WHERE id = ?2 AND (?1 = 1 OR EXISTS \
         (SELECT 1 FROM people o WHERE o.owner = 1 AND o.active = 1 AND o.id <> ?2))",
    )
    .bind(owner)
    .bind(&id.0)
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that somebody has signed in.
pub async fn seen(store: &Store, id: &PersonId) -> Result<(), StoreError> {
    let note = sqlx::query("UPDATE people SET seen = 1 WHERE id = ? AND seen = 0");
    note.bind(&id.0).execute(&store.pool).await?;
    Ok(())
}

pub(super) fn name_of(role: Role) -> &'static str {
    match role {
        Role::Agent => "agent",
        // Owners are so by themselves; in a tenant they are at most an administrator.
        Role::Administrator | Role::Owner => "administrator",
    }
}

fn role(row: &SqliteRow) -> Result<Role, sqlx::Error> {
    Ok(match row.try_get::<&str, _>("role")? {
        "administrator" => Role::Administrator,
        _ => Role::Agent,
    })
}

fn read(row: &SqliteRow) -> Result<Person, sqlx::Error> {
    Ok(Person {
        id: PersonId(row.try_get("id")?),
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        owner: row.try_get("owner")?,
        active: row.try_get("active")?,
        seen: row.try_get("seen")?,
        hubspot_sign_in: row.try_get("hubspot_sign_in")?,
    })
}
