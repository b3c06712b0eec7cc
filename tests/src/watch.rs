//! Listens to the consoles of all pages and frames of a browser.
//!
//! The driver's own log leaves out frames of other sites, which is where the widget lives. So this
//! listens by DevTools to every page, frame and worker, from its first line on.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    sync::{mpsc, oneshot},
    task::JoinHandle,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::{Done, Line, Trouble, http::Http};

/// Listens for as long as it lives.
#[derive(Debug)]
pub(crate) struct Watch {
    lines: Arc<Mutex<Vec<Line>>>,
    flush: mpsc::UnboundedSender<oneshot::Sender<()>>,
    task: JoinHandle<()>,
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
        let (flush, flushes) = mpsc::unbounded_channel();
        let listener = Listener { socket, lines: lines.clone(), number: 0, waiting: Vec::new() };
        Ok(Self { lines, flush, task: tokio::spawn(listener.run(flushes)) })
    }

    /// All lines so far.
    pub(crate) async fn lines(&self) -> Vec<Line> {
        let (tell, told) = oneshot::channel();
        // A browser that is gone has nothing more to say.
        if self.flush.send(tell).is_ok() {
            let _ = told.await;
        }
        lock(&self.lines).clone()
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
    /// Of the last command.
    number: u64,
    /// Who waits for the answer to which command: all that was said before it has come by then.
    waiting: Vec<(u64, oneshot::Sender<()>)>,
}

impl Listener {
    async fn run(mut self, mut flushes: mpsc::UnboundedReceiver<oneshot::Sender<()>>) {
        self.say("Target.setDiscoverTargets", None, json!({ "discover": true })).await;
        loop {
            tokio::select! {
                event = self.socket.next() => {
                    let Some(Ok(event)) = event else { return };
                    let text = event.into_text().unwrap_or_default();
                    self.hear(serde_json::from_str(&text).unwrap_or_default()).await;
                }
                asked = flushes.recv() => {
                    let Some(asked) = asked else { return };
                    self.say("Target.getTargets", None, json!({})).await;
                    self.waiting.push((self.number, asked));
                }
            }
        }
    }

    async fn hear(&mut self, event: Value) {
        if let Some(place) = self.waiting.iter().position(|(number, _)| event["id"] == *number) {
            let _ = self.waiting.swap_remove(place).1.send(());
        }
        let params = &event["params"];
        match event["method"].as_str() {
            Some("Target.targetCreated") if has_console(&params["targetInfo"]) => {
                let to = &params["targetInfo"]["targetId"];
                let params = json!({ "targetId": to, "flatten": true });
                self.say("Target.attachToTarget", None, params).await;
            }
            Some("Target.attachedToTarget") => {
                for method in ["Runtime.enable", "Log.enable"] {
                    self.say(method, params["sessionId"].as_str(), json!({})).await;
                }
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

fn lock(lines: &Mutex<Vec<Line>>) -> MutexGuard<'_, Vec<Line>> {
    lines.lock().unwrap_or_else(PoisonError::into_inner)
}

fn has_console(target: &Value) -> bool {
    matches!(target["type"].as_str(), Some("page" | "iframe" | "worker" | "shared_worker"))
}
