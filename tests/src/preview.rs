//! The preview under test: on a free port, with a store of its own.

use std::{env, process::Command, time::Duration};

use crate::{Done, Given, Trouble, phone_system, places::Folder, process::Process};

/// Longer than the preview itself waits for its backend.
const START_LIMIT: Duration = Duration::from_secs(40);

/// A running preview with its backend. Stopped when dropped.
#[derive(Debug)]
pub struct Preview {
    // The order matters: the process is stopped before its folder goes.
    process: Process,
    _folder: Folder,
    port: u16,
}

impl Preview {
    /// Starts it. `settings` are environment variables for it and its backend; `empty`: nobody has
    /// set the installation up.
    pub async fn start(given: &Given, settings: &[(String, String)], empty: bool) -> Done<Self> {
        let folder = Folder::new("preview")?;
        let mut command = Command::new(&given.preview);
        command
            .args(["--port", "0", "--backend"])
            .arg(&given.backend)
            .arg("--widget")
            .arg(&given.widget)
            .arg("--console")
            .arg(&given.console)
            .arg("--sdk")
            .arg(&given.sdk)
            .arg("--data")
            .arg(folder.path().join("data"))
            .args(empty.then_some("--empty"))
            .env("NO_COLOR", "1")
            .envs(settings.iter().map(|(name, value)| (name, value)));
        // The tests' own variables would look to the backend like misspelt settings of its own.
        for (name, _) in env::vars_os() {
            let own = name.to_string_lossy();
            if own.starts_with("SIDETONE_E2E_") || phone_system::VARIABLES.contains(&&*own) {
                command.env_remove(name);
            }
        }
        let log = folder.path().join("log");
        let mut started = Process::start("preview", &mut command, &log, START_LIMIT, port_of).await;
        // The service takes a free port of TCP and wants the same of UDP, which somebody else may have by
        // chance: it ends with that word, and another is chosen.
        if matches!(&started, Err(Trouble::Start(_, why)) if why.contains("Address already in use"))
        {
            started = Process::start("preview", &mut command, &log, START_LIMIT, port_of).await;
        }
        let (process, port) = started?;
        Ok(Self { process, _folder: folder, port })
    }

    /// The one port of both sites.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// HubSpot's stand-in, without a path.
    pub fn hubspot(&self) -> String {
        format!("http://hubspot.localhost:{}", self.port)
    }

    /// Our own site, without a path.
    pub fn ours(&self) -> String {
        format!("http://sidetone.localhost:{}", self.port)
    }

    /// What it and its backend have written.
    pub fn output(&self) -> String {
        self.process.output()
    }
}

/// The port in `Sidetone preview: http://hubspot.localhost:4180/`.
fn port_of(line: &str) -> Option<u16> {
    let address = line.strip_prefix("Sidetone preview: http://hubspot.localhost:")?;
    address.strip_suffix('/')?.parse().ok()
}
