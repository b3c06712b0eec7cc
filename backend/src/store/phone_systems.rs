//! Each tenant's phone system, and the lines of its agents there. What is in a password only the
//! vault can read ([`crate::safe::Safe::password`]).

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::people::{AgentId, TenantId};
use super::{Store, StoreError, millis};

pub use contract::console::{
    CallerIn, PhoneAccess as Access, PhoneCodec as Codec, PhoneKind as Kind,
    PhoneTransport as Transport,
};

/// Whose password it is, for the vault, when it is a trunk's. An agent's line has the agent's id.
pub const TRUNK: &str = "trunk";

/// A password as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Password {
    /// As the vault made it.
    pub sealed: Vec<u8>,
    /// When it was set.
    pub set_at: u64,
}

/// A tenant's phone system. What its kind does not use is kept all the same: whoever tries another
/// kind finds it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneSystem {
    /// What carries the calls.
    pub kind: Kind,
    /// The registrar, or the trunk's far end: host, with or without a port.
    pub server: String,
    /// How messages travel.
    pub transport: Transport,
    /// The domain of its addresses; the server's host when `None`.
    pub domain: Option<String>,
    /// What is offered, the best first. Never empty.
    pub codecs: Vec<Codec>,
    /// The trunk's account.
    pub user: String,
    /// The name that the trunk authenticates with; the user when `None`.
    pub auth_user: Option<String>,
    /// The trunk's password.
    pub password: Option<Password>,
    /// How the phone system knows us.
    pub access: Access,
    /// Networks that calls may come from besides the server's own addresses: `192.0.2.0/24`.
    pub peers: Vec<String>,
    /// Where the caller's number stands.
    pub caller_in: CallerIn,
    /// The number to show, where the agent has none of their own.
    pub caller_number: Option<String>,
}

impl Default for PhoneSystem {
    fn default() -> Self {
        Self {
            kind: Kind::default(),
            server: String::new(),
            transport: Transport::default(),
            domain: None,
            codecs: vec![Codec::Pcmu, Codec::Pcma],
            user: String::new(),
            auth_user: None,
            password: None,
            access: Access::default(),
            peers: Vec::new(),
            caller_in: CallerIn::default(),
            caller_number: None,
        }
    }
}

/// An agent's line at the phone system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentLine {
    /// Whose it is.
    pub agent: AgentId,
    /// The extension; empty when only a caller number is set.
    pub user: String,
    /// The name it authenticates with; the user when `None`.
    pub auth_user: Option<String>,
    /// Its password.
    pub password: Option<Password>,
    /// The number to show; the tenant's when `None`.
    pub caller_number: Option<String>,
}

/// What becomes of a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It stays as it is.
    Keep,
    /// It is this one from now on, sealed.
    Set(Vec<u8>),
    /// There is none any more.
    Forget,
}

/// A tenant's phone system; the simulated one where nothing was stored.
pub async fn of(store: &Store, tenant: &TenantId) -> Result<PhoneSystem, StoreError> {
    let row = sqlx::query("SELECT * FROM phone_systems WHERE tenant = ?").bind(&tenant.0);
    let row = row.fetch_optional(&store.pool).await?;
    row.as_ref().map_or_else(|| Ok(PhoneSystem::default()), system)
}

/// Every phone system that was stored.
pub async fn all(store: &Store) -> Result<Vec<(TenantId, PhoneSystem)>, StoreError> {
    let rows = sqlx::query("SELECT * FROM phone_systems ORDER BY tenant");
    let rows = rows.fetch_all(&store.pool).await?;
    rows.iter().map(|row| Ok((TenantId(row.try_get("tenant")?), system(row)?))).collect()
}

/// The lines of a tenant's agents. Whoever is no agent any more has none.
pub async fn lines_of(store: &Store, tenant: &TenantId) -> Result<Vec<AgentLine>, StoreError> {
    let rows = sqlx::query(
        "SELECT l.* FROM agent_lines l JOIN agents a ON a.id = l.agent AND a.tenant = l.tenant \
         WHERE l.tenant = ? AND a.active = 1 ORDER BY l.user, l.agent",
    )
    .bind(&tenant.0)
    .fetch_all(&store.pool)
    .await?;
    rows.iter().map(line).collect()
}

