//! The configuration: a TOML file, overridden by environment variables, checked as a whole.

mod calls;
mod check;
mod keys;
mod origin;
mod proxies;
mod public;
mod sip;
mod smtp;
mod turn;
mod voice;

use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use calls::Calls;
pub use keys::{KEYS, unknown};
pub use origin::{is_loopback_name, origin_of};
pub use proxies::Network;
pub use public::Public;
pub use sip::{Sip, sentence as sip_sentence};
pub use smtp::{Smtp, SmtpTls};
pub use turn::{Turn, Use as TurnUse};
pub use voice::{Ports, Voice};

/// The commented example that lists every key.
pub const EXAMPLE: &str = include_str!("../../sidetone.example.toml");

/// Everything that can be configured. See `sidetone.example.toml` for what each key means.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address under which browsers reach this service.
    pub public_url: String,
    /// The folder with the built widget.
    pub widget_dir: PathBuf,
    /// The folder with the built console.
    pub console_dir: PathBuf,
    /// The folder for the store.
    pub data_dir: PathBuf,
    /// Further origins of pages that may frame the widget, beside HubSpot's own.
    pub allowed_origins: Vec<String>,
    /// Proxies (addresses or networks) whose `X-Forwarded-*` headers are believed.
    pub trusted_proxies: Vec<String>,
    /// TLS by certificate files.
    pub tls: Tls,
    /// HubSpot.
    pub hubspot: HubSpot,
    /// The keys of the vault.
    pub vault: VaultKeys,
    /// The mail server.
    pub smtp: Smtp,
    /// The simulated phone system.
    pub simulated_phone: SimulatedPhone,
    /// The sound of calls.
    pub voice: Voice,
    /// The relay between browsers and this service.
    pub turn: Turn,
    /// Signalling with phone systems.
    pub sip: Sip,
    /// The calls.
    pub calls: Calls,
    /// How long an inbound call rings, in milliseconds.
    pub ring_timeout_ms: u64,
    /// How long a wrap-up may last, in milliseconds.
    pub wrap_up_ms: u64,
    /// What is logged: a filter such as `info` or `info,sidetone_backend=debug`.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// The event stream.
    pub stream: Stream,
    /// The call records.
    pub record: Record,
    /// Limits that no file sets.
    #[serde(skip)]
    pub tuning: Tuning,
}

/// Certificate and key; both or none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// PEM file with the certificate chain.
    pub cert_file: Option<PathBuf>,
    /// PEM file with the private key.
    pub key_file: Option<PathBuf>,
}

/// How HubSpot is reached.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HubSpot {
    /// The address of its API.
    pub api_url: String,
    /// The address of its pages; its origin may frame the widget.
    pub ui_url: String,
    /// The access token.
    pub access_token: Option<Secret>,
    /// Requests to an account in ten seconds until HubSpot says its limit; 0: what HubSpot documents.
    pub per_ten_seconds: u32,
    /// Searches in an account in a second.
    pub searches_per_second: u32,
    /// Requests to an account in a day until HubSpot says its limit; 0: none known.
    pub per_day: u32,
}

/// Where the keys are that secrets are sealed with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VaultKeys {
    /// A file with the keys. Without one and without `keys`, one is made in the data folder.
    pub keys_file: Option<PathBuf>,
    /// The keys themselves, as in the file; for the environment.
    pub keys: Option<Secret>,
}

/// The simulated phone system.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SimulatedPhone {
    /// The token of its control routes; without one there are none.
    pub control_token: Option<Secret>,
    /// From ringing to the answer, in milliseconds; 0: only when told.
    pub answer_after_ms: u64,
}

/// The event stream.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stream {
    /// Milliseconds between pings.
    pub ping_ms: u64,
    /// How many events an agent's stream keeps.
    pub horizon: usize,
}

/// The call records in HubSpot.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Record {
    /// How long after the end of a call HubSpot's page may take to name the record that it made, in
    /// milliseconds; then the record is searched for.
    pub host_reply_ms: u64,
    /// How long a fresh record may be missing from HubSpot's search, in milliseconds.
    pub index_delay_ms: u64,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Limits that are the same in every installation; tests turn them down.
