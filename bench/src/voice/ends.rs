//! Both ends of a call: a page (WebRTC, in the browser's part) and a telephone (plain RTP). Each sends
//! a packet every 20 ms; what it says and what it makes of the other's is its voice's business.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sidetone_chaos::real::{Done, Trouble};
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::media::{Direction, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};
use tokio::net::UdpSocket;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};
use voice::media::{Plain, Received, Say};
use voice::rtp::{Outgoing, Stamp};
use voice::sound::{Codec, FRAME};

use super::gateway::remote;

const PACE: Duration = Duration::from_millis(20);

/// What an end says, and what becomes of what it hears.
pub trait Voice: Send {
    /// The next 20 ms.
    fn says(&mut self) -> Vec<u8>;
    /// A packet of the other end's came.
    fn hears(&mut self, payload: &[u8]);
    /// The connection stands.
    fn connected(&mut self) {}
}

/// Says when each packet left, and counts what comes.
pub struct Stamped {
    pub began: Instant,
    pub ear: Ear,
}

impl Voice for Stamped {
    fn says(&mut self) -> Vec<u8> {
        let counts = with(&self.ear, |ear| {
            ear.sent += u64::from(ear.counts);
            ear.counts
        });
        let mut payload = vec![0x7F; FRAME];
        payload[..8].copy_from_slice(&micros(self.began).to_be_bytes());
        payload[8] = u8::from(counts);
        payload
    }

    fn hears(&mut self, payload: &[u8]) {
        let (Some(left), Some(1)) = (payload.first_chunk::<8>(), payload.get(8)) else { return };
        let late = micros(self.began).saturating_sub(u64::from_be_bytes(*left));
        #[expect(clippy::cast_precision_loss, reason = "a bench takes minutes")]
        with(&self.ear, |ear| ear.delays.push(late as f64 / 1_000.0));
    }

    fn connected(&mut self) {
        with(&self.ear, |ear| ear.connected = true);
    }
}

/// What came to an end while it was counted.
#[derive(Debug, Default)]
pub struct Heard {
    /// From one end's hand to the other's, in milliseconds.
    pub delays: Vec<f64>,
    /// Whether it counts now.
    pub counts: bool,
    /// Packets that it sent, and that came, while it counted.
    pub sent: u64,
    /// The connection stands.
    pub connected: bool,
}

pub type Ear = Arc<Mutex<Heard>>;

/// One end, locked.
pub fn with<T>(ear: &Ear, does: impl FnOnce(&mut Heard) -> T) -> T {
    does(&mut ear.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A page that has offered.
pub struct Page {
    pub sdp: String,
    rtc: Rtc,
    pending: SdpPendingOffer,
    mid: Mid,
    socket: UdpSocket,
}

impl Page {
    pub async fn new() -> Done<Self> {
        let socket = UdpSocket::bind("127.0.0.1:0").await?;
        let mut rtc = RtcConfig::new()
            .clear_codecs()
            .enable_pcmu(true, false)
            .set_rtp_mode(true)
            .build(Instant::now().into_std());
        let candidate = Candidate::host(socket.local_addr()?, "udp");
        rtc.add_local_candidate(candidate.map_err(|error| strange(&error))?);
        let mut change = rtc.sdp_api();
        let mid = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let Some((offer, pending)) = change.apply() else {
            return Err(Trouble::Words("The page has nothing to offer.".to_owned()));
        };
        Ok(Self { sdp: offer.to_sdp_string(), rtc, pending, mid, socket })
    }

    /// Speaks until the task is ended.
    pub async fn speak(self, answer: String, mut voice: impl Voice) -> Done {
        let Self { mut rtc, pending, mid, socket, .. } = self;
        let answer = SdpAnswer::from_sdp_string(&answer).map_err(|error| strange(&error))?;
        rtc.sdp_api().accept_answer(pending, answer).map_err(|error| strange(&error))?;
        let (address, mut seq) = (socket.local_addr()?, 0_u64);
        let mut card = card();
        let mut datagram = [0; 2_000];
        loop {
            let wakes = loop {
                match rtc.poll_output().map_err(|error| strange(&error))? {
                    Output::Timeout(at) => break at,
                    Output::Transmit(out) => {
                        let _ = socket.send_to(&out.contents, out.destination).await;
                    }
                    Output::Event(Event::Connected) => voice.connected(),
                    Output::Event(Event::RtpPacket(packet)) => voice.hears(&packet.payload),
                    Output::Event(_) => {}
                }
            };
            tokio::select! {
                _ = card.tick() => {
                    seq += 1;
                    if rtc.is_connected()
                        && let Some(stream) = rtc.direct_api().stream_tx_by_mid(mid, None)
                    {
                        let kind = Codec::Pcmu.payload_type().into();
                        let time = u32::try_from(seq * FRAME as u64).unwrap_or_default();
                        let now = Instant::now().into_std();
                        let payload = voice.says();
                        stream.write_rtp(RtpWrite::new(kind, seq.into(), time, now, payload));
                    }
                }
                received = socket.recv_from(&mut datagram) => {
                    let (length, from) = received?;
                    let bytes = datagram.get(..length).unwrap_or_default();
                    if let Ok(got) = Receive::new(Protocol::Udp, from, address, bytes) {
                        let input = Input::Receive(Instant::now().into_std(), got);
                        rtc.handle_input(input).map_err(|error| strange(&error))?;
                    }
                }
                () = sleep_until(wakes.into()) => {
                    let input = Input::Timeout(Instant::now().into_std());
                    rtc.handle_input(input).map_err(|error| strange(&error))?;
                }
            }
        }
    }
}

/// The telephone speaks to a port of the gateway until the task is ended.
pub async fn telephone(socket: UdpSocket, to: SocketAddr, mut voice: impl Voice) -> Done {
    let mut leg = Plain::new(u32::from(to.port()), remote(to), Instant::now().into_std());
    let mut out = Outgoing::new(1, 1);
    let mut card = card();
    let mut datagram = [0; 2_000];
    loop {
        tokio::select! {
            _ = card.tick() => {
                let stamp: Stamp = out.own(Instant::now().into_std());
                let say = Say::Sound(stamp, voice.says());
                if let Some((to, datagram)) = leg.datagram(&say) {
                    let _ = socket.send_to(&datagram, to).await;
                }
            }
            received = socket.recv_from(&mut datagram) => {
                let (length, from) = received?;
                let bytes = datagram.get(..length).unwrap_or_default();
                let now = Instant::now().into_std();
                if let Ok(Received::Sound(sound)) = leg.receive(from, bytes, now) {
                    voice.hears(sound.payload);
                }
            }
        }
    }
}

/// A sound card: what it misses it does not make up for.
fn card() -> tokio::time::Interval {
    let mut card = interval_at(Instant::now() + PACE, PACE);
    card.set_missed_tick_behavior(MissedTickBehavior::Delay);
    card
}

fn micros(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// What a protocol said of itself.
pub fn strange(error: &dyn std::fmt::Display) -> Trouble {
    Trouble::Words(error.to_string())
}
