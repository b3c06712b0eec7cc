//! One-time links: the first owner's, and those for everybody else.

use crate::store::console_sessions;
use crate::store::persons::{self, PersonId};
use crate::store::{Store, StoreError};
use crate::{clock, ids};

/// How long an invitation is good, in milliseconds: a week.
const INVITATION_MS: u64 = 7 * 24 * 60 * 60_000;

/// How long the first owner's link is good, in milliseconds: a day. Every start makes a new one.
const FIRST_MS: u64 = 24 * 60 * 60_000;

/// Invites somebody: the link to hand over, and until when it is good. An earlier one is void.
pub async fn invite(
    store: &Store,
    origin: &str,
    person: &PersonId,
) -> Result<(String, u64), StoreError> {
    let (code, expires) = (ids::new_secret(), clock::now() + INVITATION_MS);
    console_sessions::invite(store, &code, Some(person), expires).await?;
    Ok((link(origin, &code), expires))
}

/// The link that makes the first owner; `None` when there is one.
pub async fn first_owner(store: &Store, origin: &str) -> Result<Option<String>, StoreError> {
    if persons::has_owner(store).await? {
        return Ok(None);
    }
    let code = ids::new_secret();
    console_sessions::invite(store, &code, None, clock::now() + FIRST_MS).await?;
    Ok(Some(link(origin, &code)))
}

/// The code stands behind the `#`: it is never sent, and so in no log of any proxy.
fn link(origin: &str, code: &str) -> String {
    format!("{origin}/console/#welcome={code}")
}
