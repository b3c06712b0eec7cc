//! The event streams: one numbered log for each agent, and the sockets that listen to it.

use axum::extract::ws::Utf8Bytes;
use contract::{Event, Resume, ServerMessage};
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{mpsc, watch};

use crate::store::people::AgentId;

/// All streams of this process.
#[derive(Debug)]
pub struct Hub {
    /// Random for each process, so that numbers of an earlier one are never taken for ours.
    name: String,
    limits: Limits,
    streams: Mutex<Streams>,
}

/// How much is kept.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Events kept for those who come back.
    pub horizon: usize,
    /// Events that wait for one socket.
    pub queue: usize,
    /// Sockets of one agent.
    pub sockets: usize,
}

#[derive(Debug, Default)]
struct Streams {
    by_agent: HashMap<AgentId, Stream>,
    connections: u64,
    closing: bool,
}

#[derive(Debug, Default)]
struct Stream {
    seq: u64,
    log: VecDeque<Numbered>,
    sockets: HashMap<String, Socket>,
}

#[derive(Debug)]
struct Socket {
    connection: u64,
    events: mpsc::Sender<Numbered>,
    bye: watch::Sender<Option<&'static str>>,
}

/// One event, ready to be sent.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// Its number; nought for what is said in passing.
    pub seq: u64,
    /// The text frame.
    pub text: Utf8Bytes,
}

/// A socket's end of its stream.
#[derive(Debug)]
pub struct Subscription {
    /// The number of this connection; a surface that connects again gets another.
    pub connection: u64,
    /// Events as they happen. Closed: the socket is too slow, or replaced.
    pub events: mpsc::Receiver<Numbered>,
    /// Why to end, once it has to.
    pub bye: watch::Receiver<Option<&'static str>>,
}

/// Why a socket cannot listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The agent has too many already.
    TooMany,
    /// The service is going away.
    Closing,
}

impl Hub {
    /// Streams of a process with this random name.
    pub fn new(name: String, limits: Limits) -> Self {
        Self { name, limits, streams: Mutex::default() }
    }

    /// The name of an agent's stream.
    pub fn stream_name(&self, agent: &AgentId) -> String {
        format!("{}.{}", self.name, agent.0)
    }

    /// The number of the agent's last event. Call it with the seat locked: only then does it fit
    /// what is read from the seat.
    pub fn position(&self, agent: &AgentId) -> u64 {
        self.lock().by_agent.get(agent).map_or(0, |stream| stream.seq)
    }

    /// Lets a surface listen. The same surface connected before is told `replaced`.
    pub fn subscribe(&self, agent: &AgentId, surface: &str) -> Result<Subscription, Refused> {
        let mut streams = self.lock();
        if streams.closing {
            return Err(Refused::Closing);
        }
        streams.connections += 1;
        let connection = streams.connections;
        let stream = streams.by_agent.entry(agent.clone()).or_default();
        if stream.sockets.len() >= self.limits.sockets && !stream.sockets.contains_key(surface) {
            return Err(Refused::TooMany);
        }
        let (events, to_come) = mpsc::channel(self.limits.queue);
        let (bye, ends) = watch::channel(None);
        let socket = Socket { connection, events, bye };
        if let Some(old) = stream.sockets.insert(surface.to_owned(), socket) {
            old.bye.send_replace(Some("replaced"));
        }
        Ok(Subscription { connection, events: to_come, bye: ends })
    }

    /// Takes a socket off. Says whether it was the surface's present one.
    pub fn unsubscribe(&self, agent: &AgentId, surface: &str, connection: u64) -> bool {
        let mut streams = self.lock();
        let Some(stream) = streams.by_agent.get_mut(agent) else { return false };
        let present = stream.sockets.get(surface).is_some_and(|s| s.connection == connection);
        if present {
            stream.sockets.remove(surface);
        }
        present
    }

