//! Windows that are at HubSpot's, to be told who it is. Each is one browser's, and good for one
//! return.

use sqlx::Row;

use super::persons::PersonId;
use super::{Store, StoreError, millis};

/// How many may be under way: anybody can begin one.
const MOST: i64 = 5_000;

/// A window that goes to HubSpot.
#[derive(Debug)]
pub struct Begun<'a> {
    /// The hash of the state.
    pub state: &'a [u8],
    /// The hash of the browser's cookie.
    pub browser: &'a [u8],
    /// The connection whose app is asked.
    pub connection: &'a str,
    /// The frame's attempt; none for the console.
    pub attempt: Option<&'a str>,
    /// Until when it may come back.
    pub expires: u64,
}

/// Begins; an earlier one of the same browser is over. `false` when too many are under way.
pub async fn begin(store: &Store, begun: &Begun<'_>, now: u64) -> Result<bool, StoreError> {
    let mut all = store.begin().await?;
    sqlx::query("DELETE FROM hubspot_sign_ins WHERE browser = ? OR expires < ?")
        .bind(begun.browser)
        .bind(millis(now))
        .execute(&mut *all)
        .await?;
    let done = sqlx::query(
        "INSERT INTO hubspot_sign_ins (state, browser, connection, attempt, expires) \
         SELECT ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM hubspot_sign_ins) < ?",
    )
    .bind(begun.state)
    .bind(begun.browser)
    .bind(begun.connection)
    .bind(begun.attempt)
    .bind(millis(begun.expires))
    .bind(MOST)
    .execute(&mut *all)
    .await?;
    all.commit().await?;
    Ok(done.rows_affected() == 1)
}

/// The connection whose app was asked, and whether a frame waits, for the first return with this
/// state in this browser.
pub async fn returned(
    store: &Store,
    state: &[u8],
    browser: &[u8],
    now: u64,
) -> Result<Option<(String, bool)>, StoreError> {
    let row = sqlx::query(
        "UPDATE hubspot_sign_ins SET returned = 1 \
         WHERE state = ? AND browser = ? AND expires >= ? AND returned = 0 \
         RETURNING connection, attempt IS NOT NULL AS framed",
    )
    .bind(state)
    .bind(browser)
    .bind(millis(now))
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((row.try_get("connection")?, row.try_get("framed")?)))
}

/// Keeps what came of it: somebody, or a sentence.
pub async fn settle(
    store: &Store,
    state: &[u8],
    outcome: Result<&PersonId, &str>,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE hubspot_sign_ins SET person = ?, refused = ? WHERE state = ?")
        .bind(outcome.ok().map(|person| &person.0))
        .bind(outcome.err())
        .bind(state)
        .execute(&store.pool)
        .await?;
    Ok(())
}

/// What came of a browser's way to HubSpot.
#[derive(Debug)]
pub struct Came {
    /// Who it is, or why nobody.
    pub outcome: Result<PersonId, String>,
    /// The connection whose app was asked.
    pub connection: String,
    /// The frame's attempt; none for the console.
    pub attempt: Option<String>,
}

/// What came of it, told once.
pub async fn take(store: &Store, browser: &[u8], now: u64) -> Result<Option<Came>, StoreError> {
    let row = sqlx::query(
        "DELETE FROM hubspot_sign_ins WHERE browser = ? AND expires >= ? AND returned = 1 \
         AND (person IS NOT NULL OR refused IS NOT NULL) \
         RETURNING person, refused, connection, attempt",
    )
    .bind(browser)
    .bind(millis(now))
    .fetch_optional(&store.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let refused: Option<String> = row.try_get("refused")?;
    let person: Option<String> = row.try_get("person")?;
    let outcome = match (person, refused) {
        (Some(person), None) => Ok(PersonId(person)),
        (_, refused) => Err(refused.unwrap_or_default()),
    };
    Ok(Some(Came {
        outcome,
        connection: row.try_get("connection")?,
        attempt: row.try_get("attempt")?,
    }))
}
