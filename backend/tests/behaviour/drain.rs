//! The service as a process that is asked to stop: it finishes its calls first, and takes no new ones.

use contract::Phase;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sidetone_backend::people::{self, NewAgent};
use sidetone_backend::store::sessions::{self, Kind};
use sidetone_backend::{Store, clock, ids, store};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};

use crate::rig::{CONTROL, ORIGIN, PATIENCE, eventually};
use crate::surface::Surface;

const TOKEN: &str = "a token of the test's own";

/// The real program, with one agent in its store.
struct Program {
    child: Child,
    address: SocketAddr,
    folder: PathBuf,
    http: reqwest::Client,
}

impl Program {
    async fn start(drain: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = std::env::temp_dir().join(format!("sidetone-test-{}", ids::new_id()));
        let store = Store::open(store::file_in(&folder)).await.unwrap();
        let tenant = people::add_tenant(&store, "Demo").await.unwrap();
        let agent = NewAgent { login: "ada", name: "Ada", number: crate::rig::LINE, country: "GB" };
        let agent = people::add_agent(&store, &tenant, agent).await.unwrap();
        let later = clock::now() + 60_000;
        sessions::add(&store, Kind::Token, TOKEN, &agent, later).await.unwrap();
        store.close().await;
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_sidetone"))
            .env("SIDETONE_LISTEN", free.to_string())
            .env("SIDETONE_PUBLIC_URL", ORIGIN)
            .env("SIDETONE_DATA_DIR", &folder)
            .env("SIDETONE_WIDGET_DIR", folder.join("widget"))
            .env("SIDETONE_HUBSPOT__API_URL", "http://127.0.0.1:9")
            .env("SIDETONE_SIMULATED_PHONE__CONTROL_TOKEN", CONTROL)
            .env("SIDETONE_CALLS__DRAIN_FOR_S", drain)
            .env("SIDETONE_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let program = Self { child, address: free, folder, http };
        eventually("it listens", async || {
            program.ask(Method::GET, "/healthz").send().await.ok().map(drop)
        })
        .await;
        program
    }

    fn ask(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.address))
    }

    async fn ring(&self) -> String {
        let body = json!({ "from": "+442073238299" });
        let ring = self.ask(Method::POST, "/api/simulated/calls").bearer_auth(CONTROL).json(&body);
        let answer: Value = ring.send().await.unwrap().json().await.unwrap();
        answer["id"].as_str().unwrap().to_owned()
    }

    async fn far_end(&self, call: &str) -> Value {
        let path = format!("/api/simulated/calls/{call}");
        let state = self.ask(Method::GET, &path).bearer_auth(CONTROL);
        state.send().await.unwrap().json().await.unwrap()
    }

    async fn command(&self, surface: &Surface, wish: Value) -> (StatusCode, String) {
        let answer = self
            .ask(Method::POST, "/api/commands")
            .bearer_auth(TOKEN)
            .header("idempotency-key", ids::new_id())
            .json(&json!({ "surface": surface.name, "epoch": surface.epoch(), "wish": wish }))
            .send()
            .await
            .unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    /// A call on the line.
    async fn talking(&self) -> (Surface, String) {
        let mut surface = Surface::connect(self.address, "s", TOKEN.to_owned()).await;
        let call = self.ring().await;
        surface.until_call(&call, |_| true).await;
        let answer = json!({ "answer": { "call": call } });
        assert_eq!(self.command(&surface, answer).await.0, StatusCode::NO_CONTENT);
        surface.until_call(&call, |c| matches!(c.phase, Phase::Connected { .. })).await;
        (surface, call)
    }

    /// Asks it to stop, as an operator or a container does.
    fn is_asked_to_stop(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    async fn ends(&mut self) -> ExitStatus {
        eventually("it ends", async || self.child.try_wait().unwrap()).await
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

// row!(L4)
#[tokio::test(flavor = "multi_thread")]
async fn calls_are_finished_first_and_no_new_one_begins() {
    let mut program = Program::start("60").await;
    let (mut surface, call) = program.talking().await;
    assert!(!surface.snapshot.as_ref().unwrap().closing);
    program.is_asked_to_stop();
    surface.until(|s| s.snapshot.as_ref().unwrap().closing).await;
    // Who comes now hears it too.
    let mut other = Surface::connect(program.address, "t", TOKEN.to_owned()).await;
    assert!(other.snapshot.as_ref().unwrap().closing);
    let refused = program.ring().await;
    assert_eq!(program.far_end(&refused).await["code"], 480);
    assert_eq!(program.far_end(&call).await["state"], "connected");
    let hold = json!({ "hold": { "call": call, "on": true } });
    assert_eq!(program.command(&surface, hold).await.0, StatusCode::NO_CONTENT, "all else works");
    assert!(program.runs());
    let hang_up = json!({ "hangUp": { "call": call } });
    assert_eq!(program.command(&surface, hang_up).await.0, StatusCode::NO_CONTENT);
    assert_eq!(surface.until_bye().await.as_deref(), Some("going-away"));
    other.until_bye().await;
    assert!(program.ends().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_dialled_any_more_and_the_refusal_says_why() {
    let mut program = Program::start("60").await;
    // A call that rings keeps it running.
    let mut surface = Surface::connect(program.address, "s", TOKEN.to_owned()).await;
    let call = program.ring().await;
    surface.until_call(&call, |_| true).await;
    program.is_asked_to_stop();
    surface.until(|s| s.snapshot.as_ref().unwrap().closing).await;
    let decline = json!({ "decline": { "call": call } });
    let dial = json!({ "dial": { "call": ids::new_id(), "to": "+442073238298" } });
    let (status, why) = program.command(&surface, dial).await;
    assert_eq!(status, StatusCode::CONFLICT, "{why}");
    assert!(why.contains("about to restart"), "{why}");
    assert_eq!(program.command(&surface, decline).await.0, StatusCode::NO_CONTENT);
    assert!(program.ends().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_a_second_time_it_stops_at_once() {
    let mut program = Program::start("600").await;
    let (mut surface, _) = program.talking().await;
    program.is_asked_to_stop();
    surface.until(|s| s.snapshot.as_ref().unwrap().closing).await;
    program.is_asked_to_stop();
    assert_eq!(surface.until_bye().await.as_deref(), Some("going-away"));
    assert!(program.ends().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_waits_no_longer_than_the_limit_and_not_at_all_where_there_is_none() {
    for drain in ["1", "0"] {
        let mut program = Program::start(drain).await;
        let (mut surface, _) = program.talking().await;
        program.is_asked_to_stop();
        assert_eq!(surface.until_bye().await.as_deref(), Some("going-away"));
        let told = surface.snapshot.as_ref().unwrap().closing;
        assert_eq!(told, drain == "1");
        assert!(program.ends().await.success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_calls_it_stops_at_once() {
    let mut program = Program::start("600").await;
    program.is_asked_to_stop();
    let ended = tokio::time::timeout(PATIENCE, program.ends()).await.unwrap();
    assert!(ended.success());
}
