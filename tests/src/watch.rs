//! A DevTools channel to all pages and frames of a browser: listens to their consoles and gives them
//! commands that the driver does not know.
//!
//! The driver's own log leaves out frames of other sites, which is where the widget lives. So this
//! listens to every page, frame and worker, from its first line on.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::timeout,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::{Done, Line, Trouble, http::Http};

/// How long a browser may take to answer. One that has just lost the page meant does not answer.
const ANSWER: Duration = Duration::from_secs(15);

/// Listens for as long as it lives.
#[derive(Debug)]
pub(crate) struct Watch {
    lines: Arc<Mutex<Vec<Line>>>,
    before: Arc<Mutex<Vec<String>>>,
    asks: mpsc::UnboundedSender<Ask>,
    task: JoinHandle<()>,
}

/// A command to a page or frame (by its target's id) or to the browser.
struct Ask {
    target: Option<String>,
    method: &'static str,
    params: Value,
    tell: oneshot::Sender<Value>,
}

impl Watch {
    /// Begins to listen at a browser's DevTools port.
    pub(crate) async fn start(port: u16) -> Done<Self> {
        let version = Http::new(port).get("/json/version").await?;
        let address = version["webSocketDebuggerUrl"].as_str().unwrap_or_default();
        let (socket, _) = connect_async(address)
            .await
            .map_err(|error| Trouble::Start("DevTools".into(), error.to_string()))?;
        let lines = Arc::<Mutex<Vec<Line>>>::default();
        let before = Arc::<Mutex<Vec<String>>>::default();
        let (asks, asked) = mpsc::unbounded_channel();
        let listener = Listener {
            socket,
            lines: lines.clone(),
            before: before.clone(),
            number: 0,
            waiting: BTreeMap::new(),
            sessions: BTreeMap::new(),
            held: Vec::new(),
            gone: BTreeSet::new(),
        };
        Ok(Self { lines, before, asks, task: tokio::spawn(listener.run(asked)) })
    }

    /// All lines so far.
    pub(crate) async fn lines(&self) -> Vec<Line> {
        // All that was said before the answer has come by then. A browser that is gone has nothing
        // more to say.
        let _ = self.ask(None, "Target.getTargets", json!({})).await;
        lock(&self.lines).clone()
    }

    /// Gives a command to a target, or to the browser itself, and returns its result.
    pub(crate) async fn ask(
        &self,
        target: Option<&str>,
        method: &'static str,
        params: Value,
    ) -> Done<Value> {
        let (tell, told) = oneshot::channel();
        let _ = self.asks.send(Ask { target: target.map(str::to_owned), method, params, tell });
        match timeout(ANSWER, told).await {
            Ok(Ok(answer)) if answer["error"].is_null() => Ok(answer["result"].clone()),
            Ok(Ok(answer)) => Err(Trouble::Said(format!("{method}: {}", answer["error"]))),
            Ok(Err(_)) => Err(Trouble::Said(format!("{method}: there is no such page or browser"))),
            Err(_) => Err(Trouble::Said(format!("{method} was not answered"))),
        }
    }

