//! The lines of all tenants at their phone systems: one SIP user agent, set up as the store has them.
//!
//! The user agent is started when the first tenant needs it. What it tells of calls goes on to
//! [`crate::arrivals`]; what it tells of lines is kept here, for the console.

mod plan;
mod standing;
mod trial;

use sip::{LegEvent, LineEvent, Misconfigured, Ua, UaConfig};
use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;
use tokio::sync::{Mutex as AsyncMutex, broadcast, mpsc};

use crate::config::sip_sentence;
use crate::safe::Safe;
use crate::sound::Sound;
use crate::store::people::{AgentId, TenantId};
use crate::store::phone_systems::{self as kept, Kind, PhoneSystem};
use crate::store::{Store, StoreError};
use crate::tasks::Tasks;

pub use plan::Way;
use plan::{Plan, Planned};
use standing::Standings;
pub use standing::{LineState, Standing};
pub use trial::{Step, Stepped, TestReport};

/// How many tellings of lines may wait for a trial that listens.
const TOLD: usize = 256;

/// What the user agent tells, in order.
pub type Events = mpsc::UnboundedReceiver<sip::Event>;

/// Every line of every tenant.
pub struct Lines {
    store: Store,
    safe: Arc<Safe>,
    tasks: Arc<Tasks>,
    sound: Option<Arc<Sound>>,
    wanted: UaConfig,
    ua: Mutex<Option<Ua>>,
    /// Held while lines are set up, so that the last one who saved is the one who counts.
    changing: AsyncMutex<()>,
    plans: RwLock<HashMap<TenantId, Plan>>,
    standings: Mutex<Standings>,
    events: mpsc::UnboundedSender<sip::Event>,
    told: broadcast::Sender<(String, LineEvent)>,
    trials: Mutex<HashMap<String, mpsc::UnboundedSender<LegEvent>>>,
    /// The lines that are being tried.
    trying: Mutex<BTreeSet<String>>,
}

impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lines").field("listens", &self.wanted.udp).finish_non_exhaustive()
    }
}

/// Whose line it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The tenant.
    pub tenant: TenantId,
    /// The agent; `None` for a trunk.
    pub agent: Option<AgentId>,
    /// The user part of its address.
    pub user: String,
}

impl Lines {
    /// No lines yet. What the user agent will tell comes out of the second value.
    pub fn new(
        store: Store,
        safe: Arc<Safe>,
        tasks: Arc<Tasks>,
        sound: Option<Arc<Sound>>,
        wanted: UaConfig,
    ) -> (Self, Events) {
        let (events, heard) = mpsc::unbounded_channel();
        let lines = Self {
            store,
            safe,
            tasks,
            sound,
            wanted,
            ua: Mutex::default(),
            changing: AsyncMutex::default(),
            plans: RwLock::default(),
            standings: Mutex::default(),
            events,
            told: broadcast::channel(TOLD).0,
            trials: Mutex::default(),
            trying: Mutex::default(),
        };
        (lines, heard)
    }

    /// Sets up the lines of all tenants, at the start of the service.
    ///
    /// # Errors
    /// When the addresses of `sip.*` cannot be listened on though a tenant needs them, and when the
    /// store fails.
    pub async fn start(&self) -> Result<(), LinesError> {
        for (tenant, system) in kept::all(&self.store).await? {
            if system.kind != Kind::Simulated {
                self.running().await?;
                self.changed(&tenant).await?;
            }
        }
        Ok(())
    }

    /// A tenant's phone system or its agents' lines were saved: sets up what is new, sets up anew
    /// what differs, and takes down what is no more. Calls that run go on.
    ///
    /// # Errors
    /// When the store fails. What a phone system does not like is told by [`Self::states`].
    pub async fn changed(&self, tenant: &TenantId) -> Result<(), StoreError> {
        let _one = self.changing.lock().await;
        let before = self.plans().get(tenant).and_then(|plan| plan.trunk_server());
        let all = kept::all(&self.store).await?;
        self.renew(tenant, &all).await?;
        let now = self.plans().get(tenant).and_then(|plan| plan.trunk_server());
        // Whoever has a trunk there too gets only calls to their own numbers, or all again.
        for (other, system) in &all {
            let there = |server: &Option<String>| server.as_ref() == Some(&system.server);
            if other != tenant && system.kind == Kind::Trunk && (there(&before) || there(&now)) {
                self.renew(other, &all).await?;
            }
        }
        Ok(())
    }

