//! A service under test, in a runtime of its own so that it can be killed.

use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::config::{Config, Secret};
use sidetone_backend::people::{self, AgentId, NewAgent};
use sidetone_backend::{App, Service, Store, ids, sign_in, store};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::fake_hubspot::{FakeHubSpot, TOKEN};
use crate::surface::Surface;

/// Upper bound of every wait: far more than anything takes.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub const ORIGIN: &str = "http://sidetone.localhost";
pub const CONTROL: &str = "control-token";
pub const LINE: &str = "+442079460958";

pub struct Rig {
    pub hubspot: FakeHubSpot,
    pub config: Config,
    pub address: SocketAddr,
    pub agent: AgentId,
    pub store: Store,
    pub http: reqwest::Client,
    running: Option<(tokio::runtime::Runtime, Arc<App>)>,
    keys: AtomicU64,
}

impl Rig {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        crate::logs::capture();
        // The client of the tests needs it before the first service installs it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = std::env::temp_dir().join(format!("sidetone-test-{}", ids::new_id()));
        let hubspot = FakeHubSpot::start().await;
        let mut config = config(&folder, &hubspot);
        write_widget(&config.widget_dir);
        change(&mut config);
        let store = Store::open(store::file_in(&config.data_dir)).await.unwrap();
        let tenant = people::add_tenant(&store, "Demo").await.unwrap();
        let agent = NewAgent { login: "ada", name: "Ada King", number: LINE, country: "GB" };
        let agent = people::add_agent(&store, &tenant, agent).await.unwrap();
        let mut rig = Self {
            hubspot,
            address: config.listen,
            config,
            agent,
            store,
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            running: None,
            keys: AtomicU64::new(0),
        };
        rig.start().await;
        rig
    }

    /// Starts the service, on the same store as before if it ran already.
    pub async fn start(&mut self) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let config = self.config.clone();
        let service = runtime
            .spawn(async move {
                let service = Service::start_with(config, record_limits()).await.unwrap();
                let running = (service.address, service.app.clone());
                // Lives until the runtime is shut down.
                tokio::spawn(async move {
                    let _service = service;
                    std::future::pending::<()>().await;
                });
                running
            })
            .await
            .unwrap();
        self.address = service.0;
        self.running = Some((runtime, service.1));
    }

    /// The inside of the running service.
    pub fn app(&self) -> &App {
        &self.running.as_ref().unwrap().1
    }

    /// Does something within the service's own runtime: what it starts there ends with the service.
    pub async fn within<T, F>(&self, what: impl FnOnce(Arc<App>) -> F) -> T
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let (runtime, app) = self.running.as_ref().unwrap();
        runtime.spawn(what(app.clone())).await.unwrap()
    }

    /// Kills the service where it stands.
    pub async fn kill(&mut self) {
        let (runtime, _) = self.running.take().unwrap();
        tokio::task::spawn_blocking(move || runtime.shutdown_timeout(PATIENCE)).await.unwrap();
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    /// A bearer token for this agent, got the way that a page gets it.
    pub async fn token(&self, agent: &AgentId) -> String {
        let code = sign_in::issue_code(&self.store, agent).await.unwrap();
        let session: Value = self
            .ask(Method::POST, "/api/session")
            .header("origin", ORIGIN)
            .json(&json!({ "code": code }))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        session["token"].as_str().unwrap().to_owned()
    }

    /// A surface of the demo agent that HubSpot hears, with its snapshot read.
    pub async fn surface(&self, name: &str) -> Surface {
        let token = self.token(&self.agent).await;
        Surface::connect(self.address, name, token).await
    }

    pub async fn command(&self, surface: &Surface, wish: Value) -> Response {
        let key = self.keys.fetch_add(1, Ordering::Relaxed);
        self.command_with_key(surface, wish, &format!("key {key}")).await
    }

    pub async fn command_with_key(&self, surface: &Surface, wish: Value, key: &str) -> Response {
        self.ask(Method::POST, "/api/commands")
            .bearer_auth(&surface.token)
            .header("idempotency-key", key)
            .json(&json!({ "surface": surface.name, "epoch": surface.epoch(), "wish": wish }))
            .send()
            .await
            .unwrap()
    }

    /// A command that must be done.
    pub async fn done(&self, surface: &Surface, wish: Value) {
        let answer = self.command(surface, wish.clone()).await;
        let status = answer.status();
        let body = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::NO_CONTENT, "{wish}: {body}");
    }

    /// Lets the simulated phone system ring.
    pub async fn ring(&self, from: &str) -> String {
        let answer = self.control("/api/simulated/calls", json!({ "from": from })).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        let body: Value = answer.json().await.unwrap();
        body["id"].as_str().unwrap().to_owned()
    }

    /// Acts as the far end: `answer` or `hangup`.
    pub async fn far(&self, call: &str, does: &str) {
        let answer = self.control(&format!("/api/simulated/calls/{call}/{does}"), json!({})).await;
        let status = answer.status();
        assert_eq!(status, StatusCode::OK, "{does}: {}", answer.text().await.unwrap());
    }

    pub async fn control(&self, path: &str, body: Value) -> Response {
        self.ask(Method::POST, path).bearer_auth(CONTROL).json(&body).send().await.unwrap()
    }

    /// HubSpot's calls, once they are as wanted.
    pub async fn records(&self, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        eventually("the records are as wanted", async || {
            Some(self.hubspot.calls()).filter(|calls| wanted(calls))
        })
        .await
    }

    /// Waits until nothing is due for any record, and checks how many there are. Records of calls
    /// at hand stay open: more may come.
    pub async fn records_are_unchanged_at(&self, count: usize) {
        eventually("nothing is due for any record", async || {
            let open = store::outbox::open(&self.store).await.unwrap();
            open.is_empty().then_some(())
        })
        .await;
        assert_eq!(self.hubspot.calls().len(), count, "{:#?}", self.hubspot.asked());
    }

    /// Changes the store behind the service's back.
    pub async fn edit_store(&self, sql: &'static str) {
        sqlx::query(sql).execute(&mut self.connect().await).await.unwrap();
    }

    /// The same, with texts filled in.
    pub async fn change_store(&self, sql: &'static str, texts: &[&str]) {
        let query = texts.iter().fold(sqlx::query(sql), |query, text| query.bind(*text));
        query.execute(&mut self.connect().await).await.unwrap();
    }

    /// The same, with words that were read from somewhere.
    pub async fn run_in_store(&self, sql: &str) {
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        sqlx::query(sql).execute(&mut self.connect().await).await.unwrap();
    }

    /// A number from the store.
    pub async fn count_in_store(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.connect().await).await.unwrap()
    }

    async fn connect(&self) -> sqlx::SqliteConnection {
        use sqlx::ConnectOptions;
        let file = store::file_in(&self.config.data_dir);
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
        options.connect().await.unwrap()
    }

    /// Kills the service for good.
    pub async fn kill_and_drop(mut self) {
        self.kill().await;
    }

    /// Waits until every record is finished in the store, so that nothing more can come.
    pub async fn records_are_finished(&self) {
        eventually("the records are finished", async || {
            let open = store::outbox::open(&self.store).await.unwrap();
            open.is_empty().then_some(())
        })
        .await;
    }
}