#[derive(Debug, Clone)]
pub struct Tuning {
    /// How long an agent may be without a page before calls are offered to them no more, in
    /// milliseconds.
    pub absent_ms: u64,
    /// How long a stream waits for its first message, in milliseconds.
    pub hello_ms: u64,
    /// Unanswered pings after which a surface is gone.
    pub unanswered_pings: u32,
    /// How many sockets one agent may have.
    pub sockets_per_agent: usize,
    /// How many events wait for one slow socket.
    pub queue: usize,
    /// How long a bearer token is good, in milliseconds.
    pub token_ms: u64,
    /// How long a one-time code is good, in milliseconds.
    pub code_ms: u64,
    /// Failed sign-ins a minute and address.
    pub failures_a_minute: u32,
    /// From dialling to ringing at the simulated far end, in milliseconds.
    pub simulated_rings_after_ms: u64,
    /// Deadline of a request to HubSpot, in milliseconds.
    pub hubspot_deadline_ms: u64,
    /// How long HubSpot's second of searches lasts, in milliseconds.
    pub search_window_ms: u64,
    /// Whether records go to HubSpot together where they may; a bench shows what that is worth.
    pub batches: bool,
    /// How long shutting down waits for requests in flight, in milliseconds.
    pub grace_ms: u64,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            absent_ms: 10_000,
            hello_ms: 5_000,
            unanswered_pings: 3,
            sockets_per_agent: 64,
            queue: 256,
            token_ms: 15 * 60_000,
            code_ms: 60_000,
            failures_a_minute: 20,
            simulated_rings_after_ms: 150,
            hubspot_deadline_ms: 10_000,
            search_window_ms: 1_000,
            batches: true,
            grace_ms: 5_000,
        }
    }
}

/// A secret that shows itself to nobody by accident.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// A secret of this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(secret)")
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 4181)),
            public_url: "http://localhost:4181".to_owned(),
            widget_dir: PathBuf::from("dist"),
            console_dir: PathBuf::from("dist-console"),
            data_dir: PathBuf::from("data"),
            allowed_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            tls: Tls::default(),
            hubspot: HubSpot::default(),
            vault: VaultKeys::default(),
            smtp: Smtp::default(),
            simulated_phone: SimulatedPhone::default(),
            voice: Voice::default(),
            turn: Turn::default(),
            sip: Sip::default(),
            calls: Calls::default(),
            ring_timeout_ms: 30_000,
            wrap_up_ms: 300_000,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            stream: Stream::default(),
            record: Record::default(),
            tuning: Tuning::default(),
        }
    }
}

impl Default for HubSpot {
    fn default() -> Self {
        Self {
            api_url: hubspot::API_URL.to_owned(),
            ui_url: "https://app.hubspot.com".to_owned(),
            access_token: None,
            per_ten_seconds: 0,
            searches_per_second: 5,
            per_day: 0,
        }
    }
}

impl Default for SimulatedPhone {
    fn default() -> Self {
        Self { control_token: None, answer_after_ms: 3_000 }
    }
}

impl Default for Stream {
    fn default() -> Self {
        Self { ping_ms: 5_000, horizon: 1_000 }
    }
}

impl Default for Record {
    fn default() -> Self {
        let usual = record::Limits::default();
        Self { host_reply_ms: usual.host_reply, index_delay_ms: usual.index_delay }
    }
}

impl Record {
    /// The limits of every record.
    pub fn limits(&self) -> record::Limits {
        record::Limits {
            host_reply: self.host_reply_ms,
            index_delay: self.index_delay_ms,
            ..record::Limits::default()
        }
    }
}

/// Why the service does not start with this configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("The configuration file {0} cannot be read: {1}. Give another one with --config.")]
    File(PathBuf, std::io::Error),
    /// The file is not what it should be.
    #[error("The configuration cannot be understood: {0}")]
    Shape(String),
    /// A value makes no sense or is not safe.
    #[error("{0}")]
    Refused(String),
}

impl Config {
    /// Reads the file, if any, then the environment, and checks the whole.
    pub fn load(
        file: Option<&Path>,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let text = match file {
            Some(path) => {
                std::fs::read_to_string(path).map_err(|e| ConfigError::File(path.to_owned(), e))?
            }
            None => String::new(),
        };
        let mut table: toml::Table =
            toml::from_str(&text).map_err(|e| ConfigError::Shape(e.to_string()))?;
        keys::overlay(&mut table, env)?;
        let config: Self =
            table.try_into().map_err(|e: toml::de::Error| ConfigError::Shape(e.to_string()))?;
        config.check()?;
        Ok(config)
    }

    /// Our own origin: scheme, host and port of `public_url`.
    pub fn own_origin(&self) -> String {
        origin_of(&self.public_url).unwrap_or_default()
    }

    /// The origins of pages that may frame the widget, beside HubSpot's pattern.
    pub fn host_origins(&self) -> Vec<String> {
        let mut origins = Vec::new();
        for url in self.allowed_origins.iter().chain([&self.hubspot.ui_url]) {
            if let Some(origin) = origin_of(url).filter(|o| !origins.contains(o)) {
                origins.push(origin);
            }
        }
        origins
    }

    /// Whether this service itself speaks TLS.
    pub fn has_tls(&self) -> bool {
        self.tls.cert_file.is_some()
    }
}
