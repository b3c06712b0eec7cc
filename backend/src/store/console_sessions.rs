//! Sessions of the console, and invitations: only hashes are kept.

use sqlx::{Row, SqliteConnection};

use super::persons::PersonId;
use super::sessions::Kind;
use super::{Store, StoreError, millis};
use crate::ids;

/// Keeps an invitation in the place of an earlier one for the same person. Nobody: it makes the
/// first owner.
pub async fn invite(
    store: &Store,
    code: &str,
    person: Option<&PersonId>,
    expires: u64,
) -> Result<(), StoreError> {
    let mut all = store.begin().await?;
    sqlx::query("DELETE FROM invitations WHERE person IS ?")
        .bind(person.map(|id| &id.0))
        .execute(&mut *all)
        .await?;
    sqlx::query("INSERT INTO invitations (hash, person, expires) VALUES (?, ?, ?)")
        .bind(ids::hash(code))
        .bind(person.map(|id| &id.0))
        .bind(millis(expires))
        .execute(&mut *all)
        .await?;
    all.commit().await?;
    Ok(())
}

/// Whom an invitation is for and until when it is good, without using it up.
pub async fn invitation(
    store: &Store,
    code: &str,
    now: u64,
) -> Result<Option<(Option<PersonId>, u64)>, StoreError> {
    let found =
        sqlx::query("SELECT person, expires FROM invitations WHERE hash = ? AND expires >= ?")
            .bind(ids::hash(code))
            .bind(millis(now))
            .fetch_optional(&store.pool)
            .await?;
    let Some(row) = found else { return Ok(None) };
    let expires = u64::try_from(row.try_get::<i64, _>("expires")?).unwrap_or(0);
    Ok(Some((row.try_get::<Option<String>, _>("person")?.map(PersonId), expires)))
}

/// Uses up an invitation; `false` when it is gone. Of two who try at once, one gets it.
pub async fn take_invitation(store: &Store, code: &str, now: u64) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM invitations WHERE hash = ? AND expires >= ?")
        .bind(ids::hash(code))
        .bind(millis(now))
        .execute(&store.pool)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps a session's secret.
pub async fn add(
    store: &Store,
    kind: Kind,
    secret: &str,
    person: &PersonId,
    expires: u64,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO console_sessions (hash, kind, person, expires) VALUES (?, ?, ?, ?)")
        .bind(ids::hash(secret))
        .bind(kind.name())
        .bind(&person.0)
        .bind(millis(expires))
        .execute(&store.pool)
        .await?;
    Ok(())
}

/// Whose secret this is, while it is good and they may sign in.
pub async fn find(
    store: &Store,
    kind: Kind,
    secret: &str,
    now: u64,
) -> Result<Option<PersonId>, StoreError> {
    let row = sqlx::query(
        "SELECT s.person FROM console_sessions s JOIN people p ON p.id = s.person \
         WHERE s.hash = ? AND s.kind = ? AND s.expires >= ? AND p.active = 1",
    )
    .bind(ids::hash(secret))
    .bind(kind.name())
    .bind(millis(now))
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.map(|row| row.try_get("person").map(PersonId)).transpose()?)
}

/// Lets a renewal cookie live longer.
pub async fn prolong(store: &Store, secret: &str, expires: u64) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE console_sessions SET expires = max(expires, ?) WHERE hash = ? AND kind = 'renewal'",
    )
    .bind(millis(expires))
    .bind(ids::hash(secret))
    .execute(&store.pool)
    .await?;
    Ok(())
}

/// Ends every session of the console that a person has.
pub async fn sign_out(store: &Store, person: &PersonId) -> Result<(), StoreError> {
    let end = sqlx::query("DELETE FROM console_sessions WHERE person = ?");
    end.bind(&person.0).execute(&store.pool).await?;
    Ok(())
}

/// Ends every session that a person has, in the console and as an agent, and their invitation.
pub(super) async fn end_all(
    all: &mut SqliteConnection,
    person: &PersonId,
) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM console_sessions WHERE person = ?",
        "DELETE FROM invitations WHERE person = ?",
        "DELETE FROM sign_in_attempts WHERE person = ?",
        "DELETE FROM hubspot_sign_ins WHERE person = ?",
        "DELETE FROM sessions WHERE agent IN (SELECT id FROM agents WHERE person = ?)",
        "DELETE FROM sign_in_codes WHERE agent IN (SELECT id FROM agents WHERE person = ?)",
    ] {
        sqlx::query(sql).bind(&person.0).execute(&mut *all).await?;
    }
    Ok(())
}
