//! An agent's sessions: what opens them, and which agent a person is.
//!
//! A frame gets a session for the secret of its attempt and the digits that the sign-in window
//! showed ([`proven`], [`finish`]), or for a one-time code. No route of this service issues codes:
//! whoever may do so calls [`issue_code`] with the store.

use contract::Session;

use crate::app::App;
use crate::config::Tuning;
use crate::store::attempts::{self, Proven, Taken};
use crate::store::people::{self, AgentId, TenantId};
use crate::store::persons::PersonId;
use crate::store::sessions::{self, Kind};
use crate::store::{Store, StoreError, matching};
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
pub async fn redeem(app: &App, code: &str) -> Result<Option<Opened>, StoreError> {
    let now = clock::now();
    let Some(agent) = sessions::take_code(&app.store, code, now).await? else { return Ok(None) };
    enter(app, &agent, now).await.map(Some)
}

/// How long the digits are good, in milliseconds.
pub const DIGITS_MS: u64 = 3 * 60_000;

/// Somebody has proven who they are in a window, for a frame's attempt: the digits that they carry
/// over. The attempt never completes without them.
pub async fn proven(
    store: &Store,
    attempt: &[u8],
    person: &PersonId,
    portal: Option<&str>,
) -> Result<String, StoreError> {
    let digits = ids::new_digits();
    let expires = clock::now() + DIGITS_MS;
    let hash = digits_hash(attempt, &digits);
    let proven = Proven { attempt, person, portal, digits: &hash, expires };
    attempts::keep(store, &proven).await?;
    Ok(digits)
}

/// What a frame's secret and digits are worth.
pub enum Finished {
    /// A session.
    Opened(Opened),
    /// The digits are wrong; so many tries are left.
    Wrong(u32),
    /// Nothing, or not any more.
    Gone,
}

/// Finishes a frame's attempt.
pub async fn finish(app: &App, secret: &str, digits: &str) -> Result<Finished, StoreError> {
    let store = &app.store;
    let (attempt, now) = (ids::hash(secret), clock::now());
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let hash = digits_hash(&attempt, &digits);
    let (person, portal) = match attempts::take(store, &attempt, &hash, now).await? {
        Taken::Person(person, portal) => (person, portal),
        Taken::Wrong(left) => return Ok(Finished::Wrong(left)),
        Taken::Gone => return Ok(Finished::Gone),
    };
    let all = agents(store, &person, portal.as_deref()).await?;
    let Some((first, _)) = all.into_iter().next() else { return Ok(Finished::Gone) };
    let agent = chosen(store, &first).await?;
    enter(app, &agent, now).await.map(Finished::Opened)
}

/// As what a person can work in an account of HubSpot's: the tenants that name it, or every tenant
/// where none does. By name of the tenant.
pub async fn agents(
    store: &Store,
    person: &PersonId,
    portal: Option<&str>,
) -> Result<Vec<(AgentId, TenantId)>, StoreError> {
    let there = match portal {
        Some(portal) => matching::tenants_of_portal(store, portal).await?,
        None => Vec::new(),
    };
    let all = people::of_person(store, person).await?;
    let here = |agent: &people::Agent| there.is_empty() || there.contains(&agent.tenant);
    Ok(all.into_iter().filter(here).map(|agent| (agent.id, agent.tenant)).collect())
}

/// The agent that somebody signed in as this one works as: in the tenant that they chose last, if
/// it is one of the same account.
pub async fn chosen(store: &Store, agent: &AgentId) -> Result<AgentId, StoreError> {
    let Some(last) = matching::last_tenant(store, agent).await? else { return Ok(agent.clone()) };
    let beside = matching::beside(store, agent).await?;
    let found = beside.into_iter().find(|(_, tenant, _)| *tenant == last);
    Ok(found.map_or_else(|| agent.clone(), |(id, ..)| id))
}

fn digits_hash(attempt: &[u8], digits: &str) -> Vec<u8> {
    let mut both = attempt.to_vec();
    both.extend_from_slice(digits.as_bytes());
    ids::hash_bytes(&both)
}

async fn enter(app: &App, agent: &AgentId, now: u64) -> Result<Opened, StoreError> {
    let renewal = ids::new_secret();
    sessions::add(&app.store, Kind::Renewal, &renewal, agent, now + RENEWAL_MS).await?;
    let session = open(app, agent, now).await?;
    Ok(Opened { session, renewal })
}

/// Opens a further session from a renewal cookie; nothing when it is not good. The cookie stays
/// good, so that frames which renew at once do not log each other out.
pub async fn renew(app: &App, renewal: &str) -> Result<Option<Opened>, StoreError> {
    let (store, now) = (&app.store, clock::now());
    let found = sessions::find(store, Kind::Renewal, renewal, now).await?;
    let Some(agent) = found else { return Ok(None) };
    sessions::prolong(store, Kind::Renewal, renewal, now + RENEWAL_MS).await?;
    let agent = chosen(store, &agent).await?;
    let session = open(app, &agent, now).await?;
    Ok(Some(Opened { session, renewal: renewal.to_owned() }))
}

/// Whose token this is, while it is good.
pub async fn agent_of(store: &Store, token: &str) -> Result<Option<AgentId>, StoreError> {
    sessions::find(store, Kind::Token, token, clock::now()).await
}

/// Opens a session for an agent.
pub async fn open(app: &App, agent: &AgentId, now: u64) -> Result<Session, StoreError> {
    let (token, expires_in) = (ids::new_secret(), app.config.tuning.token_ms);
    sessions::add(&app.store, Kind::Token, &token, agent, now + expires_in).await?;
    let rtc = app.relay.as_ref().map(|relay| relay.configuration(agent, now)).unwrap_or_default();
    Ok(Session { token, expires_in, rtc })
}
