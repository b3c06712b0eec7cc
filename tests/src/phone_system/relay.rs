//! A network that can be taken away: a UDP relay of the tests' own, between two who do not know it.
//! Whoever sends to its port is passed on to one place, each sender from a port of their own, and
//! what comes back goes to that sender.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::UdpSocket;
use tokio::task::{AbortHandle, JoinSet};

use crate::Done;

/// The largest datagram that is passed on.
const LONGEST: usize = 9_000;

/// So many datagrams are kept of what came back: five minutes of sound.
const MOST_KEPT: usize = 15_000;

#[derive(Debug, Default)]
struct State {
    away: AtomicBool,
    passed: AtomicU64,
    dropped: AtomicU64,
    back: Mutex<Vec<Vec<u8>>>,
}

impl State {
    /// Whether a datagram gets through; counts it.
    fn lets(&self) -> bool {
        let lets = !self.away.load(Ordering::SeqCst);
        let counter = if lets { &self.passed } else { &self.dropped };
        counter.fetch_add(1, Ordering::SeqCst);
        lets
    }

    fn keep(&self, datagram: &[u8]) {
        let mut back = self.back.lock().unwrap_or_else(PoisonError::into_inner);
        if back.len() < MOST_KEPT {
            back.push(datagram.to_owned());
        }
    }
}

/// The relay; it works until it is dropped.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    state: Arc<State>,
    works: AbortHandle,
}

impl Relay {
    /// A relay to this place, at a port of its own on loopback. Must be called within a runtime.
    pub async fn to(place: SocketAddr) -> Done<Self> {
        Self::between(SocketAddr::from(([127, 0, 0, 1], 0)), place).await
    }

    /// The same, at this address.
    pub async fn between(address: SocketAddr, place: SocketAddr) -> Done<Self> {
        let socket = Arc::new(UdpSocket::bind(address).await?);
        let (address, state) = (socket.local_addr()?, Arc::<State>::default());
        let works = tokio::spawn(work(socket, place, state.clone())).abort_handle();
        Ok(Self { address, state, works })
    }

    /// Where to send what is for the place behind it.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes the network away, or gives it back. What is sent meanwhile is lost, both ways.
    pub fn is_away(&self, away: bool) {
        self.state.away.store(away, Ordering::SeqCst);
    }

    /// Datagrams that got through, and that were lost.
    pub fn counts(&self) -> (u64, u64) {
        let count = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
        (count(&self.state.passed), count(&self.state.dropped))
    }

    /// What has come back from the place behind it and got through, the oldest first.
    pub fn brought_back(&self) -> Vec<Vec<u8>> {
        self.state.back.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.works.abort();
    }
}

async fn work(socket: Arc<UdpSocket>, place: SocketAddr, state: Arc<State>) {
    let mut senders: HashMap<SocketAddr, Arc<UdpSocket>> = HashMap::new();
    // Those who bring back what comes: they end with this task.
    let mut back = JoinSet::new();
    let mut datagram = vec![0; LONGEST];
    loop {
        // An error is told when somebody whom we sent to is gone; the next one may be there.
        let Ok((length, from)) = socket.recv_from(&mut datagram).await else { continue };
        if !state.lets() {
            continue;
        }
        if let Entry::Vacant(new) = senders.entry(from) {
            let Ok(own) = UdpSocket::bind("127.0.0.1:0").await else { continue };
            let own = new.insert(Arc::new(own)).clone();
            back.spawn(bring_back(own, socket.clone(), from, state.clone()));
        }
        if let Some(own) = senders.get(&from) {
            let _ = own.send_to(datagram.get(..length).unwrap_or_default(), place).await;
        }
    }
}

async fn bring_back(
    own: Arc<UdpSocket>,
    socket: Arc<UdpSocket>,
    to: SocketAddr,
    state: Arc<State>,
) {
    let mut datagram = vec![0; LONGEST];
    loop {
        let Ok((length, _)) = own.recv_from(&mut datagram).await else { continue };
        if state.lets() {
            let datagram = datagram.get(..length).unwrap_or_default();
            state.keep(datagram);
            let _ = socket.send_to(datagram, to).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::until;

    /// Says everything back with a word before it.
    async fn echo() -> (SocketAddr, tokio::task::JoinHandle<()>) {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let echoes = tokio::spawn(async move {
            let mut bytes = [0; 100];
            while let Ok((length, from)) = socket.recv_from(&mut bytes).await {
                let said = [b"again ", &bytes[..length]].concat();
                let _ = socket.send_to(&said, from).await;
            }
        });
        (address, echoes)
    }

    async fn hears(socket: &UdpSocket) -> String {
        let mut bytes = [0; 100];
        let (length, _) = socket.recv_from(&mut bytes).await.unwrap();
        String::from_utf8_lossy(&bytes[..length]).into_owned()
    }

    #[tokio::test]
    async fn each_sender_gets_their_own_answers() {
        let (place, _echoes) = echo().await;
        let relay = Relay::to(place).await.unwrap();
        let one = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let other = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        for (socket, word) in [(&one, "a"), (&other, "b"), (&one, "c")] {
            socket.send_to(word.as_bytes(), relay.address()).await.unwrap();
            assert_eq!(hears(socket).await, format!("again {word}"));
        }
        assert_eq!(relay.counts(), (6, 0));
        assert_eq!(relay.brought_back(), [b"again a", b"again b", b"again c"]);
    }

    #[tokio::test]
    async fn while_it_is_away_nothing_gets_through_and_afterwards_all_does() {
        let (place, _echoes) = echo().await;
        let relay = Relay::to(place).await.unwrap();
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        relay.is_away(true);
        socket.send_to(b"lost", relay.address()).await.unwrap();
        let dropped = async || Ok((relay.counts() == (0, 1)).then_some(()));
        until("it is dropped", dropped).await.unwrap();
        relay.is_away(false);
        socket.send_to(b"heard", relay.address()).await.unwrap();
        assert_eq!(hears(&socket).await, "again heard");
    }
}
