//! `GET /api/stream`: one socket of one surface.

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::{ClientMessage, Here, Resume, ServerMessage};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::guard;
use crate::app::App;
use crate::hub::{self, Refused, SLOW, Subscription};
use crate::problem::Failure;
use crate::store::people::AgentId;
use crate::{clock, sign_in, view};

/// The longest message of a client, in bytes.
const MESSAGE_LIMIT: usize = 16 * 1024;
/// What a socket reads at once, in bytes. The library's own choice, 128 KiB, is kept for each socket and
/// wiped before each read; a pong has a dozen.
const READ: usize = 1024;
/// The longest id of a surface, in bytes.
const SURFACE_LIMIT: usize = 128;
/// How long one frame may take to be written.
const WRITE: Duration = Duration::from_secs(10);

/// So many unanswered pings, and another surface speaks instead.
const ASLEEP: u32 = 2;

/// Why a socket ends. `None`: it is closed already, or does not read.
type End = Option<&'static str>;

/// Upgrades to a WebSocket. The token is in its first message.
pub async fn open(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Result<Response, Failure> {
    if guard::foreign(&app, &headers) {
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            "invalid",
            "This request comes from another site. Only our own pages may listen.",
        ));
    }
    let upgrade = upgrade.map_err(|_| {
        Failure::new(StatusCode::UPGRADE_REQUIRED, "invalid", "This address speaks WebSocket only.")
    })?;
    Ok(upgrade
        .read_buffer_size(READ)
        .max_message_size(MESSAGE_LIMIT)
        .max_frame_size(MESSAGE_LIMIT)
        .on_upgrade(move |socket| serve(app, socket)))
}

/// Ten thousand of these wait at a time, so what is seldom done is boxed: it takes room only while it is
/// done.
async fn serve(app: Arc<App>, mut socket: WebSocket) {
    let code = match Box::pin(greet(&app, &mut socket)).await {
        Ok(listener) => {
            let Listener { agent, surface, subscription, here, resume } = listener;
            let connection = subscription.connection;
            let mut line = Line { app: &app, socket: &mut socket, agent, surface, subscription };
            let Err(code) = line.run(here, resume.as_ref()).await;
            let board = &app.switchboard;
            let ended = board.connection_ended(&line.agent, &line.surface, connection);
            if Box::pin(ended).await.is_err() {
                tracing::warn!("a surface could not be signed off");
            }
            code
        }
        Err(code) => code,
    };
    if let Some(code) = code {
        let _ = send(&mut socket, &ServerMessage::Bye { code: code.to_owned() }).await;
        let close = CloseFrame { code: 1000, reason: Utf8Bytes::from_static(code) };
        let _ = timeout(WRITE, socket.send(Message::Close(Some(close)))).await;
    }
}

struct Listener {
    agent: AgentId,
    surface: String,
    subscription: Subscription,
    here: Here,
    resume: Option<Resume>,
}

/// Waits for the first message and lets the surface listen.
async fn greet(app: &App, socket: &mut WebSocket) -> Result<Listener, End> {
    let patience = Duration::from_millis(app.config.tuning.hello_ms);
    let first = timeout(patience, receive(socket)).await.map_err(|_| Some("signed-out"))??;
    let ClientMessage::Hello { token, surface, here, resume } = first else {
        return Err(Some("signed-out"));
    };
    if surface.is_empty() || surface.len() > SURFACE_LIMIT {
        return Err(None);
    }
    let agent = sign_in::agent_of(&app.store, &token).await.map_err(|error| {
        tracing::error!(%error, "the store failed");
        Some("going-away")
    })?;
    let agent = agent.ok_or(Some("signed-out"))?;
    let subscription = app.switchboard.hub.subscribe(&agent, &surface).map_err(|r| match r {
        Refused::Closing => Some("going-away"),
        Refused::TooMany => Some("too-many"),
    })?;
    Ok(Listener { agent, surface, subscription, here, resume })
}

/// A surface that listens.
struct Line<'a> {
    app: &'a App,
    socket: &'a mut WebSocket,
    agent: AgentId,
    surface: String,
    subscription: Subscription,
}