    /// A script that runs in a page's frames of other sites before their own, from the next one on.
    pub(crate) async fn before_scripts(&self, page: &str, script: String) -> Done {
        lock(&self.before).push(script);
        let stop = json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true });
        self.ask(Some(page), "Target.setAutoAttach", stop).await.map(drop)
    }

    /// The pages and frames there are, as DevTools describes them.
    pub(crate) async fn targets(&self) -> Done<Vec<Value>> {
        let found = self.ask(None, "Target.getTargets", json!({})).await?;
        Ok(found["targetInfos"].as_array().cloned().unwrap_or_default())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Listener {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    lines: Arc<Mutex<Vec<Line>>>,
    /// What runs in new frames.
    before: Arc<Mutex<Vec<String>>>,
    /// Of the last command.
    number: u64,
    /// Who waits for the answer to which command, and in which session.
    waiting: BTreeMap<u64, (Option<String>, oneshot::Sender<Value>)>,
    /// The session of each target.
    sessions: BTreeMap<String, String>,
    /// Commands to targets that nobody has told of yet: who has made one knows its id sooner.
    held: Vec<Ask>,
    /// The targets that were there.
    gone: BTreeSet<String>,
}

impl Listener {
    async fn run(mut self, mut asks: mpsc::UnboundedReceiver<Ask>) {
        self.say("Target.setDiscoverTargets", None, json!({ "discover": true })).await;
        loop {
            tokio::select! {
                event = self.socket.next() => {
                    let Some(Ok(event)) = event else { return };
                    let text = event.into_text().unwrap_or_default();
                    self.hear(serde_json::from_str(&text).unwrap_or_default()).await;
                }
                asked = asks.recv() => {
                    let Some(asked) = asked else { return };
                    self.pass_on(asked).await;
                }
            }
        }
    }

    async fn pass_on(&mut self, ask: Ask) {
        let session = match &ask.target {
            None => None,
            Some(target) => match self.sessions.get(target) {
                Some(session) => Some(session.clone()),
                // Who asks for one that is gone is told by the end of the channel.
                None if self.gone.contains(target) => return,
                None => return self.held.push(ask),
            },
        };
        self.say(ask.method, session.as_deref(), ask.params).await;
        self.waiting.insert(self.number, (session, ask.tell));
    }

    /// The commands that have waited for a target.
    async fn pass_on_held(&mut self, target: &str) {
        let held = std::mem::take(&mut self.held);
        for ask in held {
            match ask.target.as_deref() == Some(target) {
                true => self.pass_on(ask).await,
                false => self.held.push(ask),
            }
        }
    }

    async fn hear(&mut self, mut event: Value) {
        if let Some((_, tell)) = event["id"].as_u64().and_then(|id| self.waiting.remove(&id)) {
            let _ = tell.send(event.take());
            return;
        }
        let params = &event["params"];
        match event["method"].as_str() {
            Some("Target.targetCreated") if has_console(&params["targetInfo"]) => {
                let to = &params["targetInfo"]["targetId"];
                let params = json!({ "targetId": to, "flatten": true });
                self.say("Target.attachToTarget", None, params).await;
            }
            Some("Target.attachedToTarget") => {
                let session = params["sessionId"].as_str().unwrap_or_default().to_owned();
                let target = params["targetInfo"]["targetId"].as_str().unwrap_or_default();
                let target = target.to_owned();
                self.sessions.insert(target.clone(), session.clone());
                // A frame that waits for it gets what runs first, and goes on.
                if params["waitingForDebugger"] == true {
                    let before = lock(&self.before).clone();
                    self.say("Page.enable", Some(&session), json!({})).await;
                    for script in before {
                        let script = json!({ "source": script, "runImmediately": true });
                        let first = "Page.addScriptToEvaluateOnNewDocument";
                        self.say(first, Some(&session), script).await;
                    }
                    self.say("Runtime.runIfWaitingForDebugger", Some(&session), json!({})).await;
                    return self.pass_on_held(&target).await;
                }
                for method in ["Runtime.enable", "Log.enable"] {
                    self.say(method, Some(&session), json!({})).await;
                }
                self.pass_on_held(&target).await;
            }
            // It will not answer any more.
            Some("Inspector.targetCrashed") => {
                self.waiting.retain(|_, (of, _)| of.as_deref() != event["sessionId"].as_str());
            }
            Some("Target.targetDestroyed") => {
                let target = params["targetId"].as_str().unwrap_or_default();
                self.sessions.remove(target);
                self.held.retain(|ask| ask.target.as_deref() != Some(target));
                self.gone.insert(target.to_owned());
            }
            _ => lock(&self.lines).extend(Line::read(&event)),
        }
    }

    async fn say(&mut self, method: &str, session: Option<&str>, params: Value) {
        self.number += 1;
        let mut command = json!({ "id": self.number, "method": method, "params": params });
        if let Some(session) = session {
            command["sessionId"] = session.into();
        }
        // A browser that is gone hears nothing; that is the end of listening, and no error.
        let _ = self.socket.send(Message::text(command.to_string())).await;
    }
}

fn lock<T>(list: &Mutex<Vec<T>>) -> MutexGuard<'_, Vec<T>> {
    list.lock().unwrap_or_else(PoisonError::into_inner)
}

fn has_console(target: &Value) -> bool {
    matches!(target["type"].as_str(), Some("page" | "iframe" | "worker" | "shared_worker"))
}