    /// Whether this connection is the surface's present one.
    pub fn is_present(&self, agent: &AgentId, surface: &str, connection: u64) -> bool {
        let streams = self.lock();
        let socket = streams.by_agent.get(agent).and_then(|stream| stream.sockets.get(surface));
        socket.is_some_and(|s| s.connection == connection)
    }

    /// What a client missed since then; nothing when it is past the horizon or of another stream.
    pub fn missed(&self, agent: &AgentId, resume: &Resume) -> Option<Vec<Numbered>> {
        if resume.stream != self.stream_name(agent) {
            return None;
        }
        let streams = self.lock();
        let Some(stream) = streams.by_agent.get(agent) else {
            return (resume.seq == 0).then(Vec::new);
        };
        let behind = usize::try_from(stream.seq.checked_sub(resume.seq)?).ok()?;
        let from = stream.log.len().checked_sub(behind)?;
        Some(stream.log.range(from..).cloned().collect())
    }

    /// Says something to all surfaces of an agent. Call it with the seat locked, so that events
    /// have the order in which they happened.
    pub fn publish(&self, agent: &AgentId, event: Event, now: u64) {
        let mut streams = self.lock();
        let stream = streams.by_agent.entry(agent.clone()).or_default();
        stream.publish(event, now, self.limits.horizon);
    }

    /// Says something to all surfaces of everybody. What it says must be in snapshots before.
    pub fn announce(&self, event: &Event, now: u64) {
        let mut streams = self.lock();
        for stream in streams.by_agent.values_mut() {
            stream.publish(event.clone(), now, self.limits.horizon);
        }
    }

    /// Says something in passing to whoever listens now: it has no number, nobody who comes back gets
    /// it, and it takes no event's place. Who has no room for it does not hear it.
    pub fn mention(&self, agent: &AgentId, message: &ServerMessage) {
        let streams = self.lock();
        let Some(stream) = streams.by_agent.get(agent).filter(|s| !s.sockets.is_empty()) else {
            return;
        };
        let Some(text) = text(message) else { return };
        for socket in stream.sockets.values() {
            let _ = socket.events.try_send(Numbered { seq: 0, text: text.clone() });
        }
    }

    /// What pages know of an agent is no longer true, and no event says so: every socket is closed
    /// and gets a snapshot when it comes back. Call it with the seat locked.
    pub fn start_over(&self, agent: &AgentId) {
        let mut streams = self.lock();
        let Some(stream) = streams.by_agent.get_mut(agent) else { return };
        stream.seq += 1;
        stream.log.clear();
        for socket in stream.sockets.values() {
            socket.bye.send_replace(Some(SLOW));
        }
    }

    /// Tells every socket of an agent that they are signed out.
    pub fn sign_out(&self, agent: &AgentId) {
        let streams = self.lock();
        for socket in streams.by_agent.get(agent).iter().flat_map(|s| s.sockets.values()) {
            socket.bye.send_replace(Some("signed-out"));
        }
    }

    /// Tells every socket that the service stops, and lets no new one in.
    pub fn go_away(&self) {
        let mut streams = self.lock();
        streams.closing = true;
        for socket in streams.by_agent.values().flat_map(|stream| stream.sockets.values()) {
            socket.bye.send_replace(Some("going-away"));
        }
    }

    /// The agents who have a surface open.
    pub fn present(&self) -> Vec<AgentId> {
        let streams = self.lock();
        let there = streams.by_agent.iter().filter(|(_, stream)| !stream.sockets.is_empty());
        there.map(|(agent, _)| agent.clone()).collect()
    }

    /// How many sockets listen.
    pub fn sockets(&self) -> usize {
        self.lock().by_agent.values().map(|stream| stream.sockets.len()).sum()
    }

