//! The sockets for far ends at phone systems: for each call two ports that follow each other, an even
//! one for sound and the next one for reports, as telephones expect it (RFC 3550, section 11).

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::Arc;
use tokio::net::UdpSocket;
use tokio::task::AbortHandle;

/// A pair of sockets, open as long as the call.
#[derive(Debug)]
pub struct Pair {
    /// For sound.
    pub sound: UdpSocket,
    /// For reports.
    pub reports: UdpSocket,
}

/// The pairs by the port of their sound.
#[derive(Debug)]
pub struct Fars {
    ip: IpAddr,
    ports: RangeInclusive<u16>,
    /// Where the next search begins: a port that was used just now may still get late packets.
    next: u16,
    open: HashMap<u16, Open>,
}

#[derive(Debug)]
struct Open {
    call: String,
    pair: Arc<Pair>,
    reads: AbortHandle,
}

impl Fars {
    /// No pairs yet. They are bound at this address, within these ports.
    pub fn new(ip: IpAddr, ports: RangeInclusive<u16>) -> Self {
        let next = *ports.start();
        Self { ip, ports, next, open: HashMap::new() }
    }

    /// Where they are bound.
    pub fn ip(&self) -> IpAddr {
        self.ip
    }

    /// The next free pair and its first port; `None` when all are taken.
    pub fn bind(&mut self) -> Option<(u16, Arc<Pair>)> {
        let (first, last) = (self.ports.start().next_multiple_of(2), *self.ports.end());
        let pairs = last.saturating_sub(first).div_ceil(2);
        for _ in 0..pairs {
            let port = if self.next < first || self.next >= last { first } else { self.next };
            self.next = port.saturating_add(2);
            if self.open.contains_key(&port) {
                continue;
            }
            let bind = |port| {
                let socket = std::net::UdpSocket::bind(SocketAddr::new(self.ip, port)).ok()?;
                socket.set_nonblocking(true).ok()?;
                UdpSocket::from_std(socket).ok()
            };
            if let (Some(sound), Some(reports)) = (bind(port), bind(port + 1)) {
                return Some((port, Arc::new(Pair { sound, reports })));
            }
        }
        None
    }

    /// Keeps a pair for a call, and the task that reads it.
    pub fn keep(&mut self, port: u16, call: &str, pair: Arc<Pair>, reads: AbortHandle) {
        self.open.insert(port, Open { call: call.to_owned(), pair, reads });
    }

    /// The pair at a port.
    pub fn at(&self, port: u16) -> Option<&Pair> {
        self.open.get(&port).map(|open| &*open.pair)
    }

    /// Closes what belongs to a call.
    pub fn close(&mut self, call: &str) {
        self.open.retain(|_, open| {
            if open.call == call {
                open.reads.abort();
            }
            open.call != call
        });
    }
}

impl Drop for Fars {
    fn drop(&mut self) {
        self.open.values().for_each(|open| open.reads.abort());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn pairs_are_even_and_never_given_twice() {
        let mut fars = Fars::new([127, 0, 0, 1].into(), 31_001..=31_008);
        let mut given = Vec::new();
        while let Some((port, pair)) = fars.bind() {
            assert_eq!(pair.reports.local_addr().unwrap().port(), port + 1);
            given.push(port);
            let reads = tokio::spawn(std::future::pending::<()>()).abort_handle();
            fars.keep(port, &format!("call {port}"), pair, reads);
        }
        assert_eq!(given, [31_002, 31_004, 31_006]);
        fars.close("call 31004");
        assert_eq!(fars.open.len(), 2);
        assert_eq!(fars.bind().map(|(port, _)| port), Some(31_004));
    }
}
