//! People's passkeys: public keys and counters, no secrets.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::persons::PersonId;
use super::{Store, StoreError, millis};

/// A passkey.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Our id of it.
    pub id: String,
    /// Whose.
    pub person: PersonId,
    /// What they call it.
    pub name: String,
    /// The public key and its counter, as JSON.
    pub state: String,
    /// When it was made.
    pub made: u64,
    /// When it was used last.
    pub used: Option<u64>,
}

/// Keeps a new one. `known` is WebAuthn's id of it; `false` when there is such a one already.
pub async fn add(store: &Store, key: &Kept, known: &[u8]) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO passkeys (id, person, name, known, state, made) VALUES (?, ?, ?, ?, ?, ?) \
         ON CONFLICT DO NOTHING",
    )
    .bind(&key.id)
    .bind(&key.person.0)
    .bind(&key.name)
    .bind(known)
    .bind(&key.state)
    .bind(millis(key.made))
    .execute(&store.pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// All of a person's, the oldest first.
pub async fn of(store: &Store, person: &PersonId) -> Result<Vec<Kept>, StoreError> {
    let rows = sqlx::query("SELECT * FROM passkeys WHERE person = ? ORDER BY made, id")
        .bind(&person.0)
        .fetch_all(&store.pool)
        .await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The one with WebAuthn's id, of somebody who may sign in.
pub async fn known(store: &Store, known: &[u8]) -> Result<Option<Kept>, StoreError> {
    let row = sqlx::query(
        "SELECT k.* FROM passkeys k JOIN people p ON p.id = k.person \
         WHERE k.known = ? AND p.active = 1",
    )
    .bind(known)
    .fetch_optional(&store.pool)
    .await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Notes that one was used, and its counter if that has moved.
pub async fn used(
    store: &Store,
    id: &str,
    state: Option<&str>,
    now: u64,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE passkeys SET used = ?, state = coalesce(?, state) WHERE id = ?")
        .bind(millis(now))
        .bind(state)
        .bind(id)
        .execute(&store.pool)
        .await?;
    Ok(())
}

/// Removes one of a person's; `false` when they have none such.
pub async fn remove(store: &Store, person: &PersonId, id: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM passkeys WHERE id = ? AND person = ?")
        .bind(id)
        .bind(&person.0)
        .execute(&store.pool)
        .await?;
    Ok(done.rows_affected() == 1)
}

fn read(row: &SqliteRow) -> Result<Kept, sqlx::Error> {
    let used: Option<i64> = row.try_get("used")?;
    Ok(Kept {
        id: row.try_get("id")?,
        person: PersonId(row.try_get("person")?),
        name: row.try_get("name")?,
        state: row.try_get("state")?,
        made: u64::try_from(row.try_get::<i64, _>("made")?).unwrap_or(0),
        used: used.and_then(|at| u64::try_from(at).ok()),
    })
}
