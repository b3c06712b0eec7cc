//! A relay (TURN) for tests: coturn, from Debian. `cargo xtask test e2e` installs it.

use std::{process::Command, time::Duration};

use crate::{
    Done,
    phone_system::{free_port, program},
    places::Folder,
    process::Process,
};

const START_LIMIT: Duration = Duration::from_secs(30);

/// A running relay that lets in whoever has credentials made from its secret.
#[derive(Debug)]
pub struct TurnServer {
    // The order matters: the process is stopped before its folder goes.
    process: Option<Process>,
    folder: Folder,
    port: u16,
    secret: String,
}

impl TurnServer {
    /// Starts it at a free port, and waits until it listens.
    pub async fn start(secret: &str) -> Done<Self> {
        let port = free_port().await?;
        let (folder, secret) = (Folder::new("turn")?, secret.to_owned());
        let mut it = Self { process: None, folder, port, secret };
        it.starts().await?;
        Ok(it)
    }

    /// Its address, as the service's configuration names it.
    pub fn url(&self) -> String {
        format!("turn:127.0.0.1:{}?transport=udp", self.port)
    }

    /// Ends it: nothing goes by it any more.
    pub fn stops(&mut self) {
        self.process = None;
    }

    /// Starts it, again or for the first time: it knows of nobody then.
    pub async fn starts(&mut self) -> Done {
        let at = |name: &str| self.folder.path().join(name);
        let mut command = Command::new(program("SIDETONE_COTURN", "/usr/bin/turnserver"));
        command.args(["-n", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1"]);
        command.arg(format!("--listening-port={}", self.port));
        command.args(["--use-auth-secret", "--realm=sidetone.test"]);
        command.arg(format!("--static-auth-secret={}", self.secret));
        // The gateway of the tests is on this machine.
        command.args(["--allow-loopback-peers", "--no-cli", "--no-tls", "--no-dtls"]);
        command.args(["--log-file=stdout", "--simple-log", "--verbose"]);
        command.arg(format!("--pidfile={}", at("pid").display()));
        command.arg(format!("--userdb={}", at("users").display()));
        let (process, ()) =
            Process::start("turnserver", &mut command, &at("log"), START_LIMIT, listens).await?;
        self.process = Some(process);
        Ok(())
    }

    /// What it has written.
    pub fn output(&self) -> String {
        self.process.as_ref().map(Process::output).unwrap_or_default()
    }
}

fn listens(line: &str) -> Option<()> {
    line.contains("UDP listener opened").then_some(())
}
