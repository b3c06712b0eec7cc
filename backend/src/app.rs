//! The service put together: what every route can reach.

use std::sync::Arc;

use crate::callers::Callers;
use crate::choices::Discovery;
use crate::config::{Config, ConfigError, Network};
use crate::hub::{self, Hub};
use crate::hubspot_client::HubSpotClient;
use crate::hubspot_http::HubSpotHttp;
use crate::lines::{self, Lines, LinesError};
use crate::links::Links;
use crate::listening::Listening;
use crate::mail::{Mail, MailError};
use crate::news;
use crate::outbox::Outbox;
use crate::outcomes::Outcomes;
use crate::passkeys::Passkeys;
use crate::phone::Phone;
use crate::relay::Relay;
use crate::safe::{Safe, SafeError};
use crate::settings::AllSettings;
use crate::sound::{Sound, SoundError};
use crate::store::{self, Store, StoreError};
use crate::switchboard::{Closing, Switchboard};
use crate::tasks::Tasks;
use crate::web::failures::Failures;
use crate::web::files::Files;
use crate::{arrivals, clock, ids, number};

/// How often what has expired is forgotten, in milliseconds.
const TIDY_EVERY: u64 = 60 * 60_000;

/// Why the service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys.
    #[error(transparent)]
    Safe(#[from] SafeError),
    /// The mail server.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// Sound.
    #[error(transparent)]
    Sound(#[from] SoundError),
    /// What is configured for phone systems.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The lines at phone systems.
    #[error(transparent)]
    Lines(#[from] LinesError),
    /// The HTTP client.
    #[error("The HTTP client cannot be set up: {0}. Are the system's certificates there?")]
    Client(#[from] reqwest::Error),
    /// Listening.
    #[error("Cannot listen on {0}: {1}. Is something else using this address?")]
    Listen(std::net::SocketAddr, std::io::Error),
    /// The certificate files.
    #[error("The certificate files cannot be used: {0}. Both must be PEM and belong together.")]
    Tls(std::io::Error),
}

/// The service, without its listener.
#[derive(Debug)]
pub struct App {
    /// How it was configured.
    pub config: Config,
    /// Our own origin.
    pub origin: String,
    /// Trusted proxies.
    pub proxies: Vec<Network>,
    /// The store.
    pub store: Store,
    /// Seals and opens secrets.
    pub safe: Arc<Safe>,
    /// The links to HubSpot.
    pub links: Arc<Links>,
    /// The mail server, if there is one.
    pub mail: Option<Mail>,
    /// Every seat.
    pub switchboard: Arc<Switchboard>,
    /// The widget's files.
    pub files: Arc<Files>,
    /// The sound of calls; `None` where browsers could not reach it.
    pub sound: Option<Arc<Sound>>,
    /// What their browsers are told of the relay, if there is one.
    pub relay: Option<Relay>,
    /// The lines at phone systems.
    pub lines: Arc<Lines>,
    /// Passkeys.
    pub passkeys: Passkeys,
    /// Failed sign-ins, by address.
    pub failures: Failures,
    /// Background tasks.
    pub tasks: Arc<Tasks>,
}

impl App {
    /// Opens the store, takes up what an earlier process left, and starts the background tasks.
    pub async fn start(
        config: Config,
        record_limits: record::Limits,
    ) -> Result<Arc<Self>, StartError> {
        let store = Store::open(store::file_in(&config.data_dir)).await?;
        let tasks = Arc::new(Tasks::default());
        let (sender, receiver) = news::channel();
        let safe = Arc::new(Safe::open(&config)?);
        let http = Arc::new(HubSpotHttp::new(&config)?);
        let links = Arc::new(Links::new(&config, store.clone(), safe.clone(), http.clone()));
        let client = Arc::new(HubSpotClient::new(http, links.clone()));
        let hub_limits = hub::Limits {
            horizon: config.stream.horizon,
            queue: config.tuning.queue,
            sockets: config.tuning.sockets_per_agent,
        };
        let phone_config = voice::Config {
            answer_after: config.simulated_phone.answer_after_ms,
            rings_after: config.tuning.simulated_rings_after_ms,
        };
        let sound = Sound::open(&config, ids::seed())?.map(Arc::new);
        let wanted = config.sip.user_agent(&config)?;
        let (lines, events) =
            Lines::new(store.clone(), safe.clone(), tasks.clone(), sound.clone(), wanted);
        let lines = Arc::new(lines);
        let hub = Arc::new(Hub::new(ids::new_id(), hub_limits));
        let outbox = Outbox::new(
            store.clone(),
            client.clone(),
            links.clone(),
            hub.clone(),
            record_limits,
            sender.clone(),
            tasks.clone(),
        );
        let outbox = Arc::new(outbox.with_batches(config.tuning.batches));
        let settings = Arc::new(AllSettings::new(store.clone()));
        let discovery = Arc::new(Discovery::new(store.clone(), client.clone(), settings.clone()));
        let callers = Callers::new(
            store.clone(),
            client.clone(),
            settings.clone(),
            discovery.clone(),
            tasks.clone(),
            config.tuning.hubspot_deadline_ms,
        );
        let switchboard = Arc::new(Switchboard {
            store: store.clone(),
            hub,
            phone: Arc::new(Phone::new(
                phone_config,
                sender.clone(),
                sound.clone(),
                lines.clone(),
                config.calls.left_alone_ms(),
            )),
            outbox,
            ui_url: config.hubspot.ui_url.clone(),
            outcomes: Arc::new(Outcomes::new(client.clone(), settings.clone())),
            callers: Arc::new(callers),
            discovery,
            settings,
            client,
            rules: seat::Rules {
                limits: call::Limits { ring: config.ring_timeout_ms, wrap_up: config.wrap_up_ms },
                absent: config.tuning.absent_ms,
                held: config.calls.held_ms(),
                ..seat::Rules::default()
            },
            listening: Listening::new(sound.clone()),
            closing: Closing::default(),
            started: clock::now(),
            news: sender,
            tasks: tasks.clone(),
            seats: std::sync::Mutex::default(),
        });
        let files = Arc::new(Files::load(&config));
        let app = Arc::new(Self {
            passkeys: Passkeys::new(&config.own_origin()),
            origin: config.own_origin(),
            proxies: config.proxies(),
            mail: Mail::new(&config)?,
            failures: Failures::new(config.tuning.failures_a_minute),
            relay: Relay::of(&config)?,
            config,
            store,
            safe,
            links,
            switchboard,
            files,
            sound,
            lines,
            tasks,
        });
        app.clone().run(receiver, events).await?;
        Ok(app)
    }

    async fn run(
        self: Arc<Self>,
        receiver: news::Receiver,
        events: lines::Events,
    ) -> Result<(), StartError> {
        let board = self.switchboard.clone();
        self.tasks.spawn(board.clone().deliver(receiver));
        let phone = board.phone.clone();
        self.tasks.spawn(async move { phone.run().await });
        if let Some(sound) = self.sound.clone() {
            self.tasks.spawn(async move { sound.run().await });
        }
        board.restore().await?;
        self.tasks.spawn(arrivals::run(board.clone(), self.lines.clone(), events));
        self.lines.start().await?;
        self.tasks.spawn(board.clone().listen());
        // Beside everything else: it takes a moment, and the first ring must not wait for it.
        drop(tokio::task::spawn_blocking(number::warm_up));
        let files = self.files.clone();
        self.tasks.spawn(async move { files.compress().await });
        let (store, settings) = (self.store.clone(), self.switchboard.settings.clone());
        self.tasks.spawn(async move {
            loop {
                if let Err(error) = tidy(&store, &settings, clock::now()).await {
                    tracing::error!(%error, "what has expired could not be forgotten");
                }
                clock::until(Some(clock::now() + TIDY_EVERY)).await;
            }
        });
        Ok(())
    }
}

/// Forgets what has expired, and calls that were kept as long as their tenant wants.
async fn tidy(store: &Store, settings: &AllSettings, now: u64) -> Result<(), StoreError> {
    store.tidy(now).await?;
    for (tenant, _) in crate::store::people::tenants(store).await? {
        let days = u64::from(settings.of(&tenant).await?.keep_days.0.max(1));
        let before = now.saturating_sub(days * 24 * 60 * 60_000);
        let count = crate::store::forget::older(store, &tenant, before).await?;
        if count > 0 {
            tracing::info!(count, "calls were kept long enough and are forgotten");
        }
    }
    Ok(())
}
