//! Signing in: one-time codes, and the sessions they are exchanged for.
//!
//! No route of this service issues codes. Whoever may do so calls [`issue_code`] with the store.

use contract::Session;

use crate::config::Tuning;
use crate::store::people::AgentId;
use crate::store::sessions::{self, Kind};
use crate::store::{Store, StoreError};
use crate::{clock, ids};

/// How long a renewal cookie lives after its last use, in milliseconds.
pub const RENEWAL_MS: u64 = 14 * 24 * 60 * 60_000;

/// A one-time code for an agent: good for 60 s, and once.
pub async fn issue_code(store: &Store, agent: &AgentId) -> Result<String, StoreError> {
    let code = ids::new_secret();
    sessions::add_code(store, &code, agent, clock::now() + Tuning::default().code_ms).await?;
    Ok(code)
}

/// A session, and the secret of its renewal cookie.
pub struct Opened {
    /// What the page gets to read.
    pub session: Session,
    /// What only the browser keeps.
    pub renewal: String,
}

/// Exchanges a code for a session; nothing when it is unknown, used or expired.
pub async fn redeem(
    store: &Store,
    tuning: &Tuning,
    code: &str,
) -> Result<Option<Opened>, StoreError> {
    let now = clock::now();
    let Some(agent) = sessions::take_code(store, code, now).await? else { return Ok(None) };
    let renewal = ids::new_secret();
    sessions::add(store, Kind::Renewal, &renewal, &agent, now + RENEWAL_MS).await?;
    let session = open(store, tuning, &agent, now).await?;
    Ok(Some(Opened { session, renewal }))
}

/// Opens a further session from a renewal cookie; nothing when it is not good. The cookie stays
/// good, so that frames which renew at once do not log each other out.
pub async fn renew(
    store: &Store,
    tuning: &Tuning,
    renewal: &str,
) -> Result<Option<Opened>, StoreError> {
    let now = clock::now();
    let found = sessions::find(store, Kind::Renewal, renewal, now).await?;
    let Some(agent) = found else { return Ok(None) };
    sessions::prolong(store, Kind::Renewal, renewal, now + RENEWAL_MS).await?;
    let session = open(store, tuning, &agent, now).await?;
    Ok(Some(Opened { session, renewal: renewal.to_owned() }))
}

/// Whose token this is, while it is good.
pub async fn agent_of(store: &Store, token: &str) -> Result<Option<AgentId>, StoreError> {
    sessions::find(store, Kind::Token, token, clock::now()).await
}

async fn open(
    store: &Store,
    tuning: &Tuning,
    agent: &AgentId,
    now: u64,
) -> Result<Session, StoreError> {
    let token = ids::new_secret();
    sessions::add(store, Kind::Token, &token, agent, now + tuning.token_ms).await?;
    Ok(Session { token, expires_in: tuning.token_ms })
}