/// Stores a tenant's phone system. Its password is what `change` says, whatever stands in `system`.
pub async fn save(
    store: &Store,
    tenant: &TenantId,
    system: &PhoneSystem,
    change: &Change,
    now: u64,
) -> Result<(), StoreError> {
    let expires_s = match system.access {
        Access::Registration { expires_s } => Some(expires_s),
        Access::Address => None,
    };
    let mut all = store.begin().await?;
    sqlx::query(
        "INSERT INTO phone_systems (tenant, kind, server, transport, domain, codecs, user, \
         auth_user, expires_s, peers, caller_in, caller_number) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
         ON CONFLICT (tenant) DO UPDATE SET kind = ?2, server = ?3, transport = ?4, domain = ?5, \
         codecs = ?6, user = ?7, auth_user = ?8, expires_s = ?9, peers = ?10, caller_in = ?11, \
         caller_number = ?12",
    )
    .bind(&tenant.0)
    .bind(kind_name(system.kind))
    .bind(&system.server)
    .bind(transport_name(system.transport))
    .bind(&system.domain)
    .bind(serde_json::to_string(&system.codecs)?)
    .bind(&system.user)
    .bind(&system.auth_user)
    .bind(expires_s)
    .bind(serde_json::to_string(&system.peers)?)
    .bind(caller_in_name(system.caller_in))
    .bind(&system.caller_number)
    .execute(&mut *all)
    .await?;
    let sql = "UPDATE phone_systems SET password = ?, password_set_at = ? WHERE tenant = ?";
    set(&mut all, sql, (change, now), &tenant.0).await?;
    all.commit().await?;
    Ok(())
}

/// Stores an agent's line. `false` when another agent of the tenant has this user, or the agent is
/// none of the tenant's.
pub async fn save_line(
    store: &Store,
    tenant: &TenantId,
    line: &AgentLine,
    change: &Change,
    now: u64,
) -> Result<bool, StoreError> {
    let mut all = store.begin().await?;
    // Of somebody who is no agent any more the line is free.
    sqlx::query(
        "DELETE FROM agent_lines WHERE tenant = ? AND user = ? AND user <> '' \
         AND agent IN (SELECT id FROM agents WHERE active = 0)",
    )
    .bind(&tenant.0)
    .bind(&line.user)
    .execute(&mut *all)
    .await?;
    let done = sqlx::query(
        "INSERT INTO agent_lines (agent, tenant, user, auth_user, caller_number) \
         SELECT id, tenant, ?3, ?4, ?5 FROM agents WHERE id = ?1 AND tenant = ?2 AND active = 1 \
         AND NOT EXISTS \
         (SELECT 1 FROM agent_lines WHERE tenant = ?2 AND user = ?3 AND user <> '' AND agent <> ?1) \
         ON CONFLICT (agent) DO UPDATE SET user = ?3, auth_user = ?4, caller_number = ?5",
    )
    .bind(&line.agent.0)
    .bind(&tenant.0)
    .bind(&line.user)
    .bind(&line.auth_user)
    .bind(&line.caller_number)
    .execute(&mut *all)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let sql = "UPDATE agent_lines SET password = ?, password_set_at = ? WHERE agent = ?";
    set(&mut all, sql, (change, now), &line.agent.0).await?;
    all.commit().await?;
    Ok(true)
}

/// Forgets an agent's line and its password. `false` when there is none.
pub async fn remove_line(
    store: &Store,
    tenant: &TenantId,
    agent: &AgentId,
) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM agent_lines WHERE tenant = ? AND agent = ?");
    let done = done.bind(&tenant.0).bind(&agent.0).execute(&store.pool).await?;
    Ok(done.rows_affected() == 1)
}

