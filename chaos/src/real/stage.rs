//! The processes of a run: the stand-in for HubSpot, and the service that it starts. All of it is
//! gone with the value.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use sidetone_backend::{Store, ids, store};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::site::Site;
use super::{Done, Trouble, service};

/// Longer than the preview itself waits for the service.
const START: Duration = Duration::from_secs(40);

/// What a run is started with.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The folder of the built programs.
    pub programs: PathBuf,
    /// By how much durations are divided, of the service and of the stand-in.
    pub speed: f64,
    /// Whether records go to HubSpot together where they may.
    pub batches: bool,
}

/// The running programs.
#[derive(Debug)]
pub struct Stage {
    preview: Child,
    folder: PathBuf,
    /// The preview's port.
    pub site: Site,
    /// The service's store, opened beside it.
    pub store: Store,
}

impl Stage {
    /// Starts the preview with a service of its own, and hastens the stand-in.
    pub async fn start(plan: &Plan) -> Done<Self> {
        let folder = std::env::temp_dir().join(format!("sidetone-chaos-{}", ids::new_id()));
        let data = folder.join("data");
        for (place, file, text) in [
            ("sdk/dist", "main.js", ""),
            ("widget", "index.html", "<!doctype html><title>none</title>"),
            ("console", "index.html", "<!doctype html><title>none</title>"),
        ] {
            std::fs::create_dir_all(folder.join(place))?;
            std::fs::write(folder.join(place).join(file), text)?;
        }
        let log = File::create(folder.join("log"))?;
        let mut preview = Command::new(plan.programs.join("sidetone-preview"))
            .args(["--port", "0", "--backend"])
            .arg(plan.programs.join("sidetone-hastened"))
            .arg("--widget")
            .arg(folder.join("widget"))
            .arg("--console")
            .arg(folder.join("console"))
            .arg("--sdk")
            .arg(folder.join("sdk"))
            .arg("--data")
            .arg(&data)
            .env(service::SPEED, plan.speed.to_string())
            .env(service::BATCHES, if plan.batches { "on" } else { "off" })
            .env("SIDETONE_SIMULATED_PHONE__ANSWER_AFTER_MS", "0")
            .env("SIDETONE_LOG", std::env::var("SIDETONE_LOG").unwrap_or("info".to_owned()))
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(|error| Trouble::Start("sidetone-preview", error.to_string()))?;
        let (tell, told) = oneshot::channel();
        if let Some(output) = preview.stdout.take() {
            // A thread of its own reads to the end, so that the program never waits for a reader.
            std::thread::spawn(move || {
                let mut tell = Some(tell);
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if let (Some(port), Some(tell)) = (port_of(&line), tell.take()) {
                        let _ = tell.send(port);
                    }
                }
            });
        }
        let begun = timeout(START, told).await;
        let Ok(Ok(port)) = begun else {
            let _ = preview.kill();
            let said = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            return Err(Trouble::Start("sidetone-preview", said));
        };
        let store = Store::open(store::file_in(&data)).await?;
        let stage = Self { preview, folder, site: Site::new(port), store };
        stage.site.tell("/preview/hubspot/limits", json!({ "speed": plan.speed })).await?;
        Ok(stage)
    }

    /// Kills the service, and returns when it is dead.
    pub async fn kill(&self) -> Done {
        self.site.tell("/preview/backend/kill", json!({})).await.map(drop)
    }

    /// Starts the service on the same data, and returns when it is ready.
    pub async fn start_again(&self) -> Done {
        self.site.tell("/preview/backend/start", json!({})).await.map(drop)
    }

    /// Keeps the evidence in this folder: the log of preview and service, the store, and what HubSpot
    /// was asked.
    pub async fn keep(&self, folder: &Path) -> Done {
        std::fs::create_dir_all(folder)?;
        std::fs::copy(self.folder.join("log"), folder.join("log"))?;
        let asked = self.site.read("/preview/hubspot/requests").await?;
        std::fs::write(folder.join("requests.json"), asked.to_string())?;
        for file in std::fs::read_dir(self.folder.join("data"))?.flatten() {
            if file.file_name().to_string_lossy().starts_with("sidetone.sqlite") {
                std::fs::copy(file.path(), folder.join(file.file_name()))?;
            }
        }
        Ok(())
    }

    /// The process id of the service, while it runs.
    pub fn service_id(&self) -> Option<u32> {
        let own = self.preview.id();
        let children = std::fs::read_dir("/proc").ok()?.filter_map(|entry| {
            let id: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            // After the name in brackets: the state, then the parent.
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()?;
            (parent == own).then_some(id)
        });
        children.into_iter().next()
    }
}

impl Drop for Stage {
    /// Asks the preview to stop, which ends the service, and waits until it has.
    fn drop(&mut self) {
        if let Some(id) = Pid::from_raw(self.preview.id().cast_signed()) {
            let _ = kill_process(id, Signal::TERM);
        }
        let _ = self.preview.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The port in `Sidetone preview: http://hubspot.localhost:4180/`.
fn port_of(line: &str) -> Option<u16> {
    let address = line.strip_prefix("Sidetone preview: http://hubspot.localhost:")?;
    address.strip_suffix('/')?.parse().ok()
}
