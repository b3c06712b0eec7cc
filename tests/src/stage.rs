//! One test from its start to its report: the programs, the body, and the evidence when it fails.

use std::{
    fs,
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures_util::FutureExt;
use serde_json::Value;
use tokio::time::timeout;

use crate::{Api, Browser, Done, Given, Host, Line, Noise, Preview, Tab, Trouble, View, places};

/// What a test wants to begin with.
#[derive(Debug, Clone)]
pub struct Setup {
    settings: Vec<(String, String)>,
    path: Option<String>,
    noise: Noise,
    limit: Duration,
    empty: bool,
    preferences: Option<Value>,
    microphone: bool,
    widget: Option<PathBuf>,
}

impl Default for Setup {
    fn default() -> Self {
        Self::new()
    }
}

impl Setup {
    /// A contact's page in HubSpot, the demo agent signed in, and a phone system whose far ends do
    /// only what they are told.
    pub fn new() -> Self {
        let answer = ("SIDETONE_SIMULATED_PHONE__ANSWER_AFTER_MS".to_owned(), "0".to_owned());
        Self {
            settings: vec![answer],
            path: Some("/".to_owned()),
            noise: Noise::None,
            limit: Duration::from_secs(180),
            empty: false,
            preferences: None,
            microphone: true,
            widget: None,
        }
    }

    /// With a setting of the backend.
    pub fn set(mut self, name: &str, value: impl ToString) -> Self {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_string()));
        self
    }

    /// With another page of HubSpot's.
    pub fn at(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// With an installation that nobody has set up yet, and no page open.
    pub fn empty(mut self) -> Self {
        self.empty = true;
        self.without_page()
    }

    /// With no page open.
    pub fn without_page(mut self) -> Self {
        self.path = None;
        self
    }

    /// With more time than the usual 100 s.
    pub fn within(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// With settings of the browser, as its profile keeps them.
    pub fn with_preferences(mut self, preferences: Value) -> Self {
        self.preferences = Some(preferences);
        self
    }

    /// With a browser that asks for the microphone, and nobody answers.
    pub fn without_microphone(mut self) -> Self {
        self.microphone = false;
        self
    }

    /// With a widget in a folder of its own instead of the one under test.
    pub fn with_widget(mut self, folder: &Path) -> Self {
        self.widget = Some(folder.to_owned());
        self
    }

    /// With requests that fail on purpose.
    pub fn with_failing_requests(mut self) -> Self {
        self.noise = Noise::Network;
        self
    }
}

/// The programs of one test.
#[derive(Debug)]
pub struct Stage {
    /// What is under test.
    pub given: Given,
    /// The browser.
    pub browser: Browser,
    /// The first tab.
    pub tab: Tab,
    /// The preview's routes for scripts.
    pub api: Api,
    /// The preview.
    pub preview: Preview,
    /// The browsers beside the first.
    beside: Mutex<Vec<Browser>>,
}

impl Stage {
    async fn start(setup: &Setup) -> Done<Self> {
        let mut given = Given::read()?;
        if let Some(widget) = &setup.widget {
            given.widget.clone_from(widget);
        }
        let (preview, browser) = tokio::join!(
            Preview::start(&given, &setup.settings, setup.empty),
            Browser::start_with(&given, setup.preferences.as_ref(), setup.microphone)
        );
        let (preview, browser) = (preview?, browser?);
        let (api, tab) = (Api::new(preview.port()), browser.tab().await?);
        let stage = Self { given, browser, tab, api, preview, beside: Mutex::default() };
        if let Some(path) = &setup.path {
            stage.tab.go(&format!("{}{path}", stage.preview.hubspot())).await?;
        }
        Ok(stage)
    }

    /// The widget in the first tab.
    pub fn widget(&self) -> View {
        self.tab.widget()
    }

    /// HubSpot's side of the first tab.
    pub fn host(&self) -> Host {
        self.tab.host()
    }

    /// The text of axe-core.
    pub fn axe(&self) -> Done<String> {
        Ok(fs::read_to_string(&self.given.axe)?)
    }

    /// Opens another tab at a page of HubSpot's.
    pub async fn open(&self, path: &str) -> Done<Tab> {
        let tab = self.browser.new_tab().await?;
        tab.go(&format!("{}{path}", self.preview.hubspot())).await?;
        Ok(tab)
    }

    /// Starts another browser, as another computer has it, with an empty profile. Its consoles count
    /// too, and it ends with the test.
    pub async fn browser_beside(&self) -> Done<Browser> {
        let browser = Browser::start(&self.given).await?;
        self.beside.lock().unwrap_or_else(PoisonError::into_inner).push(browser.clone());
        Ok(browser)
    }

    fn browsers(&self) -> Vec<Browser> {
        let beside = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        std::iter::once(&self.browser).chain(beside.iter()).cloned().collect()
    }

    /// All that the consoles of all browsers said so far.
    async fn console(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for browser in self.browsers() {
            lines.extend(browser.console().await);
        }
        lines
    }

    /// No console and no page has noted an error that the test did not ask for.
    async fn check_quiet(&self, noise: Noise) -> Done {
        let lines = self.console().await;
        let errors: Vec<String> =
            lines.iter().filter(|line| line.is_error(noise)).map(|line| line.to_string()).collect();
        if errors.is_empty() {
            return Ok(());
        }
        Err(Trouble::Said(format!("the consoles say:\n{}", errors.join("\n"))))
    }

    async fn report(&self, name: &str) {
        let lines = self.console().await;
        // The SDK says every message here as well; the host's log below has them in words.
        let told = lines.iter().filter(|line| line.text != "Array(4)");
        let lines: Vec<String> = told.map(|line| line.to_string()).collect();
        eprintln!("--- consoles ---\n{}", lines.join("\n"));
        if let Ok(log) = self.host().log().await {
            let line = |m: &crate::Message| {
                let arrow = if m.from_widget { "<-" } else { "->" };
                format!("{:9.0} {arrow} {} {}", m.time, m.kind, m.data)
            };
            let syncs = log.iter().filter(|m| m.kind == "SYNC").count();
            let lines: Vec<String> = log.iter().filter(|m| m.kind != "SYNC").map(line).collect();
            eprintln!("--- host ({syncs} SYNC left out) ---\n{}", lines.join("\n"));
        }
        if let Ok(text) = self.widget().text().await {
            eprintln!("--- widget ---\n{text}");
        }
        // The whole tab, not the frame alone.
        let _ = self.tab.page().text().await;
        match self.picture(name).await {
            Ok(path) => eprintln!("--- picture: {path} ---"),
            Err(trouble) => eprintln!("--- no picture: {trouble} ---"),
        }
        eprintln!("{}", self.preview.output());
    }

    /// Keeps a picture of what the driver looks at and returns where it is.
    pub async fn picture(&self, name: &str) -> Done<String> {
        let path = places::evidence(&format!("{name}.png"))?;
        fs::write(&path, self.browser.picture().await?)?;
        Ok(path.display().to_string())
    }
}

/// Runs one test: starts the programs, takes the steps of `body`, checks that nothing complained,
/// and stops the programs. When something goes wrong it prints what all of them said, keeps a
/// picture, and panics with a sentence.
pub async fn run(name: &str, setup: Setup, body: impl AsyncFnOnce(&Stage) -> Done) {
    let stage = match Stage::start(&setup).await {
        Ok(stage) => stage,
        Err(trouble) => panic!("{name} could not begin: {trouble}"),
    };
    let steps = AssertUnwindSafe(timeout(setup.limit, body(&stage))).catch_unwind();
    let result = match steps.await {
        Ok(Ok(Ok(()))) => {
            stage.check_quiet(setup.noise).await.map_err(|trouble| trouble.to_string())
        }
        Ok(Ok(Err(trouble))) => Err(trouble.to_string()),
        Ok(Err(_)) => Err(format!("it took longer than {:?}", setup.limit)),
        // The assertion has said what it had to say where it failed.
        Err(_) => Err(String::from("an assertion failed, see above")),
    };
    if result.is_err() {
        stage.report(name).await;
    }
    for browser in stage.browsers() {
        browser.end().await;
    }
    drop(stage);
    if let Err(why) = result {
        panic!("{name}: {why}");
    }
}
