//! A surface as the service sees one: a WebSocket that keeps what it heard.

use contract::{
    CallView, ClientMessage, Event, Here, Location, Owner, Resume, ServerMessage, Snapshot, Status,
};
use futures_util::{SinkExt, StreamExt};
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::rig::{ORIGIN, PATIENCE};

pub struct Surface {
    pub name: String,
    pub token: String,
    pub stream: String,
    pub seq: u64,
    pub owner: Option<Owner>,
    pub calls: Vec<CallView>,
    pub snapshot: Option<Snapshot>,
    /// Numbers of the events in the order in which they came.
    pub heard: Vec<u64>,
    /// How its call sounds, as it was last told.
    pub sounds: Option<contract::SoundQuality>,
    /// Whether pings are answered.
    pub awake: bool,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

pub fn here() -> Here {
    Here {
        location: Some(Location::Remote),
        hosted: true,
        uses_calling_window: false,
        visible: true,
    }
}

impl Surface {
    /// Connects, says hello, and waits for the snapshot and to hear of an owner.
    pub async fn connect(address: SocketAddr, name: &str, token: String) -> Self {
        let mut surface = Self::hello(address, name, token, here(), None).await;
        surface.until(|s| s.snapshot.is_some() && s.owner.is_some()).await;
        surface
    }

    pub async fn hello(
        address: SocketAddr,
        name: &str,
        token: String,
        here: Here,
        resume: Option<Resume>,
    ) -> Self {
        let mut surface = Self {
            name: name.to_owned(),
            token: token.clone(),
            stream: String::new(),
            seq: resume.as_ref().map_or(0, |r| r.seq),
            owner: None,
            calls: Vec::new(),
            snapshot: None,
            heard: Vec::new(),
            sounds: None,
            awake: true,
            socket: open(address, ORIGIN).await.unwrap(),
        };
        surface.say(&ClientMessage::Hello { token, surface: name.to_owned(), here, resume }).await;
        surface
    }

    pub fn epoch(&self) -> Option<u64> {
        self.owner.as_ref().map(|owner| owner.epoch)
    }

    pub fn owns(&self) -> bool {
        self.owner.as_ref().is_some_and(|owner| owner.surface == self.name)
    }

    /// The agent's status, as it was last told.
    pub fn status(&self) -> &Status {
        &self.snapshot.as_ref().unwrap().status
    }

    /// The numbers to be called later, as they were last told.
    pub fn later(&self) -> &[contract::Later] {
        &self.snapshot.as_ref().unwrap().later
    }

    pub fn call(&self, id: &str) -> Option<&CallView> {
        self.calls.iter().find(|call| call.id.0 == id)
    }

    pub fn resume(&self) -> Resume {
        Resume { stream: self.stream.clone(), seq: self.seq }
    }

    pub async fn say(&mut self, message: &ClientMessage) {
        let text = serde_json::to_string(message).unwrap();
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// Reads until what it knows is as wanted.
    pub async fn until(&mut self, wanted: impl Fn(&Self) -> bool) {
        while !wanted(self) {
            assert!(self.read().await.is_some(), "{}: the stream ended", self.name);
        }
    }

    /// Reads until a call is as wanted, and returns it.
    pub async fn until_call(&mut self, id: &str, wanted: impl Fn(&CallView) -> bool) -> CallView {
        self.until(|s| s.call(id).is_some_and(&wanted)).await;
        self.call(id).unwrap().clone()
    }

    /// Reads until the service ends the stream; the word it said, if any.
    pub async fn until_bye(&mut self) -> Option<String> {
        let mut word = None;
        while let Some(message) = self.read().await {
            if let ServerMessage::Bye { code } = message {
                word = Some(code);
            }
        }
        word
    }

    /// The next message, taken in. None: the socket is closed.
    pub async fn read(&mut self) -> Option<ServerMessage> {
        loop {
            let frame = timeout(PATIENCE, self.socket.next()).await.expect("nothing is said");
            let text = match frame? {
                Ok(Message::Text(text)) => text,
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => continue,
            };
            let message: ServerMessage = serde_json::from_str(&text).unwrap();
            self.take(&message).await;
            return Some(message);
        }
    }

    async fn take(&mut self, message: &ServerMessage) {
        match message {
            ServerMessage::Welcome { stream, .. } => self.stream.clone_from(stream),
            ServerMessage::Snapshot(snapshot) => {
                self.seq = snapshot.seq;
                self.owner.clone_from(&snapshot.owner);
                self.calls.clone_from(&snapshot.calls);
                self.snapshot = Some((**snapshot).clone());
            }
            ServerMessage::Event { seq, event, .. } => {
                assert_eq!(*seq, self.seq + 1, "{}: a gap", self.name);
                self.seq = *seq;
                self.heard.push(*seq);
                match event {
                    Event::Call(call) => {
                        self.calls.retain(|known| known.id != call.id);
                        self.calls.push((**call).clone());
                    }
                    Event::Gone(id) => self.calls.retain(|known| known.id != *id),
                    Event::Owner(owner) => self.owner.clone_from(owner),
                    Event::Outcomes(outcomes) => {
                        if let Some(snapshot) = &mut self.snapshot {
                            snapshot.outcomes = outcomes.clone();
                        }
                    }
                    Event::Status(status) => {
                        if let Some(snapshot) = &mut self.snapshot {
                            snapshot.status = status.clone();
                        }
                    }
                    Event::Reasons(reasons) => {
                        if let Some(snapshot) = &mut self.snapshot {
                            snapshot.reasons.clone_from(reasons);
                        }
                    }
                    Event::Later(later) => {
                        if let Some(snapshot) = &mut self.snapshot {
                            snapshot.later.clone_from(later);
                        }
                    }
                    Event::Missed(missed) => {
                        if let Some(snapshot) = &mut self.snapshot {
                            snapshot.missed = *missed;
                        }
                    }
                    Event::Saved(_) => {}
                    Event::Closing => {
                        if let Some(snapshot) = &mut self.snapshot {
                            snapshot.closing = true;
                        }
                    }
                }
            }
            ServerMessage::Ping(number) if self.awake => {
                self.say(&ClientMessage::Pong(*number)).await;
            }
            ServerMessage::Sound(quality) => self.sounds = Some(quality.clone()),
            ServerMessage::Ping(_) | ServerMessage::Bye { .. } => {}
        }
    }
}

/// Opens a socket as a page of this origin does.
pub async fn open(
    address: SocketAddr,
    origin: &str,
) -> Result<WebSocketStream<MaybeTlsStream<TcpStream>>, tokio_tungstenite::tungstenite::Error> {
    let mut request = format!("ws://{address}/api/stream").into_client_request()?;
    request.headers_mut().insert("origin", origin.parse().unwrap());
    Ok(connect_async(request).await?.0)
}