/// Every password there is, with its tenant and whose it is: for the rotation of keys.
pub async fn passwords(store: &Store) -> Result<Vec<(TenantId, String, Vec<u8>)>, StoreError> {
    let rows = sqlx::query(
        "SELECT tenant, ? AS whose, password FROM phone_systems WHERE password IS NOT NULL \
         UNION ALL SELECT tenant, agent, password FROM agent_lines WHERE password IS NOT NULL",
    )
    .bind(TRUNK)
    .fetch_all(&store.pool)
    .await?;
    let read = |row: &SqliteRow| -> Result<_, sqlx::Error> {
        Ok((TenantId(row.try_get("tenant")?), row.try_get("whose")?, row.try_get("password")?))
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Puts what was sealed anew into the place of the old, unless that has changed meanwhile.
pub async fn swap(
    store: &Store,
    (tenant, whose): (&TenantId, &str),
    old: &[u8],
    new: &[u8],
) -> Result<bool, StoreError> {
    let done = if whose == TRUNK {
        sqlx::query("UPDATE phone_systems SET password = ?1 WHERE tenant = ?2 AND password = ?3")
    } else {
        sqlx::query(
            "UPDATE agent_lines SET password = ?1 WHERE tenant = ?2 AND password = ?3 \
             AND agent = ?4",
        )
    };
    let done = done.bind(new).bind(&tenant.0).bind(old);
    let done = if whose == TRUNK { done } else { done.bind(whose) };
    Ok(done.execute(&store.pool).await?.rows_affected() == 1)
}

async fn set(
    all: &mut SqliteConnection,
    sql: &'static str,
    (change, now): (&Change, u64),
    whose: &str,
) -> Result<(), StoreError> {
    let (sealed, set_at) = match change {
        Change::Keep => return Ok(()),
        Change::Set(sealed) => (Some(sealed), Some(millis(now))),
        Change::Forget => (None, None),
    };
    sqlx::query(sql).bind(sealed).bind(set_at).bind(whose).execute(all).await?;
    Ok(())
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Simulated => "simulated",
        Kind::Lines => "lines",
        Kind::Trunk => "trunk",
    }
}

fn transport_name(transport: Transport) -> &'static str {
    match transport {
        Transport::Udp => "udp",
        Transport::Tcp => "tcp",
        Transport::Tls => "tls",
    }
}

fn caller_in_name(caller_in: CallerIn) -> &'static str {
    match caller_in {
        CallerIn::From => "from",
        CallerIn::Asserted => "asserted",
        CallerIn::Both => "both",
    }
}

fn system(row: &SqliteRow) -> Result<PhoneSystem, StoreError> {
    let expires_s: Option<u32> = row.try_get("expires_s")?;
    Ok(PhoneSystem {
        kind: match row.try_get::<&str, _>("kind")? {
            "lines" => Kind::Lines,
            "trunk" => Kind::Trunk,
            _ => Kind::Simulated,
        },
        server: row.try_get("server")?,
        transport: match row.try_get::<&str, _>("transport")? {
            "tcp" => Transport::Tcp,
            "tls" => Transport::Tls,
            _ => Transport::Udp,
        },
        domain: row.try_get("domain")?,
        codecs: serde_json::from_str(row.try_get("codecs")?)?,
        user: row.try_get("user")?,
        auth_user: row.try_get("auth_user")?,
        password: password(row)?,
        access: match expires_s {
            Some(expires_s) => Access::Registration { expires_s },
            None => Access::Address,
        },
        peers: serde_json::from_str(row.try_get("peers")?)?,
        caller_in: match row.try_get::<&str, _>("caller_in")? {
            "asserted" => CallerIn::Asserted,
            "both" => CallerIn::Both,
            _ => CallerIn::From,
        },
        caller_number: row.try_get("caller_number")?,
    })
}

fn line(row: &SqliteRow) -> Result<AgentLine, StoreError> {
    Ok(AgentLine {
        agent: AgentId(row.try_get("agent")?),
        user: row.try_get("user")?,
        auth_user: row.try_get("auth_user")?,
        password: password(row)?,
        caller_number: row.try_get("caller_number")?,
    })
}

fn password(row: &SqliteRow) -> Result<Option<Password>, StoreError> {
    let Some(sealed) = row.try_get::<Option<Vec<u8>>, _>("password")? else { return Ok(None) };
    let set_at: Option<i64> = row.try_get("password_set_at")?;
    let set_at = set_at.and_then(|at| u64::try_from(at).ok()).unwrap_or(0);
    Ok(Some(Password { sealed, set_at }))
}