    async fn renew(
        &self,
        tenant: &TenantId,
        all: &[(TenantId, PhoneSystem)],
    ) -> Result<(), StoreError> {
        let own = all.iter().find(|(of, _)| of == tenant);
        let system = own.map(|(_, system)| system.clone()).unwrap_or_default();
        let shared = all.iter().any(|(other, there)| {
            other != tenant && there.kind == Kind::Trunk && there.server == system.server
        });
        let numbers = match shared && system.kind == Kind::Trunk {
            true => Some(crate::store::lines::numbers(&self.store, tenant).await?),
            false => None,
        };
        let lines = kept::lines_of(&self.store, tenant).await?;
        let open = |whose: &str, password: &kept::Password| {
            self.safe.password(tenant, whose, password).map_err(|error| error.to_string())
        };
        let plan = Plan::of(tenant, &system, &lines, numbers, open);
        let trouble = match plan.lines.is_empty() {
            true => None,
            false => self.running().await.err().map(|wrong| sip_sentence(&wrong)),
        };
        let before = self.plans().get(tenant).cloned().unwrap_or_default();
        for line in before.lines.keys().filter(|line| !plan.lines.contains_key(*line)) {
            self.with(|ua| ua.unregister(line));
            self.standings().forget(line);
        }
        // Known before the phone system answers.
        let mut plans = self.plans.write().unwrap_or_else(PoisonError::into_inner);
        plans.insert(tenant.clone(), plan.clone());
        drop(plans);
        for (name, line) in &plan.lines {
            if before.lines.get(name).is_none_or(|known| !known.is_same(line)) {
                self.set_up(name, line, trouble.as_deref());
            }
        }
        Ok(())
    }

    /// How the user agent is, or would be, started: what a line can have depends on it.
    pub fn wanted(&self) -> &UaConfig {
        &self.wanted
    }

    /// How the lines of a tenant stand, the trunk or by user.
    pub fn states(&self, tenant: &TenantId) -> Vec<LineState> {
        let plans = self.plans();
        let standings = self.standings();
        let lines = plans.get(tenant).into_iter().flat_map(|plan| &plan.lines);
        let mut states: Vec<LineState> = lines
            .map(|(name, line)| standings.of(name, line.agent.as_ref(), &line.config.user))
            .collect();
        states.sort_by(|a, b| a.user.cmp(&b.user));
        states
    }

    /// Whose line this is; `None` when it was taken down meanwhile.
    pub fn owner(&self, line: &str) -> Option<Owner> {
        self.plans().iter().find_map(|(tenant, plan)| {
            let line = plan.lines.get(line)?;
            let (agent, user) = (line.agent.clone(), line.config.user.clone());
            Some(Owner { tenant: tenant.clone(), agent, user })
        })
    }

    /// By which line an agent calls; `None` when they have none.
    pub fn way(&self, tenant: &TenantId, agent: &AgentId) -> Option<Way> {
        self.plans().get(tenant)?.way(agent)
    }

    /// The codecs of a line's phone system, the best first.
    pub fn codecs(&self, tenant: &TenantId) -> Vec<sip::sdp::Codec> {
        self.plans().get(tenant).map(|plan| plan.codecs.clone()).unwrap_or_default()
    }

    /// Gives an order to the user agent; `None` while it does not run.
    pub fn with<T>(&self, order: impl FnOnce(&Ua) -> T) -> Option<T> {
        self.ua().as_ref().map(order)
    }

    /// Where phone systems are told to send the sound of calls.
    pub fn sound_address(&self) -> Option<IpAddr> {
        if let Some(public) = self.wanted.public {
            return Some(public.ip());
        }
        let bound = self.sound.as_ref().map(|sound| sound.ip());
        bound.filter(|ip| !ip.is_unspecified()).or_else(|| self.with(|ua| ua.address().ip()))
    }

