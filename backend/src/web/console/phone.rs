//! `…/phone`: a tenant's phone system, and its agents' lines there.
//!
//! A change is what the next call goes by; a call that is going on stays where it is.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use contract::console::{
    Changed, PhoneAgent, PhoneGroup, PhoneLine, PhoneReach, PhoneSettings, PhoneSystem as Form,
    SavePhone, SavePhoneLine, Secret,
};
use std::net::SocketAddr;
use std::sync::Arc;

use super::connections::{OLD, ours};
use super::phone_form::{self, NewSecret};
use super::refusal::{Refusal, Wrong};
use super::who::InTenant;
use crate::app::App;
use crate::clock;
use crate::store::people::{self, Agent, AgentId, TenantId};
use crate::store::phone_systems::{
    self, AgentLine, Change, Password, PhoneSystem, TRUNK, lines_of,
};
use crate::store::secrets::Field;
use crate::web::body::Json;

/// `GET …/phone`.
pub async fn show(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
) -> Result<axum::Json<PhoneSettings>, Refusal> {
    Ok(axum::Json(shown(&app, &tenant).await?))
}

/// `PUT …/phone`: all of it is checked and stored, or nothing is. Answers with what was stored.
pub async fn save(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Json { value, .. }: Json<SavePhone>,
) -> Result<axum::Json<PhoneSettings>, Refusal> {
    let before = phone_systems::of(&app.store, &tenant).await?;
    let ua = app.lines.wanted();
    let (system, new) = phone_form::system(value, before, ua)?;
    let change = sealed(&app, &tenant, TRUNK, new)?;
    phone_systems::save(&app.store, &tenant, &system, &change, clock::now()).await?;
    // Whether calls are simulated is what their pages say.
    for agent in people::of_tenant(&app.store, &tenant).await? {
        app.switchboard.renew(&agent.id).await?;
    }
    changed(&app, &tenant).await?;
    Ok(axum::Json(shown(&app, &tenant).await?))
}

/// `PUT …/phone/lines/{agent}`.
pub async fn save_line(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, agent)): Path<(String, String)>,
    Json { value, .. }: Json<SavePhoneLine>,
) -> Result<axum::Json<PhoneAgent>, Refusal> {
    let agent = one(&app, &tenant, agent).await?;
    let stored = lines_of(&app.store, &tenant).await?;
    let has = stored.iter().any(|line| line.agent == agent.id && line.password.is_some());
    let kind = phone_systems::of(&app.store, &tenant).await?.kind;
    let typed = value.password.as_deref();
    let (line, new) = phone_form::line(&value.line, agent.id.clone(), kind, typed, has)?;
    let change = sealed(&app, &tenant, &agent.id.0, new)?;
    if !phone_systems::save_line(&app.store, &tenant, &line, &change, clock::now()).await? {
        let mut wrong = Wrong::default();
        wrong.say("user", "Another agent has this line. Each needs one of their own.");
        wrong.check()?;
    }
    changed(&app, &tenant).await?;
    let lines = lines_of(&app.store, &tenant).await?;
    Ok(axum::Json(agent_shown(agent, &lines)))
}

