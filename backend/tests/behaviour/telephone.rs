//! A telephone at a phone system: plain RTP over real sockets. It speaks in a tone and keeps what it
//! hears.

use sidetone_backend::clock;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::UdpSocket;
use voice::media::{Plain, Received, Remote, Say};
use voice::rtp::{Events, Outgoing};
use voice::sound::{Codec, FRAME, Tone, strength};

const CODEC: Codec = Codec::Pcma;

/// What a telephone hears.
#[derive(Debug, Default)]
struct Ear {
    samples: Vec<i16>,
    keys: String,
}

/// A telephone that has not picked up: where it will be heard is known, and nothing else.
#[derive(Debug)]
pub struct OnHook {
    socket: UdpSocket,
    pub address: SocketAddr,
}

impl OnHook {
    pub async fn new() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        Self { socket, address }
    }

    /// Speaks in a tone of this pitch to a port of the gateway from now on.
    pub fn speaks(self, gateway: u16, pitch: f64) -> Telephone {
        let Self { socket, address } = self;
        let heard: Arc<Mutex<Ear>> = Arc::default();
        let to = remote(SocketAddr::from(([127, 0, 0, 1], gateway)));
        let speaks = tokio::spawn(speak(socket, to, pitch, Arc::clone(&heard)));
        Telephone { heard, address, speaks }
    }
}

/// The telephone; it speaks until it is dropped.
#[derive(Debug)]
pub struct Telephone {
    heard: Arc<Mutex<Ear>>,
    address: SocketAddr,
    speaks: tokio::task::JoinHandle<()>,
}

impl Telephone {
    /// Speaks in a tone of this pitch to a port of the gateway.
    pub async fn new(gateway: u16, pitch: f64) -> Self {
        OnHook::new().await.speaks(gateway, pitch)
    }

    /// What its SDP would say.
    pub fn remote(&self) -> Remote {
        remote(self.address)
    }

    /// How much it has heard, in samples.
    pub fn amount(&self) -> usize {
        self.heard.lock().unwrap().samples.len()
    }

    /// The keys that were pressed for it.
    pub fn keys(&self) -> String {
        self.heard.lock().unwrap().keys.clone()
    }

    /// How many samples it has heard, of whatever.
    pub fn samples(&self) -> usize {
        self.amount()
    }

    /// How much of this pitch is in the last fifth of a second.
    pub fn hears(&self, pitch: f64) -> f64 {
        let heard = &self.heard.lock().unwrap().samples;
        let last = heard.len().checked_sub(10 * FRAME);
        last.map_or(0.0, |from| strength(&heard[from..], pitch))
    }
}

impl Drop for Telephone {
    fn drop(&mut self) {
        self.speaks.abort();
    }
}

fn remote(address: SocketAddr) -> Remote {
    let reports = SocketAddr::new(address.ip(), address.port().saturating_add(1));
    Remote {
        address,
        codec: CODEC,
        number: CODEC.payload_type(),
        digits: Some(Events::new(101)),
        reports,
        roams: false,
    }
}

async fn speak(socket: UdpSocket, to: Remote, pitch: f64, heard: Arc<Mutex<Ear>>) {
    let (mut leg, mut out) = (Plain::new(7, to, clock::instant()), Outgoing::new(1, 1));
    let mut tone = Tone::steady(&[pitch]);
    let mut card = tokio::time::interval(Duration::from_millis(20));
    let mut datagram = [0; 2_000];
    loop {
        tokio::select! {
            _ = card.tick() => {
                let say = Say::Sound(out.own(clock::instant()), CODEC.encode(&tone.frame()));
                let (to, datagram) = leg.datagram(&say).unwrap();
                let _ = socket.send_to(&datagram, to).await;
            }
            received = socket.recv_from(&mut datagram) => {
                let Ok((length, from)) = received else { continue };
                let got = leg.receive(from, &datagram[..length], clock::instant());
                let mut heard = heard.lock().unwrap();
                match got {
                    Ok(Received::Sound(sound)) => {
                        heard.samples.extend(sound.codec.decode(sound.payload));
                    }
                    Ok(Received::Digit(digit)) => heard.keys.push(digit.key()),
                    _ => {}
                }
            }
        }
    }
}
