//! Who people are in HubSpot's accounts: as users, by whom they sign in, and as owners of records.

use sqlx::Row;

use super::lines::Wanted;
use super::members::enrol;
use super::people::{AgentId, TenantId};
use super::persons::{NewMember, PersonId};
use super::{Store, StoreError, millis};

/// A user of a HubSpot account who is to become a member.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Name, e-mail address and role.
    pub member: NewMember,
    /// HubSpot's number of the user.
    pub user: String,
    /// HubSpot's number of the same person as an owner of records, where it is known.
    pub owner: Option<String>,
}

/// Adds users of an account to a tenant, all of them or none, and keeps who they are there. With
/// `known_too` that is kept also of people who are members already. How many were added.
pub async fn import(
    store: &Store,
    tenant: &TenantId,
    portal: &str,
    new: &[NewUser],
    known_too: bool,
    now: u64,
) -> Result<u32, StoreError> {
    let mut all = store.begin().await?;
    let mut added = 0;
    for NewUser { member, user, owner } in new {
        let is_new = enrol(&mut all, tenant, member, &Wanted::AsUsual).await?.is_some();
        added += u32::from(is_new);
        if !is_new && !known_too {
            continue;
        }
        // A number that stands for somebody already goes on standing for them.
        sqlx::query(
            "INSERT INTO hubspot_users (portal, id, person) \
             SELECT ?, ?, id FROM people WHERE email = ? ON CONFLICT DO NOTHING",
        )
        .bind(portal)
        .bind(user)
        .bind(member.email.to_lowercase())
        .execute(&mut *all)
        .await?;
        let Some(owner) = owner else { continue };
        sqlx::query(
            "INSERT INTO hubspot_owners (portal, person, owner, asked) \
             SELECT ?1, id, ?2, ?3 FROM people WHERE email = ?4 \
             ON CONFLICT (portal, person) DO UPDATE SET owner = ?2, asked = ?3",
        )
        .bind(portal)
        .bind(owner)
        .bind(millis(now))
        .bind(member.email.to_lowercase())
        .execute(&mut *all)
        .await?;
    }
    all.commit().await?;
    Ok(added)
}

/// An agent as a person, as far as HubSpot could know them.
#[derive(Debug, Clone)]
pub struct Whose {
    /// The person.
    pub person: PersonId,
    /// Their e-mail address.
    pub email: Option<String>,
}

/// The person that an agent is.
pub async fn person_of(store: &Store, agent: &AgentId) -> Result<Option<Whose>, StoreError> {
    let row = sqlx::query(
        "SELECT p.id, p.email FROM agents a JOIN people p ON p.id = a.person WHERE a.id = ?",
    );
    let row = row.bind(&agent.0).fetch_optional(&store.pool).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Whose { person: PersonId(row.try_get("id")?), email: row.try_get("email")? }))
}

/// Who somebody is as an owner of records in an account, and when HubSpot said so.
pub async fn owner_of(
    store: &Store,
    portal: &str,
    person: &PersonId,
) -> Result<Option<(Option<String>, u64)>, StoreError> {
    let row =
        sqlx::query("SELECT owner, asked FROM hubspot_owners WHERE portal = ? AND person = ?");
    let row = row.bind(portal).bind(&person.0).fetch_optional(&store.pool).await?;
    let Some(row) = row else { return Ok(None) };
    let asked = u64::try_from(row.try_get::<i64, _>("asked")?).unwrap_or(0);
    Ok(Some((row.try_get("owner")?, asked)))
}

/// Keeps what HubSpot said.
pub async fn keep_owner(
    store: &Store,
    portal: &str,
    person: &PersonId,
    owner: Option<&str>,
    now: u64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO hubspot_owners (portal, person, owner, asked) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (portal, person) DO UPDATE SET owner = ?3, asked = ?4",
    )
    .bind(portal)
    .bind(&person.0)
    .bind(owner)
    .bind(millis(now))
    .execute(&store.pool)
    .await?;
    Ok(())
}
