//! The network between a service and everything outside, as an operator has it who is behind a
//! firewall: the service is reached at a public address, and every datagram from there passes a
//! relay of ours. All of it can be taken away at once, and what the service says on it is heard.

use std::net::SocketAddr;

use tokio::net::UdpSocket;
use voice::sound::Codec;

use super::relay::Relay;
use crate::{Done, Trouble};

/// Where the service listens, and where it is reached: both this machine.
const INSIDE: [u8; 4] = [127, 0, 0, 1];
const OUTSIDE: [u8; 4] = [127, 0, 0, 2];

/// Ports for sound: two ends, each with one more for its reports.
const SOUND: u16 = 4;
const EACH: usize = 2;
/// Where networks have their ports: below those that systems give to whoever asks for any, and apart
/// from those of phones, rtpengine and other services under test.
const PORTS: std::ops::Range<u16> = 32_000..32_760;
/// Each has so many of them.
const BLOCK: u16 = 8;

/// The network; it is there until it is dropped.
#[derive(Debug)]
pub struct Network {
    /// The first of its ports: those for sound, and then the one for signalling.
    first: u16,
    server: Relay,
    contact: Relay,
    ends: Vec<Relay>,
}

impl Network {
    /// A network between a service that has not started and this phone system.
    pub async fn to(phone_system: SocketAddr) -> Done<Self> {
        for first in PORTS.step_by(usize::from(BLOCK)) {
            // Whoever has them outside has them inside, too; another may have them for other reasons.
            let Some(mut ends) = relays(first).await else { continue };
            let Some(contact) = ends.pop() else { continue };
            return Ok(Self { first, server: Relay::to(phone_system).await?, contact, ends });
        }
        Err(Trouble::said("no ports are free for another network"))
    }

    /// Where the service is to listen for signalling.
    pub fn listen(&self) -> SocketAddr {
        SocketAddr::from((INSIDE, self.first + SOUND))
    }

    /// Where it is reached.
    pub fn public_address(&self) -> SocketAddr {
        SocketAddr::from((OUTSIDE, self.first + SOUND))
    }

    /// The ports that it is to use for sound, as its configuration writes them.
    pub fn sound_ports(&self) -> String {
        format!("{}-{}", self.first, self.first + SOUND - 1)
    }

    /// Where it finds the phone system.
    pub fn server(&self) -> SocketAddr {
        self.server.address()
    }

    /// Takes all of it away, or gives it back.
    pub fn is_away(&self, away: bool) {
        self.relays().for_each(|relay| relay.is_away(away));
    }

    /// Datagrams that got through, and that were lost.
    pub fn counts(&self) -> (u64, u64) {
        let counts = self.relays().map(Relay::counts);
        counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    /// All sound that the service has sent to an end of a call: the first that it opened ports for, or
    /// the second one.
    pub fn sent_to(&self, end: usize) -> Vec<i16> {
        let sent = self.ends.get(end * EACH).map(Relay::brought_back).unwrap_or_default();
        sent.iter().filter_map(|datagram| sound_in(datagram)).flatten().collect()
    }

    fn relays(&self) -> impl Iterator<Item = &Relay> {
        [&self.server, &self.contact].into_iter().chain(&self.ends)
    }
}

/// The sound in a packet of RTP; `None` in one of anything else.
fn sound_in(datagram: &[u8]) -> Option<Vec<i16>> {
    let [first, kind, ..] = *datagram else { return None };
    // No version but this, and nothing between the head and the sound: the service sends it so.
    let codec = Codec::of(kind & 0x7F).filter(|_| first == 0x80)?;
    Some(codec.decode(datagram.get(12..)?))
}

/// Relays at the ports of a network; `None` where somebody else has one of them.
async fn relays(first: u16) -> Option<Vec<Relay>> {
    let mut relays = Vec::new();
    for port in first..=first + SOUND {
        let (at, to) = (SocketAddr::from((OUTSIDE, port)), SocketAddr::from((INSIDE, port)));
        relays.push(Relay::between(at, to).await.ok()?);
        UdpSocket::bind(to).await.ok()?;
    }
    Some(relays)
}
