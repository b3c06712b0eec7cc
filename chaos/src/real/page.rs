//! An agent's page: a WebSocket that comes back after every break, commands that are repeated until
//! they are answered, and HubSpot's page around it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use contract::{
    CallView, ClientMessage, Command, Event, Here, Location, Owner, Phase, ServerMessage, Wish,
};
use futures_util::{SinkExt, StreamExt};
use hyper::Method;
use serde_json::json;
use sidetone_backend::ids;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::script::Manner;
use super::site::{Body, Name, Site};
use super::wait::{pass, until};
use super::{Done, Trouble, host};

/// How long a command is repeated: longer than any restart.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a page knows.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Whether the stream is up.
    pub up: bool,
    /// Who speaks.
    pub owner: Option<Owner>,
    /// The calls at hand.
    pub calls: BTreeMap<String, CallView>,
    /// Every call that it ever knew.
    pub seen: BTreeSet<String>,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// 204.
    Done,
    /// Refused for good, with its code.
    Refused(String),
}

/// One page.
#[derive(Debug)]
pub struct Page {
    /// The preview's port.
    pub site: Site,
    /// The surface's id.
    pub surface: String,
    /// Whether HubSpot hears it.
    pub hosted: bool,
    token: String,
    view: watch::Sender<View>,
    /// Whether it is open.
    open: watch::Sender<bool>,
    manner: Mutex<Manner>,
    /// Calls that HubSpot's page has heard announced by this page, or completed.
    pub(super) told: Mutex<(BTreeSet<String>, BTreeSet<String>)>,
    /// What HubSpot's pages made: the record's id and the call's.
    pub(super) made: Arc<Mutex<Vec<(String, String)>>>,
}

impl Page {
    /// A page that is not open yet.
    pub fn new(
        site: Site,
        token: String,
        hosted: bool,
        made: Arc<Mutex<Vec<(String, String)>>>,
    ) -> Arc<Self> {
        let page = Arc::new(Self {
            site,
            surface: ids::new_id(),
            hosted,
            token,
            view: watch::Sender::default(),
            open: watch::Sender::new(true),
            manner: Mutex::new(Manner { makes: false, stamps: false, reports: false }),
            told: Mutex::default(),
            made,
        });
        tokio::spawn(page.clone().live());
        page
    }

    /// How HubSpot's page treats the calls from now on.
    pub fn behave(&self, manner: Manner) {
        *lock(&self.manner) = manner;
    }

    /// How it treats them.
    pub fn manner(&self) -> Manner {
        *lock(&self.manner)
    }

    /// Opens or closes it.
    pub fn set_open(&self, open: bool) {
        self.open.send_replace(open);
    }

    /// What it knows now.
    pub fn view(&self) -> View {
        self.view.borrow().clone()
    }

    /// Whether it speaks for the agent, and under which epoch.
    pub fn epoch(&self) -> Option<u64> {
        let view = self.view.borrow();
        view.owner.as_ref().filter(|o| view.up && o.surface == self.surface).map(|o| o.epoch)
    }

    /// Waits until what it knows is as wanted.
    pub async fn until(&self, what: &str, wanted: impl Fn(&View) -> bool) -> Done {
        let mut view = self.view.subscribe();
        let came = timeout(PATIENCE, view.wait_for(|view| wanted(view))).await;
        if came.is_ok_and(|came| came.is_ok()) {
            return Ok(());
        }
        Err(Trouble::InVain(format!("{what}; the page knows {:?}", self.view())))
    }

    /// Asks the service until it answers. What only the owner may ask waits for the appointment.
    pub async fn command(&self, wish: Wish, owners: bool) -> Done<Said> {
        let began = Instant::now();
        let mut asked: Option<(String, Command)> = None;
        while began.elapsed() < PATIENCE {
            let epoch = self.epoch();
            if owners && epoch.is_none() {
                pass(20).await;
                continue;
            }
            let (key, command) = asked.get_or_insert_with(|| {
                let epoch = epoch.filter(|_| owners);
                let command = Command { surface: self.surface.clone(), epoch, wish: wish.clone() };
                (ids::new_id(), command)
            });
            match self.post(key, command).await {
                Ok((204, _)) => return Ok(Said::Done),
                Ok((409, code)) if code == "stale-epoch" && owners => {
                    asked = None;
                    pass(20).await;
                }
                Ok((400..500, code)) => return Ok(Said::Refused(code)),
                // It is down, or just going.
                Ok(_) | Err(_) => pass(30).await,
            }
        }
        Err(Trouble::InVain(format!("{wish:?} was answered")))
    }

