//! A page with a microphone: WebRTC over real sockets, in the browser's part. It speaks in a tone and
//! keeps what it hears.

use sidetone_backend::clock;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::format::{Codec as Format, FormatParams};
use str0m::media::{Direction, Frequency, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};
use tokio::net::UdpSocket;
use voice::rtp::{Hearing, on_the_wire};
use voice::sound::{Codec, Decoder, Encoder, FRAME, Tone, strength};

/// The payload type by which browsers take keys.
const KEYS: u8 = 126;

/// What is heard of a page from outside.
#[derive(Debug, Default)]
struct Ear {
    samples: Vec<i16>,
    /// What has come and is not played.
    waiting: VecDeque<i16>,
    /// All that was played, and silence where nothing was there to be played.
    played: Vec<i16>,
    keys: String,
    hearing: Hearing,
    connected: bool,
    closed: bool,
}

impl Ear {
    /// Twenty milliseconds passed.
    fn plays(&mut self) {
        for _ in 0..FRAME {
            let next = self.waiting.pop_front();
            self.played.push(next.unwrap_or_default());
        }
    }
}

/// A page whose connection is made; it speaks until it is dropped.
#[derive(Debug)]
pub struct Microphone {
    ear: Arc<Mutex<Ear>>,
    codec: Codec,
    speaks: tokio::task::JoinHandle<()>,
}

/// A page that has offered and waits for its answer.
pub struct Offering {
    pub sdp: String,
    rtc: Rtc,
    pending: SdpPendingOffer,
    mid: Mid,
    socket: UdpSocket,
}

impl Offering {
    pub async fn new() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let mut config =
            RtcConfig::new().clear_codecs().enable_opus(true, false).enable_pcmu(true, false);
        config = config.set_rtp_mode(true);
        let (tele, rate) = (Format::Tele, Frequency::EIGHT_KHZ);
        let codecs = config.codec_config();
        codecs.add_config(KEYS.into(), None, tele, rate, None, FormatParams::default());
        let mut rtc = config.build(clock::instant());
        let address = socket.local_addr().unwrap();
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap()).unwrap();
        let mut change = rtc.sdp_api();
        let mid = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply().unwrap();
        Self { sdp: offer.to_sdp_string(), rtc, pending, mid, socket }
    }

    /// Speaks in a tone of this pitch from now on.
    pub fn answered(self, answer: &str, pitch: f64) -> Microphone {
        let Self { mut rtc, pending, mid, socket, .. } = self;
        let codec = spoken(answer);
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        rtc.sdp_api().accept_answer(pending, answer).unwrap();
        let ear = Arc::new(Mutex::new(Ear::default()));
        let speaks = tokio::spawn(speak((rtc, mid), socket, (codec, pitch), ear.clone()));
        Microphone { ear, codec, speaks }
    }
}

impl Microphone {
    pub fn is_connected(&self) -> bool {
        self.ear.lock().unwrap().connected
    }

    /// What it speaks.
    pub fn codec(&self) -> Codec {
        self.codec
    }

    pub fn is_closed(&self) -> bool {
        self.ear.lock().unwrap().closed
    }

    /// The keys that were pressed for it.
    pub fn keys(&self) -> String {
        self.ear.lock().unwrap().keys.clone()
    }

    /// All that its loudspeaker has played, as long as the time that it took.
    pub fn played(&self) -> Vec<i16> {
        self.ear.lock().unwrap().played.clone()
    }

    /// How much of this pitch is in what was heard last, a fifth of a second of it. Nothing, before
    /// there is so much.
    pub fn hears(&self, pitch: f64) -> f64 {
        let ear = self.ear.lock().unwrap();
        let last = ear.samples.len().checked_sub(10 * FRAME);
        last.map_or(0.0, |from| strength(&ear.samples[from..], pitch))
    }
}

impl Drop for Microphone {
    fn drop(&mut self) {
        self.speaks.abort();
    }
}

/// What is to be spoken by an answer: the first that it names, as browsers do.
fn spoken(answer: &str) -> Codec {
    let sound = answer.lines().find(|line| line.starts_with("m=audio ")).unwrap();
    let first: u8 = sound.split(' ').nth(3).unwrap().parse().unwrap();
    Codec::ALL.into_iter().find(|codec| codec.payload_type() == first).unwrap()
}

/// Moves datagrams and says 20 ms of the tone every 20 ms, as a sound card would.
async fn speak(
    (mut rtc, mid): (Rtc, Mid),
    socket: UdpSocket,
    (codec, pitch): (Codec, f64),
    ear: Arc<Mutex<Ear>>,
) {
    let (mut tone, mut seq) = (Tone::steady(&[pitch]), 0_u64);
    let (mut said, mut heard) = (Encoder::default(), Decoder::default());
    let mut card = tokio::time::interval(Duration::from_millis(20));
    let address: SocketAddr = socket.local_addr().unwrap();
    let mut datagram = [0; 2_000];
    loop {
        let wakes = loop {
            match rtc.poll_output().unwrap() {
                Output::Timeout(at) => break at,
                Output::Transmit(out) => {
                    let _ = socket.send_to(&out.contents, out.destination).await;
                }
                Output::Event(Event::Connected) => ear.lock().unwrap().connected = true,
                Output::Event(Event::Closed) => ear.lock().unwrap().closed = true,
                Output::Event(Event::RtpPacket(packet)) => {
                    let mut ear = ear.lock().unwrap();
                    if *packet.header.payload_type == KEYS {
                        let key = ear.hearing.heard(packet.header.timestamp, &packet.payload);
                        ear.keys.extend(key.map(voice::rtp::Digit::key));
                    } else {
                        let number = *packet.header.payload_type;
                        let mut codecs = Codec::ALL.into_iter();
                        let codec = codecs.find(|codec| codec.payload_type() == number).unwrap();
                        let sound = heard.decode(codec, &packet.payload);
                        ear.waiting.extend(&sound);
                        ear.samples.extend(sound);
                    }
                }
                Output::Event(_) => {}
            }
        };
        tokio::select! {
            _ = card.tick() => {
                ear.lock().unwrap().plays();
                seq += 1;
                let payload = said.encode(codec, &tone.frame()).unwrap();
                if rtc.is_connected()
                    && let Some(stream) = rtc.direct_api().stream_tx_by_mid(mid, None)
                {
                    let kind = codec.payload_type().into();
                    let time = on_the_wire((seq * 160) as u32, codec.clock());
                    stream.write_rtp(RtpWrite::new(kind, seq.into(), time, clock::instant(), payload));
                }
            }
            received = socket.recv_from(&mut datagram) => {
                let (length, from) = received.unwrap();
                let now = clock::instant();
                if let Ok(got) = Receive::new(Protocol::Udp, from, address, &datagram[..length]) {
                    rtc.handle_input(Input::Receive(now, got)).unwrap();
                }
            }
            () = tokio::time::sleep_until(wakes.into()) => {
                rtc.handle_input(Input::Timeout(clock::instant())).unwrap();
            }
        }
    }
}
