//! The shell of the gateway: moves datagrams between its sockets and the calls, and wakes it when
//! time has come. It decides nothing.

mod far;
mod third;

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::UdpSocket;
use tokio::sync::Notify;
use voice::media::{Done, End, Gateway, OfferError, Plays, Remote, Socket, Sounds};
use voice::sound::Codec;

use crate::clock;
use crate::config::Config;
use far::{Fars, Pair};

/// The largest datagram that a browser sends, and some.
const LONGEST: usize = 2_000;

/// How many bytes of datagrams may wait, with what the system needs to keep them.
const WAITING: usize = 4 << 20;

/// So many datagrams are taken before others get their turn.
const AT_ONCE: usize = 64;

/// Why there is no sound.
#[derive(Debug, thiserror::Error)]
pub enum SoundError {
    /// The port is taken, or not ours.
    #[error("Cannot listen for sound on {0} (UDP): {1}. Set voice.listen to a free address.")]
    Listen(SocketAddr, std::io::Error),
    /// Every port for far ends is taken.
    #[error("No port is free for another call. Make the range voice.ports larger.")]
    NoPort,
}

/// The sound of all calls.
#[derive(Debug)]
pub struct Sound {
    gateway: Mutex<Gateway>,
    socket: UdpSocket,
    fars: Mutex<Fars>,
    woken: Notify,
}

impl Sound {
    /// Listens as configured, for a service that listens there itself. `None` when browsers could
    /// not reach it; the log says what to set.
    ///
    /// # Errors
    /// When the address cannot be listened on.
    pub fn open(config: &Config, seed: u64) -> Result<Option<Self>, SoundError> {
        let address = config.voice.socket(config.listen);
        let failed = |error| SoundError::Listen(address, error);
        let reached_at = |socket| config.voice.reached_at(socket, &config.public_url);
        if reached_at(address).is_none() {
            tracing::warn!("there is no sound: set voice.public_address to this service's address");
            return Ok(None);
        }
        let socket = std::net::UdpSocket::bind(address).map_err(failed)?;
        // What comes while others have the processor waits here. The system gives what it allows, by
        // default some thirty milliseconds of two hundred calls.
        let _ = socket2::SockRef::from(&socket).set_recv_buffer_size(WAITING);
        socket.set_nonblocking(true).map_err(failed)?;
        let socket = UdpSocket::from_std(socket).map_err(failed)?;
        let bound = socket.local_addr().map_err(failed)?;
        let Some(reached) = reached_at(bound) else { return Ok(None) };
        tracing::info!(address = %bound, browsers = %reached, "listening for sound");
        let mut gateway = Gateway::new(reached, seed);
        if config.simulated_phone.control_token.is_some() {
            gateway.records();
        }
        let gateway = Mutex::new(gateway);
        let fars = Mutex::new(Fars::new(bound.ip(), config.voice.ports.range()));
        Ok(Some(Self { gateway, socket, fars, woken: Notify::new() }))
    }

    /// A page offers to carry the agent's end of a call; see [`Gateway::offered`].
    ///
    /// # Errors
    /// See [`OfferError`].
    pub fn offered(&self, call: &str, connection: &str, sdp: &str) -> Result<String, OfferError> {
        let answer = self.lock().offered(call, connection, sdp, clock::instant());
        self.send();
        self.woken.notify_one();
        answer
    }

    /// What a simulated far end plays from now on.
    pub fn plays(&self, call: &str, plays: Plays) {
        self.lock().simulated(call, plays, clock::instant());
        self.woken.notify_one();
    }

    /// What the simulated far end of a call heard; `None` where nothing is kept.
    pub fn recording(&self, call: &str) -> Option<Vec<i16>> {
        self.lock().recording(call)
    }

    /// The digits that a simulated far end was told.
    pub fn digits(&self, call: &str) -> String {
        self.lock().digits(call)
    }

    /// Opens two ports for the far end of a call, which is at a phone system: the first of them, for
    /// the SDP. Nothing is heard there before [`far`](Self::far). Must be called within a runtime.
    ///
    /// # Errors
    /// When all ports are taken.
    pub fn far_opens(self: &Arc<Self>, call: &str) -> Result<u16, SoundError> {
        let mut fars = self.fars();
        let (port, pair) = fars.bind().ok_or(SoundError::NoPort)?;
        let reads = tokio::spawn(self.clone().read(port, pair.clone())).abort_handle();
        fars.keep(port, call, pair, reads);
        Ok(port)
    }