    /// What was told of a line.
    pub fn hear(&self, line: &str, event: LineEvent) {
        if self.owner(line).is_none() {
            return;
        }
        match &event {
            LineEvent::Registered { granted_s } => tracing::info!(line, granted_s, "registered"),
            LineEvent::RegistrationFailed { status, retry_in_ms, .. } => {
                tracing::warn!(line, status, retry_in_ms, "a line is not registered");
            }
            _ => {}
        }
        self.standings().hear(line, &event);
        // Nobody listens unless a trial runs.
        let _ = self.told.send((line.to_owned(), event));
    }

    /// What was told of a call, if it is a trial's; otherwise it is handed back.
    pub fn hear_leg(&self, leg: &str, event: LegEvent) -> Option<LegEvent> {
        match self.trials().get(leg) {
            Some(trial) => {
                // It may have ended.
                let _ = trial.send(event);
                None
            }
            None => Some(event),
        }
    }

    /// Hangs up what still runs after the limit, and takes all lines down.
    pub async fn stop(&self, limit: Duration) {
        let ua = self.ua().take();
        if let Some(ua) = ua {
            let done = ua.drain(limit).await;
            tracing::info!(calls = done.calls, cut = done.cut, "no more lines");
        }
    }

    /// Sets a line up again as it is. The sentence says why it cannot be.
    async fn set_up_anew(&self, name: &str, line: &Planned) -> Option<String> {
        let _one = self.changing.lock().await;
        let trouble = self.running().await.err().map(|wrong| sip_sentence(&wrong));
        self.set_up(name, line, trouble.as_deref())
    }

    /// Why it cannot be set up, if it cannot.
    fn set_up(&self, name: &str, line: &Planned, trouble: Option<&str>) -> Option<String> {
        let refused = match (&line.trouble, trouble) {
            (Some(trouble), _) => Some(trouble.clone()),
            (None, Some(trouble)) => Some(trouble.to_owned()),
            (None, None) if self.cannot_reach(&line.config.server) => Some(
                "sip.listen is an address of this machine only, and no other one can be reached from there. Set it to an address that the phone system reaches."
                    .to_owned(),
            ),
            _ => {
                let registered = self.with(|ua| ua.register(line.config.clone()));
                registered.and_then(Result::err).map(|wrong| wrong.to_string())
            }
        };
        let by_address = line.config.access == sip::Access::Address;
        if refused.is_some() {
            // What was set up before is not what was saved.
            self.with(|ua| ua.unregister(name));
        }
        self.standings().begin(name, by_address, refused.clone());
        refused
    }

    /// Whether we listen on this machine only and the server is another one.
    fn cannot_reach(&self, server: &str) -> bool {
        let host = match server.parse::<std::net::SocketAddr>() {
            Ok(address) => address.ip().to_string(),
            Err(_) if server.parse::<IpAddr>().is_ok() => server.to_owned(),
            Err(_) => server.split(':').next().unwrap_or_default().to_owned(),
        };
        let host = match host.parse::<IpAddr>() {
            Ok(ip) => ip.is_loopback(),
            Err(_) => crate::config::is_loopback_name(&host),
        };
        self.wanted.udp.ip().is_loopback() && !host
    }

    /// Starts the user agent if it does not run. What it tells is passed on from now on.
    async fn running(&self) -> Result<(), Misconfigured> {
        if self.ua().is_some() {
            return Ok(());
        }
        let (ua, mut heard) = Ua::start(self.wanted.clone()).await?;
        tracing::info!(address = %ua.address(), "listening for phone systems");
        let events = self.events.clone();
        self.tasks.spawn(async move {
            while let Some(event) = heard.recv().await {
                // Nobody listens only when the service stops.
                let _ = events.send(event);
            }
        });
        *self.ua() = Some(ua);
        Ok(())
    }

    fn ua(&self) -> MutexGuard<'_, Option<Ua>> {
        self.ua.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn plans(&self) -> RwLockReadGuard<'_, HashMap<TenantId, Plan>> {
        self.plans.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn standings(&self) -> MutexGuard<'_, Standings> {
        self.standings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trying(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.trying.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn trials(&self) -> MutexGuard<'_, HashMap<String, mpsc::UnboundedSender<LegEvent>>> {
        self.trials.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why lines cannot be set up at the start.
#[derive(Debug, thiserror::Error)]
pub enum LinesError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An address that cannot be listened on.
    #[error("{}", sip_sentence(.0))]
    Misconfigured(#[from] Misconfigured),
}
