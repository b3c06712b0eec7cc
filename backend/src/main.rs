//! `sidetone`: starts the service and stops it cleanly.

use sidetone_backend::config::{Config, unknown};
use sidetone_backend::safe::Safe;
use sidetone_backend::{Service, Store, invitations, log, persons, store};
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: sidetone [--config PATH]               runs the service\n       \
    sidetone [--config PATH] keys new ID     prints a new line for the file with the keys\n       \
    sidetone [--config PATH] keys rotate     seals every secret anew with the first key\n       \
    sidetone [--config PATH] invite EMAIL    prints a link that signs this person in to the console\n       \
    sidetone [--config PATH] forget NUMBER   erases every call with this number (+44…) that HubSpot has\n\
    The file is described in sidetone.example.toml; SIDETONE_CONFIG names it too.";

/// What to do.
enum Task {
    Help,
    Serve,
    NewKey(String),
    RotateKeys,
    Invite(String),
    Forget(String),
}

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
    let (file, task) = arguments()?;
    match &task {
        Task::Help => {
            println!("{USAGE}");
            return Ok(());
        }
        Task::NewKey(id) => {
            println!("{}", new_key(id)?);
            return Ok(());
        }
        Task::Serve | Task::RotateKeys | Task::Invite(_) | Task::Forget(_) => {}
    }
    let config = Config::load(file.as_deref(), std::env::vars()).map_err(|e| e.to_string())?;
    log::start(&config)?;
    for name in unknown(std::env::vars().map(|(name, _)| name)) {
        tracing::warn!(name, "this environment variable looks like a setting and is none");
    }
    let runtime =
        tokio::runtime::Runtime::new().map_err(|e| format!("The system gives no threads: {e}."))?;
    runtime.block_on(async {
        match task {
            Task::RotateKeys => return rotate_keys(&config).await,
            Task::Invite(email) => return invite(&config, &email).await,
            Task::Forget(number) => return forget(&config, &number).await,
            _ => {}
        }
        // Before it can be reached, so that nobody can ask it to stop and be misunderstood.
        let mut asked = Asked::listen().map_err(failed)?;
        let service = Service::start(config).await.map_err(|e| e.to_string())?;
        if let Some(link) = service.first_owner().await.map_err(|e| e.to_string())? {
            // To the terminal and to no log: whoever has it owns the installation.
            println!(
                "This installation has no owner yet. Open this link to become it (once, within a day):\n{link}"
            );
        }
        asked.wait().await.map_err(failed)?;
        service
            .drain(async {
                // Whoever cannot hear of a second time waits for the calls.
                if asked.wait().await.is_err() {
                    std::future::pending::<()>().await;
                }
            })
            .await;
        service.stop().await;
        Ok(())
    })
}

/// A line for the file with the keys. It is printed once and kept nowhere.
fn new_key(id: &str) -> Result<String, String> {
    let line = vault::Keys::generate_line(id).map_err(|e| e.to_string())?;
    Ok(line.expose().to_owned())
}

/// Seals everything anew, beside a running service: it takes up new keys by itself.
async fn rotate_keys(config: &Config) -> Result<(), String> {
    let safe = Safe::open(config).map_err(|e| e.to_string())?;
    let store = Store::open(store::file_in(&config.data_dir)).await.map_err(|e| e.to_string())?;
    let done = safe.rotate(&store).await.map_err(|e| e.to_string())?;
    println!("{done} secrets are sealed anew with the first key.");
    store.close().await;
    Ok(())
}

/// For an owner who can sign in no more: whoever has this machine's terminal may let them in.
async fn invite(config: &Config, email: &str) -> Result<(), String> {
    let store = Store::open(store::file_in(&config.data_dir)).await.map_err(|e| e.to_string())?;
    let person = persons::by_email(&store, email).await.map_err(|e| e.to_string())?;
    let Some(person) = person.filter(|person| person.active) else {
        return Err(format!("Nobody who may sign in has the address {email}."));
    };
    let link = invitations::invite(&store, &config.own_origin(), &person.id).await;
    println!("{}", link.map_err(|e| e.to_string())?.0);
    store.close().await;
    Ok(())
}

/// Erases what is kept of a person's calls. A running service may go on beside it.
async fn forget(config: &Config, number: &str) -> Result<(), String> {
    let plain: String = number.chars().filter(|c| *c == '+' || c.is_ascii_digit()).collect();
    if !plain.starts_with('+') || plain.len() < 7 {
        return Err(format!("{number} is no number with its country code, as in +442079460958."));
    }
    let store = Store::open(store::file_in(&config.data_dir)).await.map_err(|e| e.to_string())?;
    let done = store::forget::number(&store, &plain).await.map_err(|e| e.to_string())?;
    println!("{} calls with {plain} are erased here. What HubSpot has is not touched.", done.calls);
    if done.kept > 0 {
        println!(
            "{} calls go on, or are not in HubSpot yet: run this again when they are.",
            done.kept
        );
    }
    store.close().await;
    Ok(())
}

/// The configuration file, if one is named, and what to do.
fn arguments() -> Result<(Option<PathBuf>, Task), String> {
    let mut file = std::env::var_os("SIDETONE_CONFIG").filter(|p| !p.is_empty()).map(PathBuf::from);
    let mut words = Vec::new();
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--config") => {
                let path = arguments.next().ok_or("--config needs a path.")?;
                file = Some(PathBuf::from(path));
            }
            Some("--help" | "-h") => return Ok((None, Task::Help)),
            Some(word) if !word.starts_with('-') => words.push(word.to_owned()),
            _ => return Err(format!("{} is not known.\n{USAGE}", argument.to_string_lossy())),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let task = match words[..] {
        [] => Task::Serve,
        ["keys", "new", id] => Task::NewKey(id.to_owned()),
        ["keys", "rotate"] => Task::RotateKeys,
        ["invite", email] => Task::Invite(email.to_owned()),
        ["forget", number] => Task::Forget(number.to_owned()),
        _ => return Err(format!("{} is not known.\n{USAGE}", words.join(" "))),
    };
    Ok((file, task))
}

/// How the system asks to stop: Ctrl-C, or SIGTERM where there is one.
struct Asked {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Asked {
    fn listen() -> std::io::Result<Self> {
        #[cfg(unix)]
        return Ok(Self {
            terminate: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?,
        });
        #[cfg(not(unix))]
        Ok(Self {})
    }

    /// Waits until it is asked; once more, each time.
    async fn wait(&mut self) -> std::io::Result<()> {
        #[cfg(unix)]
        tokio::select! {
            done = tokio::signal::ctrl_c() => done,
            _ = self.terminate.recv() => Ok(()),
        }
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await
    }
}

fn failed(error: std::io::Error) -> String {
    format!("Cannot listen for signals: {error}.")
}