    /// The far end of a call will most likely speak this.
    pub fn expects(&self, call: &str, codec: Codec) {
        self.lock().expects(call, codec);
    }

    /// The far end of a call said where and how it wants to hear.
    pub fn far(&self, call: &str, port: u16, remote: Remote) {
        self.lock().far(call, port, remote, clock::instant());
        self.woken.notify_one();
    }

    /// Where the sound of far ends at phone systems is received.
    pub fn ip(&self) -> IpAddr {
        self.fars().ip()
    }

    /// Reads what comes from a far end, as long as its ports are open.
    async fn read(self: Arc<Self>, port: u16, pair: Arc<Pair>) {
        let (mut sound, mut reports) = ([0; LONGEST], [0; LONGEST]);
        loop {
            let (by, datagram, received) = tokio::select! {
                received = pair.sound.recv_from(&mut sound) => (Socket::Far(port), &sound, received),
                received = pair.reports.recv_from(&mut reports) => {
                    (Socket::Reports(port), &reports, received)
                }
            };
            match received {
                Ok((length, from)) => {
                    let datagram = datagram.get(..length).unwrap_or(&[]);
                    self.lock().receive(by, from, datagram, clock::instant());
                    self.send();
                }
                // The other side is gone (ICMP), or comes a moment later.
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
        }
    }

    /// Whether the agent is heard.
    pub fn mute(&self, call: &str, on: bool) {
        self.lock().mute(call, End::Agent, on);
    }

    /// Whether the far end waits.
    pub fn hold(&self, call: &str, on: bool) {
        self.lock().hold(call, End::Far, on);
    }

    /// Nobody carries the agent's end for now.
    pub fn let_go(&self, call: &str) {
        self.lock().page_leaves(call, clock::instant());
        self.send();
    }

    /// A call is over.
    pub fn ends(&self, call: &str) {
        self.lock().ends(call, clock::instant());
        self.send();
        let mut fars = self.fars();
        fars.close(call);
        fars.close(&third::of_third(call));
    }

    /// How a call sounds.
    pub fn sounds(&self, call: &str) -> Option<Sounds> {
        self.lock().sounds(call)
    }

    /// Moves datagrams and time, for ever.
    pub async fn run(&self) {
        let mut datagram = [0; LONGEST];
        loop {
            let wakes = self.lock().wakes();
            let wait = async {
                match wakes {
                    Some(at) => tokio::time::sleep_until(at.into()).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = wait => self.lock().wake(clock::instant()),
                () = self.woken.notified() => {}
                received = self.socket.recv_from(&mut datagram) => match received {
                    Ok((length, from)) => self.take(&mut datagram, length, from),
                    // Somebody whom we sent to is gone (ICMP); another error would come again and
                    // again.
                    Err(error) => {
                        tracing::debug!(%error, "the socket for sound");
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                },
            }
            self.send();
        }
    }

    /// A datagram, and those that wait behind it.
    fn take(&self, datagram: &mut [u8; LONGEST], length: usize, from: SocketAddr) {
        let mut gateway = self.lock();
        let now = clock::instant();
        let mut next = Some((length, from));
        for _ in 0..AT_ONCE {
            let Some((length, from)) = next else { break };
            gateway.receive(Socket::Browsers, from, datagram.get(..length).unwrap_or(&[]), now);
            next = self.socket.try_recv_from(datagram).ok();
        }
        // One more may have been read: it belongs to somebody.
        if let Some((length, from)) = next {
            gateway.receive(Socket::Browsers, from, datagram.get(..length).unwrap_or(&[]), now);
        }
    }

    /// Sends what is to be sent. What the network does not take is lost, as on any network.
    fn send(&self) {
        let mut gateway = self.lock();
        while let Some(done) = gateway.poll() {
            match done {
                Done::Send(Socket::Browsers, to, datagram) => {
                    let _ = self.socket.try_send_to(&datagram, to);
                }
                Done::Send(Socket::Far(port), to, datagram) => {
                    let fars = self.fars();
                    let _ = fars.at(port).map(|pair| pair.sound.try_send_to(&datagram, to));
                }
                Done::Send(Socket::Reports(port), to, datagram) => {
                    let fars = self.fars();
                    let _ = fars.at(port).map(|pair| pair.reports.try_send_to(&datagram, to));
                }
                Done::Page(call, news) => tracing::info!(call, ?news, "a page's sound"),
            }
        }
    }

    /// Locked after the gateway, where both are.
    fn fars(&self) -> MutexGuard<'_, Fars> {
        self.fars.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Gateway> {
        self.gateway.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
