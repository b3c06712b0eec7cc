//! Structured logs. At info level they hold no personal data: no numbers, names or notes.

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Sends log lines to standard error from now on, for the whole process. A second call changes
/// nothing.
pub fn start(config: &Config) -> Result<(), String> {
    // The SIP stack writes whole messages to its log, with what proves the password.
    let filter = EnvFilter::try_new(format!("{},rsipstack=warn", config.log))
        .map_err(|e| format!("log holds {:?}, which is no filter: {e}.", config.log))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let done = match config.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    // Only a second start can fail here, and the first one goes on.
    drop(done);
    Ok(())
}
