//! Members of a tenant: added and changed, each time all of it or nothing.

use contract::console::Role;
use sqlx::{Row, SqliteConnection};

use super::lines::{self, Wanted};
use super::people::TenantId;
use super::persons::{PersonId, name_of};
use super::{Store, StoreError};
use crate::ids;

/// Someone to be added.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// Name for people.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// What they are to be in the tenant.
    pub role: Role,
}

/// Adds people to a tenant, all of them or none. Somebody who is known by the e-mail address keeps
/// their name and becomes a member; a member stays as they are. Agents get the next line. How many
/// were added.
pub async fn add_members(
    store: &Store,
    tenant: &TenantId,
    new: &[NewMember],
) -> Result<u32, StoreError> {
    let mut all = store.begin().await?;
    let mut added = 0;
    for member in new {
        added += u32::from(enrol(&mut all, tenant, member, &Wanted::AsUsual).await?.is_some());
    }
    all.commit().await?;
    Ok(added)
}

/// What came of adding somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// They are a member now.
    Member(PersonId),
    /// They were one already.
    Known,
    /// Somebody else has the number that was wanted.
    NumberTaken,
}

/// Adds one person to a tenant, with a line of their own if one is wanted.
pub async fn add_member(
    store: &Store,
    tenant: &TenantId,
    new: &NewMember,
    line: &Wanted,
    hubspot_sign_in: bool,
) -> Result<Added, StoreError> {
    let mut all = store.begin().await?;
    let before = sqlx::query("SELECT 1 FROM people WHERE email = ?").bind(new.email.to_lowercase());
    let before = before.fetch_optional(&mut *all).await?.is_some();
    let Some(id) = enrol(&mut all, tenant, new, line).await? else { return Ok(Added::Known) };
    if !lines::set(&mut all, tenant, &id, line).await? {
        return Ok(Added::NumberTaken);
    }
    if !before {
        sqlx::query("UPDATE people SET hubspot_sign_in = ? WHERE id = ?")
            .bind(hubspot_sign_in)
            .bind(&id.0)
            .execute(&mut *all)
            .await?;
    }
    all.commit().await?;
    Ok(Added::Member(id))
}

/// Makes somebody a member; `None` if they are one.
pub(super) async fn enrol(
    all: &mut SqliteConnection,
    tenant: &TenantId,
    member: &NewMember,
    line: &Wanted,
) -> Result<Option<PersonId>, StoreError> {
    let email = member.email.to_lowercase();
    sqlx::query("INSERT INTO people (id, name, email) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
        .bind(ids::new_id())
        .bind(&member.name)
        .bind(&email)
        .execute(&mut *all)
        .await?;
    let row = sqlx::query(
        "INSERT INTO memberships (person, tenant, role) \
         SELECT id, ?, ? FROM people WHERE email = ? ON CONFLICT DO NOTHING RETURNING person",
    )
    .bind(&tenant.0)
    .bind(name_of(member.role))
    .bind(&email)
    .fetch_optional(&mut *all)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let id = PersonId(row.try_get("person")?);
    if member.role == Role::Agent && *line == Wanted::AsUsual {
        lines::give_next(all, tenant, &id).await?;
    }
    Ok(Some(id))
}

/// What a member is changed to.
#[derive(Debug, Clone)]
pub struct Changed {
    /// Name, e-mail address and role.
    pub to: NewMember,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they may sign in with HubSpot.
    pub hubspot_sign_in: bool,
    /// What becomes of their line.
    pub line: Wanted,
}

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// Somebody else has the e-mail address.
    AddressTaken,
    /// Somebody else has the number.
    NumberTaken,
}

/// Changes a member of a tenant, all of it or nothing. Who may not sign in loses every session in
/// the same transaction.
pub async fn change_member(
    store: &Store,
    tenant: &TenantId,
    id: &PersonId,
    changed: &Changed,
) -> Result<Outcome, StoreError> {
    let mut all = store.begin().await?;
    let (to, email) = (&changed.to, changed.to.email.to_lowercase());
    let taken = sqlx::query("SELECT 1 FROM people WHERE email = ? AND id <> ?");
    let taken = taken.bind(&email).bind(&id.0).fetch_optional(&mut *all).await?;
    if taken.is_some() {
        return Ok(Outcome::AddressTaken);
    }
    // Who they are in HubSpot was found by the address: another one asks anew.
    sqlx::query(
        "DELETE FROM hubspot_owners WHERE person = ?1 \
         AND EXISTS (SELECT 1 FROM people WHERE id = ?1 AND email IS NOT ?2)",
    )
    .bind(&id.0)
    .bind(&email)
    .execute(&mut *all)
    .await?;
    sqlx::query(
        "UPDATE people SET name = ?, email = ?, active = ?, hubspot_sign_in = ? WHERE id = ?",
    )
    .bind(&to.name)
    .bind(&email)
    .bind(changed.active)
    .bind(changed.hubspot_sign_in)
    .bind(&id.0)
    .execute(&mut *all)
    .await?;
    sqlx::query("UPDATE agents SET name = ? WHERE person = ?")
        .bind(&to.name)
        .bind(&id.0)
        .execute(&mut *all)
        .await?;
    sqlx::query("UPDATE memberships SET role = ? WHERE person = ? AND tenant = ?")
        .bind(name_of(to.role))
        .bind(&id.0)
        .bind(&tenant.0)
        .execute(&mut *all)
        .await?;
    if !lines::set(&mut all, tenant, id, &changed.line).await? {
        return Ok(Outcome::NumberTaken);
    }
    if !changed.active {
        super::console_sessions::end_all(&mut all, id).await?;
    }
    all.commit().await?;
    Ok(Outcome::Done)
}
