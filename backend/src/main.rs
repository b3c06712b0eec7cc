//! `sidetone`: starts the service and stops it cleanly.

use sidetone_backend::config::{Config, unknown};
use sidetone_backend::{Service, log};
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: sidetone [--config PATH]\n\
    The file is described in sidetone.example.toml; SIDETONE_CONFIG names it too.";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("sidetone: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let Some(file) = arguments()? else {
        println!("{USAGE}");
        return Ok(());
    };
    let config = Config::load(file.as_deref(), std::env::vars()).map_err(|e| e.to_string())?;
    log::start(&config)?;
    for name in unknown(std::env::vars().map(|(name, _)| name)) {
        tracing::warn!(name, "this environment variable looks like a setting and is none");
    }
    let runtime =
        tokio::runtime::Runtime::new().map_err(|e| format!("The system gives no threads: {e}."))?;
    runtime.block_on(async {
        let service = Service::start(config).await.map_err(|e| e.to_string())?;
        if let Some(link) = service.first_owner().await.map_err(|e| e.to_string())? {
            // To the terminal and to no log: whoever has it owns the installation.
            println!("This installation has no owner yet. Open this link to become it (once, within a day):\n{link}");
        }
        told_to_stop().await?;
        service.stop().await;
        Ok(())
    })
}

/// The configuration file, if one is named. Nothing at all when help was asked for.
fn arguments() -> Result<Option<Option<PathBuf>>, String> {
    let mut file = std::env::var_os("SIDETONE_CONFIG").filter(|p| !p.is_empty()).map(PathBuf::from);
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--config") => {
                let path = arguments.next().ok_or("--config needs a path.")?;
                file = Some(PathBuf::from(path));
            }
            Some("--help" | "-h") => return Ok(None),
            _ => return Err(format!("{} is not known.\n{USAGE}", argument.to_string_lossy())),
        }
    }
    Ok(Some(file))
}

/// Waits for Ctrl-C, or SIGTERM where there is one.
async fn told_to_stop() -> Result<(), String> {
    let failed = |e: std::io::Error| format!("Cannot listen for signals: {e}.");
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
        tokio::select! {
            done = tokio::signal::ctrl_c() => done.map_err(failed),
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.map_err(failed)
}