/// `DELETE …/phone/lines/{agent}`: the line is forgotten, with its password.
pub async fn remove_line(
    State(app): State<Arc<App>>,
    InTenant { tenant, .. }: InTenant,
    Path((_, agent)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    let agent = one(&app, &tenant, agent).await?;
    if phone_systems::remove_line(&app.store, &tenant, &agent.id).await? {
        changed(&app, &tenant).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Lines are registered as they are stored now, and consoles read again.
pub(super) async fn changed(app: &App, tenant: &TenantId) -> Result<(), Refusal> {
    app.lines.changed(tenant).await?;
    app.links.tell_what(tenant, Changed::Phone(tenant.0.clone()));
    Ok(())
}

/// An agent of exactly this tenant, with a number.
pub(super) async fn one(app: &App, tenant: &TenantId, id: String) -> Result<Agent, Refusal> {
    let found = people::agent(&app.store, &AgentId(id)).await?;
    let found = found.filter(|agent| agent.tenant == *tenant);
    found.ok_or_else(|| Refusal::not_found("There is no such agent in this tenant."))
}

fn sealed(app: &App, tenant: &TenantId, whose: &str, new: NewSecret) -> Result<Change, Refusal> {
    let new = match new {
        NewSecret::Kept => return Ok(Change::Keep),
        NewSecret::Forgotten => return Ok(Change::Forget),
        NewSecret::Typed(new) => new,
    };
    let sealed = app.safe.seal(tenant, whose, Field::LinePassword, &new).map_err(ours)?;
    Ok(Change::Set(sealed.1))
}

/// The page as it gets to see it: of passwords, only whether they are there.
async fn shown(app: &App, tenant: &TenantId) -> Result<PhoneSettings, Refusal> {
    let system = phone_systems::of(&app.store, tenant).await?;
    let lines = lines_of(&app.store, tenant).await?;
    let settings = app.switchboard.settings.of(tenant).await?;
    let agents = people::of_tenant(&app.store, tenant).await?;
    let group = |group: &contract::console::RingGroup| PhoneGroup {
        number: group.number.clone(),
        name: group.name.clone(),
        agents: group.agents.len(),
    };
    Ok(PhoneSettings {
        password: told(system.password.as_ref()),
        system: form(system),
        agents: agents.into_iter().map(|agent| agent_shown(agent, &lines)).collect(),
        groups: settings.groups.iter().map(group).collect(),
        ours: reach(app),
    })
}

/// Where phone systems reach us. What is not known before the first line is set up is left empty.
fn reach(app: &App) -> PhoneReach {
    let text = |address: Option<String>| address.unwrap_or_default();
    let known = |at: SocketAddr| (!at.ip().is_unspecified() && at.port() != 0).then_some(at);
    let wanted = app.lines.wanted();
    let udp = app.lines.with(|ua| ua.address()).or(wanted.public).unwrap_or(wanted.udp);
    let udp = known(udp);
    let tcp = wanted.tcp.and_then(|tcp| {
        let ip = udp.map_or(tcp.ip(), |udp| udp.ip());
        known(SocketAddr::new(ip, tcp.port()))
    });
    let sound = app.sound.as_ref().and_then(|_| app.lines.sound_address());
    let sound = sound.filter(|ip| !ip.is_unspecified());
    let ports = app.config.voice.ports.range();
    PhoneReach {
        udp: text(udp.map(|at| at.to_string())),
        tcp: text(tcp.map(|at| at.to_string())),
        sound: text(sound.map(|ip| ip.to_string())),
        ports: (*ports.start(), *ports.end()),
    }
}

fn agent_shown(agent: Agent, lines: &[AgentLine]) -> PhoneAgent {
    let line = lines.iter().find(|line| line.agent == agent.id);
    let text = |of: fn(&AgentLine) -> Option<String>| line.and_then(of).unwrap_or_default();
    PhoneAgent {
        line: PhoneLine {
            user: text(|line| Some(line.user.clone())),
            auth_user: text(|line| line.auth_user.clone()),
            caller_number: text(|line| line.caller_number.clone()),
        },
        password: told(line.and_then(|line| line.password.as_ref())),
        agent: agent.id.0,
        name: agent.name,
        number: agent.number,
    }
}

fn told(password: Option<&Password>) -> Secret {
    let set = password.map(|password| password.set_at);
    Secret { set, old: set.is_some_and(|at| clock::now().saturating_sub(at) > OLD) }
}

fn form(system: PhoneSystem) -> Form {
    Form {
        kind: system.kind,
        server: system.server,
        transport: system.transport,
        domain: system.domain.unwrap_or_default(),
        codecs: system.codecs,
        user: system.user,
        auth_user: system.auth_user.unwrap_or_default(),
        access: system.access,
        peers: system.peers,
        caller_in: system.caller_in,
        caller_number: system.caller_number.unwrap_or_default(),
    }
}