    /// Waits until it has heard of a call that the service has accepted. One that is over and put away
    /// before the page could hear of it, it never hears of.
    pub async fn hears_of(&self, call: &str) -> Done {
        until(PATIENCE, "a page hears of the call", async || {
            if self.view.borrow().seen.contains(call) {
                return Ok(Some(()));
            }
            let bearer = format!("Bearer {}", self.token);
            let headers = [("authorization", bearer.as_str())];
            let path = "/api/snapshot";
            let answer = self.site.ask(Name::Ours, Method::GET, path, &headers, Body::None).await?;
            let calls = answer.json["calls"].as_array();
            let gone = calls.is_some_and(|calls| calls.iter().all(|one| one["id"] != call));
            Ok(gone.then_some(()))
        })
        .await
    }

    async fn post(&self, key: &str, command: &Command) -> Done<(u16, String)> {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), ("idempotency-key", key)];
        let body = Body::Json(json!(command));
        let answer =
            self.site.ask(Name::Ours, Method::POST, "/api/commands", &headers, body).await?;
        let code = answer.json["code"].as_str().unwrap_or_default().to_owned();
        Ok((answer.status, code))
    }

    /// Connects again and again, for ever.
    async fn live(self: Arc<Self>) {
        let mut open = self.open.subscribe();
        loop {
            if open.wait_for(|open| *open).await.is_err() {
                return;
            }
            if let Ok(socket) = self.connect().await {
                self.listen(socket, &mut open).await;
            }
            self.view.send_modify(|view| view.up = false);
            pass(30).await;
        }
    }

    async fn connect(&self) -> Result<WebSocketStream<TcpStream>, Trouble> {
        let failed = |why: String| Trouble::NoAnswer("the event stream".to_owned(), why);
        let address = format!("ws://sidetone.localhost:{}/api/stream", self.site.port());
        let mut request = address.into_client_request().map_err(|e| failed(e.to_string()))?;
        let origin = self.site.origin().parse();
        request.headers_mut().insert("origin", origin.map_err(|_| failed("origin".to_owned()))?);
        let stream = TcpStream::connect(("127.0.0.1", self.site.port())).await?;
        stream.set_nodelay(true)?;
        let (mut socket, _) =
            client_async(request, stream).await.map_err(|e| failed(e.to_string()))?;
        let here = Here {
            location: Some(Location::Remote),
            hosted: self.hosted,
            uses_calling_window: false,
            visible: true,
        };
        let hello = ClientMessage::Hello {
            token: self.token.clone(),
            surface: self.surface.clone(),
            here,
            resume: None,
        };
        let text = serde_json::to_string(&hello).map_err(|e| failed(e.to_string()))?;
        socket.send(Message::text(text)).await.map_err(|e| failed(e.to_string()))?;
        Ok(socket)
    }

    /// Reads until the stream breaks or the page is closed.
    async fn listen(
        self: &Arc<Self>,
        mut socket: WebSocketStream<TcpStream>,
        open: &mut watch::Receiver<bool>,
    ) {
        loop {
            let frame = tokio::select! {
                frame = socket.next() => frame,
                _ = open.wait_for(|open| !*open) => return,
            };
            let text = match frame {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => continue,
            };
            let Ok(message) = serde_json::from_str::<ServerMessage>(&text) else { return };
            if let ServerMessage::Ping(number) = message {
                let pong = serde_json::to_string(&ClientMessage::Pong(number)).unwrap_or_default();
                if socket.send(Message::text(pong)).await.is_err() {
                    return;
                }
                continue;
            }
            self.take(message);
            host::speak(self);
        }
    }

    fn take(&self, message: ServerMessage) {
        self.view.send_modify(|view| {
            view.take(message);
            view.seen.extend(view.calls.keys().cloned());
        });
    }
}

impl View {
    fn take(&mut self, message: ServerMessage) {
        let view = self;
        match message {
            ServerMessage::Snapshot(snapshot) => {
                view.up = true;
                view.owner = snapshot.owner;
                view.calls = snapshot.calls.into_iter().map(|c| (c.id.0.clone(), c)).collect();
            }
            ServerMessage::Event { event, .. } => match event {
                Event::Call(call) => {
                    view.calls.insert(call.id.0.clone(), *call);
                }
                Event::Gone(id) => {
                    view.calls.remove(&id.0);
                }
                Event::Owner(owner) => view.owner = owner,
                Event::Status(_)
                | Event::Reasons(_)
                | Event::Missed(_)
                | Event::Later(_)
                | Event::Saved(_)
                | Event::Outcomes(_)
                | Event::Closing => {}
            },
            _ => {}
        }
    }

    /// A call's phase; none when it was put away.
    pub fn phase(&self, call: &str) -> Option<&Phase> {
        self.calls.get(call).map(|call| &call.phase)
    }

    /// Whether the agent is done with this call.
    pub fn is_over(&self, call: &str) -> bool {
        self.up && self.phase(call).is_none_or(|phase| matches!(phase, Phase::Closed { .. }))
    }

    /// Whether the agent has nothing to do.
    pub fn is_idle(&self) -> bool {
        self.up && self.calls.keys().all(|call| self.is_over(call))
    }
}

/// What is behind a lock, also after a panic elsewhere.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
