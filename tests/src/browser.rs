//! Chromium with its own defaults. It is started here and chromedriver only joins it, because a
//! browser that chromedriver starts has the pop-up blocker and the throttling of hidden pages off.

use std::{fs, path::Path, process::Command, sync::Arc, time::Duration};

use fantoccini::{Client, ClientBuilder};
use hyper::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::{sync::Mutex, time::Instant};

use crate::{
    Done, Given, Line, Tab, Trouble,
    http::Http,
    places::Folder,
    process::Process,
    sound,
    view::{At, Place},
    watch::Watch,
};

const START_LIMIT: Duration = Duration::from_secs(30);
/// So many ports are tried before chromedriver cannot be had.
const PORTS: usize = 5;

/// What every Chromium here is started with: no screen, nobody to ask, no traffic of its own. Nothing
/// of it changes what pages may do.
const SWITCHES: [&str; 14] = [
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--password-store=basic",
    "--no-default-browser-check",
    "--window-size=1400,900",
    // A microphone that hears a tone; and the only network here is this machine's own.
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",
];

/// Who is asked for the microphone says yes.
const SAYS_YES: &str = "--use-fake-ui-for-media-stream";

/// One running browser. Ended when the last clone is dropped.
#[derive(Debug, Clone)]
pub struct Browser(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    client: Client,
    session: String,
    driver: Http,
    /// Where the driver looks: commands go to one document at a time.
    at: Mutex<Option<At>>,
    last_click: Mutex<Option<Instant>>,
    watch: Watch,
    // The order matters: driver, browser, folder.
    process: Process,
    chromium: Process,
    _folder: Folder,
}

impl Browser {
    /// Starts a driver and a browser with an empty profile.
    pub async fn start(given: &Given) -> Done<Self> {
        Self::start_with(given, None, true).await
    }

    /// As [`start`](Self::start), with what a person or their company has set in the browser's
    /// settings: the JSON of the profile's `Preferences`. `microphone`: whoever is asked for it says
    /// yes; else the browser asks, and nobody answers.
    pub async fn start_with(
        given: &Given,
        preferences: Option<&Value>,
        microphone: bool,
    ) -> Done<Self> {
        let folder = Folder::new("browser")?;
        let mut command = Command::new(&given.chromium);
        let profile = folder.path().join("profile");
        if let Some(preferences) = preferences {
            fs::create_dir_all(profile.join("Default"))?;
            fs::write(profile.join("Default/Preferences"), preferences.to_string())?;
        }
        // Else it leaves folders of its own behind when it is stopped.
        command.env("TMPDIR", folder.path());
        let speech = folder.path().join("speech.wav");
        sound::write_speech(&speech)?;
        command.args(SWITCHES).args(microphone.then_some(SAYS_YES));
        command.arg(format!("--use-file-for-fake-audio-capture={}", speech.display()));
        command.arg(format!("--user-data-dir={}", profile.display()));
        let log = folder.path().join("chromium");
        let chromium =
            Process::start("chromium", &mut command, &log, START_LIMIT, devtools_port).await;
        let (chromium, devtools) = chromium?;
        let (process, port) = driver(&given.chromedriver, &folder.path().join("log")).await?;
        let driver = Http::new(port);
        let wanted = json!({
            "goog:chromeOptions": { "debuggerAddress": format!("127.0.0.1:{devtools}") },
            // A page that asks before it is left is left all the same: the test says what to do.
            "unhandledPromptBehavior": "accept",
        });
        let wanted = wanted.as_object().cloned().unwrap_or_default();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder.capabilities(wanted).connect(driver.base()).await?;
        let watch = Watch::start(devtools).await?;
        let session = client.session_id().await?.unwrap_or_default();
        Ok(Self(Arc::new(Inner {
            client,
            session,
            driver,
            at: Mutex::default(),
            last_click: Mutex::default(),
            watch,
            process,
            chromium,
            _folder: folder,
        })))
    }

    /// The tab that the browser began with, or whichever the driver looks at.
    pub async fn tab(&self) -> Done<Tab> {
        let handle = self.0.client.window().await?;
        Ok(Tab::new(self, handle))
    }

    /// Opens another tab. It is in front once the driver looks at it.
    pub async fn new_tab(&self) -> Done<Tab> {
        let client = &self.0.client;
        if client.window().await.is_err() {
            // Where the driver looked is closed, and it opens tabs only from one that is not.
            if let Some(other) = client.windows().await?.into_iter().next() {
                client.switch_to_window(other).await?;
            }
            self.lost().await;
        }
        let new = client.new_window(true).await?;
        Ok(Tab::new(self, new.handle))
    }

