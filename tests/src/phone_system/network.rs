//! The network between a service and everything outside, as an operator has it who is behind a
//! firewall: the service is reached at a public address, and every datagram from there passes a
//! relay of ours. All of it can be taken away at once, and what the service says on it is heard.

use std::net::SocketAddr;

use tokio::net::UdpSocket;
use voice::sound::Codec;

use super::relay::Relay;
use crate::Done;

/// Where the service listens, and where it is reached: both this machine.
const INSIDE: [u8; 4] = [127, 0, 0, 1];
const OUTSIDE: [u8; 4] = [127, 0, 0, 2];

/// Ports for sound: two ends, each with one more for its reports.
const SOUND: u16 = 4;
const EACH: usize = 2;

/// The network; it is there until it is dropped.
#[derive(Debug)]
pub struct Network {
    signalling: u16,
    sound: u16,
    server: Relay,
    contact: Relay,
    ends: Vec<Relay>,
}

impl Network {
    /// A network between a service that has not started and this phone system.
    pub async fn to(phone_system: SocketAddr) -> Done<Self> {
        let (signalling, sound) = (free(1).await?, free(SOUND).await?);
        let relay = async |port| {
            let (at, to) = (SocketAddr::from((OUTSIDE, port)), SocketAddr::from((INSIDE, port)));
            Relay::between(at, to).await
        };
        let (server, contact) = (Relay::to(phone_system).await?, relay(signalling).await?);
        let mut ends = Vec::new();
        for port in sound..sound + SOUND {
            ends.push(relay(port).await?);
        }
        Ok(Self { signalling, sound, server, contact, ends })
    }

    /// Where the service is to listen for signalling.
    pub fn listen(&self) -> SocketAddr {
        SocketAddr::from((INSIDE, self.signalling))
    }

    /// Where it is reached.
    pub fn public_address(&self) -> SocketAddr {
        SocketAddr::from((OUTSIDE, self.signalling))
    }

    /// The ports that it is to use for sound, as its configuration writes them.
    pub fn sound_ports(&self) -> String {
        format!("{}-{}", self.sound, self.sound + SOUND - 1)
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

/// The first of so many ports in a row, an even one, that are free inside and outside.
async fn free(count: u16) -> Done<u16> {
    loop {
        let any = UdpSocket::bind((std::net::Ipv4Addr::from(INSIDE), 0)).await?;
        let first = any.local_addr()?.port() & !1;
        drop(any);
        let Some(last) = first.checked_add(count - 1) else { continue };
        let mut taken = Vec::new();
        for port in first..=last {
            for ip in [INSIDE, OUTSIDE] {
                taken.push(UdpSocket::bind(SocketAddr::from((ip, port))).await);
            }
        }
        if taken.iter().all(Result::is_ok) {
            return Ok(first);
        }
    }
}