    fn lock(&self) -> MutexGuard<'_, Streams> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stream {
    fn publish(&mut self, event: Event, now: u64, horizon: usize) {
        let seq = self.seq + 1;
        let Some(text) = text(&ServerMessage::Event { seq, now, event }) else { return };
        self.seq = seq;
        let numbered = Numbered { seq, text };
        if self.log.len() >= horizon {
            self.log.pop_front();
        }
        self.log.push_back(numbered.clone());
        for socket in self.sockets.values() {
            // A socket that is this far behind is closed; it comes back and resumes.
            if socket.events.try_send(numbered.clone()).is_err() {
                socket.bye.send_replace(Some(SLOW));
            }
        }
    }
}

/// The end of a socket that does not read fast enough. It hears no word: it would not read it.
pub const SLOW: &str = "slow";

/// A message as a text frame.
pub fn text(message: &ServerMessage) -> Option<Utf8Bytes> {
    match serde_json::to_string(message) {
        Ok(text) => Some(text.into()),
        Err(error) => {
            tracing::error!(%error, "a message could not be written as JSON");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub() -> (Hub, AgentId) {
        let limits = Limits { horizon: 3, queue: 2, sockets: 1 };
        (Hub::new("name".to_owned(), limits), AgentId("agent".to_owned()))
    }

    #[test]
    fn a_socket_that_does_not_read_is_told_to_end_and_can_come_back() {
        let (hub, agent) = hub();
        let listening = hub.subscribe(&agent, "s").unwrap();
        for _ in 0..3 {
            hub.publish(&agent, Event::Owner(None), 0);
        }
        assert_eq!(*listening.bye.borrow(), Some(SLOW));
        let resume = Resume { stream: hub.stream_name(&agent), seq: 0 };
        let missed: Vec<u64> =
            hub.missed(&agent, &resume).unwrap().iter().map(|event| event.seq).collect();
        assert_eq!(missed, [1, 2, 3]);
    }

    #[test]
    fn the_log_goes_back_to_the_horizon_and_not_into_the_future() {
        let (hub, agent) = hub();
        for _ in 0..5 {
            hub.publish(&agent, Event::Owner(None), 0);
        }
        let missed = |seq| {
            let resume = Resume { stream: hub.stream_name(&agent), seq };
            hub.missed(&agent, &resume).map(|events| events.len())
        };
        assert_eq!(missed(1), None);
        assert_eq!(missed(2), Some(3));
        assert_eq!(missed(5), Some(0));
        assert_eq!(missed(6), None);
    }

    #[test]
    fn what_is_said_in_passing_takes_no_events_place_and_closes_no_slow_socket() {
        let (hub, agent) = hub();
        let mut listening = hub.subscribe(&agent, "s").unwrap();
        hub.publish(&agent, Event::Owner(None), 0);
        for _ in 0..9 {
            hub.mention(&agent, &ServerMessage::Ping(1));
        }
        assert_eq!(*listening.bye.borrow(), None);
        let seqs: Vec<u64> =
            std::iter::from_fn(|| listening.events.try_recv().ok()).map(|said| said.seq).collect();
        assert_eq!(seqs, [1, 0], "as much as there is room for");
        assert_eq!(hub.position(&agent), 1);
        let resume = Resume { stream: hub.stream_name(&agent), seq: 0 };
        assert_eq!(hub.missed(&agent, &resume).unwrap().len(), 1);
    }

    #[test]
    fn the_end_of_a_replaced_connection_takes_nobody_off() {
        let (hub, agent) = hub();
        let old = hub.subscribe(&agent, "s").unwrap();
        let new = hub.subscribe(&agent, "s").unwrap();
        assert_eq!(*old.bye.borrow(), Some("replaced"));
        assert!(!hub.unsubscribe(&agent, "s", old.connection));
        assert!(hub.is_present(&agent, "s", new.connection));
        assert_eq!(hub.subscribe(&agent, "t").unwrap_err(), Refused::TooMany);
        assert!(hub.unsubscribe(&agent, "s", new.connection));
        assert_eq!(hub.sockets(), 0);
    }
}