    /// All tabs and windows there are.
    pub async fn tabs(&self) -> Done<Vec<Tab>> {
        let handles = self.0.client.windows().await?;
        Ok(handles.into_iter().map(|handle| Tab::new(self, handle)).collect())
    }

    /// Sends a DevTools command to the tab that the driver looks at.
    pub async fn devtools(&self, command: &str, params: Value) -> Done<Value> {
        let body = json!({ "cmd": command, "params": params });
        let answer = self.command("goog/cdp/execute", body).await?;
        Ok(answer["value"].clone())
    }

    /// All that the consoles of all pages and frames said so far.
    pub async fn console(&self) -> Vec<Line> {
        self.0.watch.lines().await
    }

    /// A picture of what the driver looks at, as PNG.
    pub async fn picture(&self) -> Done<Vec<u8>> {
        Ok(self.0.client.screenshot().await?)
    }

    /// What the driver and the browser have written.
    pub fn output(&self) -> String {
        format!("{}\n{}", self.0.process.output(), self.0.chromium.output())
    }

    /// Ends the session and with it the browser.
    pub async fn end(&self) {
        let path = format!("/session/{}", self.0.session);
        let _ = self.0.driver.ask(Method::DELETE, &path, None).await;
        // One that does not close is stopped by its id when this is dropped.
        let _ = self.0.watch.ask(None, "Browser.close", json!({})).await;
    }

    /// The same for the passkeys of what the driver looks at.
    pub(crate) async fn authenticator(&self, what: &str, body: Option<Value>) -> Done<Value> {
        let path = format!("/session/{}/webauthn/authenticator{what}", self.0.session);
        let method = if body.is_some() { Method::POST } else { Method::GET };
        Ok(self.0.driver.ask(method, &path, body).await?["value"].take())
    }

    async fn command(&self, what: &str, body: Value) -> Done<Value> {
        self.0.driver.post(&format!("/session/{}/{what}", self.0.session), body).await
    }

    /// The client, looking at the document meant.
    pub(crate) async fn at(&self, tab: &Tab, place: Place) -> Done<&Client> {
        let client = &self.0.client;
        let wanted = At { tab: tab.handle().clone(), place };
        let mut at = self.0.at.lock().await;
        if at.as_ref() == Some(&wanted) {
            return Ok(client);
        }
        if at.as_ref().is_none_or(|at| at.tab != *tab.handle()) {
            client.switch_to_window(tab.handle().clone()).await?;
        }
        *at = None;
        self.command("frame", json!({ "id": null })).await?;
        if let Some(selector) = place.selector() {
            let frame = client.find(fantoccini::Locator::Css(selector)).await?;
            frame.enter_frame().await?;
        }
        *at = Some(wanted);
        Ok(client)
    }

    /// The driver may look anywhere now.
    pub(crate) async fn lost(&self) {
        *self.0.at.lock().await = None;
    }

    /// The DevTools channel beside the driver.
    pub(crate) fn watch(&self) -> &Watch {
        &self.0.watch
    }

    /// When the mouse was pressed last, to be set to now.
    pub(crate) fn last_click(&self) -> &Mutex<Option<Instant>> {
        &self.0.last_click
    }
}

/// Starts chromedriver on a port of its own choice. It takes a free one of IPv6 and then wants the same
/// of IPv4, which somebody else may have by chance: it ends with that word, and another is chosen.
async fn driver(program: &Path, log: &Path) -> Done<(Process, u16)> {
    let mut command = Command::new(program);
    command.arg("--port=0");
    for _ in 0..PORTS {
        match Process::start("chromedriver", &mut command, log, START_LIMIT, port_of).await {
            Err(Trouble::Start(_, why)) if why.contains("port not available") => {}
            done => return done,
        }
    }
    Process::start("chromedriver", &mut command, log, START_LIMIT, port_of).await
}

/// The port in `ChromeDriver was started successfully on port 41234.`
fn port_of(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

/// The port in `DevTools listening on ws://127.0.0.1:41234/devtools/browser/0a1b`.
fn devtools_port(line: &str) -> Option<u16> {
    line.strip_prefix("DevTools listening on ws://127.0.0.1:")?.split_once('/')?.0.parse().ok()
}