impl Line<'_> {
    /// Runs until it has to end.
    async fn run(&mut self, here: Here, resume: Option<&Resume>) -> Result<Never, End> {
        let mut here = view::here(&here);
        self.is_here(here).await?;
        let mut seen = Box::pin(self.catch_up(resume)).await?;
        let limit = self.app.config.tuning.unanswered_pings;
        let mut pings = interval(Duration::from_millis(self.app.config.stream.ping_ms));
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        pings.tick().await;
        let (mut sent, mut answered) = (0_u32, 0_u32);
        loop {
            tokio::select! {
                biased;
                _ = self.subscription.bye.changed() => {
                    let code = *self.subscription.bye.borrow();
                    return Err(code.filter(|code| *code != SLOW));
                }
                event = self.subscription.events.recv() => {
                    let event = event.ok_or(None)?;
                    // Those before it were in the snapshot.
                    if event.seq > seen || event.seq == 0 {
                        seen = seen.max(event.seq);
                        write(self.socket, event.text).await?;
                    }
                }
                message = receive(self.socket) => match message? {
                    ClientMessage::Here(now) => {
                        here = seat::Here { asleep: here.asleep, ..view::here(&now) };
                        self.is_here(here).await?;
                    }
                    ClientMessage::Pong(number) if number <= sent => {
                        answered = answered.max(number);
                        if here.asleep {
                            here.asleep = false;
                            self.is_here(here).await?;
                        }
                    }
                    _ => return Err(None),
                },
                _ = pings.tick() => {
                    let unanswered = sent - answered;
                    if unanswered >= limit {
                        return Err(None);
                    }
                    // It may come back, but somebody who answers is better.
                    if unanswered >= ASLEEP && !here.asleep {
                        here.asleep = true;
                        self.is_here(here).await?;
                    }
                    sent += 1;
                    send(self.socket, &ServerMessage::Ping(sent)).await?;
                }
            }
        }
    }

    async fn is_here(&mut self, here: seat::Here) -> Result<(), End> {
        let connection = self.subscription.connection;
        let board = &self.app.switchboard;
        let heard = board.surface_is_here(&self.agent, &self.surface, connection, here);
        Box::pin(heard).await.map_err(|_| Some("going-away"))
    }

    /// Says welcome, and sends what was missed or a snapshot. Returns the number of the last event
    /// that is known then.
    async fn catch_up(&mut self, resume: Option<&Resume>) -> Result<u64, End> {
        let hub = &self.app.switchboard.hub;
        let stream = hub.stream_name(&self.agent);
        send(self.socket, &ServerMessage::Welcome { stream, now: clock::now() }).await?;
        if let Some(resume) = resume
            && let Some(missed) = hub.missed(&self.agent, resume)
        {
            let mut seen = resume.seq;
            for event in missed {
                seen = event.seq;
                write(self.socket, event.text).await?;
            }
            return Ok(seen);
        }
        let snapshot = self.app.switchboard.snapshot(&self.agent).await.map_err(|error| {
            tracing::error!(%error, "no snapshot");
            Some("going-away")
        })?;
        let seen = snapshot.seq;
        send(self.socket, &ServerMessage::Snapshot(Box::new(snapshot))).await?;
        Ok(seen)
    }
}

/// A line only ever ends.
enum Never {}

/// The next message that makes sense. Anything else ends the socket.
async fn receive(socket: &mut WebSocket) -> Result<ClientMessage, End> {
    loop {
        match socket.recv().await {
            Some(Ok(Message::Text(text))) => {
                return serde_json::from_str(&text).map_err(|_| None);
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            _ => return Err(None),
        }
    }
}

async fn send(socket: &mut WebSocket, message: &ServerMessage) -> Result<(), End> {
    match hub::text(message) {
        Some(text) => write(socket, text).await,
        None => Err(None),
    }
}

async fn write(socket: &mut WebSocket, text: Utf8Bytes) -> Result<(), End> {
    match timeout(WRITE, socket.send(Message::Text(text))).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(None),
    }
}