/// Waits for a state that nobody announces.
pub async fn eventually<T>(what: &str, mut state: impl AsyncFnMut() -> Option<T>) -> T {
    let waited = tokio::time::timeout(PATIENCE, async {
        loop {
            if let Some(reached) = state().await {
                return reached;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("it never came that {what}"))
}

/// The record's patience, turned down.
pub fn record_limits() -> record::Limits {
    record::Limits {
        host_reply: 150,
        index_delay: 50,
        wrap_up: 200,
        back_off: 20,
        back_off_cap: 100,
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        if let Some((runtime, _)) = self.running.take() {
            runtime.shutdown_background();
        }
        if let Some(folder) = self.config.data_dir.parent() {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn config(folder: &std::path::Path, hubspot: &FakeHubSpot) -> Config {
    let mut config = Config {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        public_url: ORIGIN.to_owned(),
        widget_dir: folder.join("widget"),
        console_dir: folder.join("console"),
        data_dir: folder.join("data"),
        ..Config::default()
    };
    config.hubspot.api_url.clone_from(&hubspot.url);
    config.hubspot.access_token = Some(Secret::new(TOKEN));
    config.simulated_phone.control_token = Some(Secret::new(CONTROL));
    config.simulated_phone.answer_after_ms = 0;
    config.tuning.simulated_rings_after_ms = 1;
    config
}

fn write_widget(folder: &PathBuf) {
    std::fs::create_dir_all(folder).unwrap();
    let page = "<!doctype html><html><head><meta name=\"sidetone-origins\" content=\"\">\
        <script type=\"module\">start();</script></head><body></body></html>\n";
    std::fs::write(folder.join("index.html"), page).unwrap();
    let script = "export const words = 'the same words again and again';\n".repeat(100);
    std::fs::write(folder.join("widget-0123456789abcdef.js"), script).unwrap();
}
