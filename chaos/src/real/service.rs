//! The service with its durations divided: what `sidetone-hastened` runs. Everything else is the
//! service as it is released; only times that no configuration file sets are turned down here.

use sidetone_backend::config::Config;
use sidetone_backend::{Service, log};

/// The variable that says by how much durations are divided.
pub const SPEED: &str = "CHAOS_SPEED";
/// The variable that says `off` when every request is to go by itself.
pub const BATCHES: &str = "CHAOS_BATCHES";

/// A timer of the event stream that is shorter meets a busy machine, not a lost page.
const SHORTEST_PING: u64 = 2_000;
/// The same for a request to HubSpot.
const SHORTEST_DEADLINE: u64 = 1_000;

/// By how much the durations of this process are divided; 1 where nothing is said.
pub fn speed() -> f64 {
    let said = std::env::var(SPEED).ok().and_then(|text| text.parse().ok());
    said.filter(|speed: &f64| *speed >= 1.0).unwrap_or(1.0)
}

/// A duration divided, at least a millisecond.
pub fn hastened(ms: u64, speed: f64) -> u64 {
    ((ms as f64 / speed) as u64).max(1)
}

/// Divides every duration of a configuration, and gives the limits of its records.
pub fn hasten(config: &mut Config, speed: f64) -> record::Limits {
    let fast = |ms: u64| hastened(ms, speed);
    config.ring_timeout_ms = fast(config.ring_timeout_ms);
    config.wrap_up_ms = fast(config.wrap_up_ms);
    config.stream.ping_ms =
        fast(config.stream.ping_ms).max(SHORTEST_PING.min(config.stream.ping_ms));
    let tuning = &mut config.tuning;
    tuning.simulated_rings_after_ms = fast(tuning.simulated_rings_after_ms);
    tuning.hubspot_deadline_ms = fast(tuning.hubspot_deadline_ms).max(SHORTEST_DEADLINE);
    tuning.search_window_ms = fast(tuning.search_window_ms);
    let usual = record::Limits::default();
    record::Limits {
        host_reply: fast(usual.host_reply),
        index_delay: fast(usual.index_delay),
        wrap_up: fast(usual.wrap_up),
        back_off: fast(usual.back_off),
        back_off_cap: fast(usual.back_off_cap),
    }
}

/// Runs the service until it is told to stop. It is started by the preview and has no arguments.
pub async fn run() -> Result<(), String> {
    let mut config = Config::load(None, std::env::vars()).map_err(|e| e.to_string())?;
    log::start(&config)?;
    let limits = hasten(&mut config, speed());
    config.tuning.batches = std::env::var(BATCHES).map_or(true, |said| said != "off");
    let service = Service::start_with(config, limits).await.map_err(|e| e.to_string())?;
    let terminate = tokio::signal::unix::SignalKind::terminate();
    let mut told = tokio::signal::unix::signal(terminate).map_err(|e| e.to_string())?;
    told.recv().await;
    service.stop().await;
    Ok(())
}
