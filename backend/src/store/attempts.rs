//! Frames that wait for somebody to sign in. Who it is, is proven; the digits are still missing.

use sqlx::Row;

use super::persons::PersonId;
use super::{Store, StoreError, millis};

/// How often the digits may be wrong before the attempt is over.
const TRIES: i64 = 5;

/// Somebody has proven who they are, for a frame that waits.
#[derive(Debug)]
pub struct Proven<'a> {
    /// The hash of the frame's secret.
    pub attempt: &'a [u8],
    /// Who it is.
    pub person: &'a PersonId,
    /// HubSpot's number of the account that the frame says it is in.
    pub portal: Option<&'a str>,
    /// The hash of the digits.
    pub digits: &'a [u8],
    /// Until when they are good.
    pub expires: u64,
}

/// Keeps a proof. A later one for the same frame takes its place.
pub async fn keep(store: &Store, proven: &Proven<'_>) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT OR REPLACE INTO sign_in_attempts (attempt, person, portal, digits, expires) \
         VALUES (?, ?, ?, ?, ?)",
    )
    .bind(proven.attempt)
    .bind(&proven.person.0)
    .bind(proven.portal)
    .bind(proven.digits)
    .bind(millis(proven.expires))
    .execute(&store.pool)
    .await?;
    Ok(())
}

/// What the digits are worth.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken {
    /// This person, in this account; the attempt is used up.
    Person(PersonId, Option<String>),
    /// The digits are wrong; so many tries are left.
    Wrong(u32),
    /// There is no such attempt, or not any more.
    Gone,
}

/// Uses an attempt up, if the digits are right. Of two who try at once, one gets it.
pub async fn take(
    store: &Store,
    attempt: &[u8],
    digits: &[u8],
    now: u64,
) -> Result<Taken, StoreError> {
    let mut all = store.begin().await?;
    let right = sqlx::query(
        "DELETE FROM sign_in_attempts WHERE attempt = ? AND digits = ? AND expires >= ? \
         RETURNING person, portal",
    )
    .bind(attempt)
    .bind(digits)
    .bind(millis(now))
    .fetch_optional(&mut *all)
    .await?;
    if let Some(row) = right {
        let taken = Taken::Person(PersonId(row.try_get("person")?), row.try_get("portal")?);
        all.commit().await?;
        return Ok(taken);
    }
    let wrong = sqlx::query(
        "UPDATE sign_in_attempts SET tries = tries + 1 WHERE attempt = ? AND expires >= ? \
         RETURNING tries",
    )
    .bind(attempt)
    .bind(millis(now))
    .fetch_optional(&mut *all)
    .await?;
    let left = match &wrong {
        Some(row) => TRIES - row.try_get::<i64, _>("tries")?,
        None => 0,
    };
    if left <= 0 {
        sqlx::query("DELETE FROM sign_in_attempts WHERE attempt = ?")
            .bind(attempt)
            .execute(&mut *all)
            .await?;
    }
    all.commit().await?;
    Ok(match u32::try_from(left) {
        Ok(left) if left > 0 => Taken::Wrong(left),
        _ => Taken::Gone,
    })
}
