//! A page with a microphone, as far as a gateway can tell: str0m in the browser's part, on a network
//! without wires and with a clock of its own.

#![allow(dead_code, reason = "no test needs all of it")]

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::change::{SdpAnswer, SdpPendingOffer};
use str0m::format::{Codec as Format, FormatParams};
use str0m::media::{Direction, Frequency, MediaKind, Mid};
use str0m::net::{Protocol, Receive};
use str0m::rtp::RtpWrite;
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};
use voice::media::{Browser, Out, Sound};
use voice::rtp::{Hearing, on_the_wire};
use voice::sound::{Codec, Decoder, Encoder, Tone};

/// By this payload type a page takes digits: browsers choose it themselves.
pub const DIGITS: u8 = 110;

pub const GATEWAY: ([u8; 4], u16) = ([198, 51, 100, 1], 5_000);

pub struct Page {
    rtc: Rtc,
    address: SocketAddr,
    mid: Mid,
    pending: Option<SdpPendingOffer>,
    tone: Tone,
    seq: u64,
    wakes: Instant,
    pub connected: bool,
    pub heard: Vec<i16>,
    /// The packets of sound as it sent them, and as they came.
    pub packets: (Vec<Vec<u8>>, Vec<Vec<u8>>),
    coders: (Encoder, Decoder),
    /// The digits that it was told.
    pub digits: String,
    hearing: Hearing,
    to_gateway: VecDeque<Vec<u8>>,
}

impl Page {
    /// A page that speaks in a tone, at a port of its own, and its offer.
    pub fn new(port: u16, pitch: f64, knows: &[Codec], now: Instant) -> (Self, String) {
        Self::that(port, pitch, knows, true, now)
    }

    /// The same; whether it takes digits.
    pub fn that(
        port: u16,
        pitch: f64,
        knows: &[Codec],
        digits: bool,
        now: Instant,
    ) -> (Self, String) {
        let mut config = RtcConfig::new().clear_codecs().set_rtp_mode(true);
        config.codec_config().enable_pcmu(knows.contains(&Codec::Pcmu), false);
        config.codec_config().enable_pcma(knows.contains(&Codec::Pcma), false);
        if knows.is_empty() || knows.contains(&Codec::Opus) {
            config.codec_config().enable_opus(true, false);
        }
        if digits {
            let (tele, rate) = (Format::Tele, Frequency::EIGHT_KHZ);
            let codecs = config.codec_config();
            codecs.add_config(DIGITS.into(), None, tele, rate, None, FormatParams::default());
        }
        let mut rtc = config.build(now);
        let address = SocketAddr::from(([203, 0, 113, 9], port));
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap()).unwrap();
        let mut change = rtc.sdp_api();
        let mid = change.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = change.apply().unwrap();
        let page = Self {
            rtc,
            address,
            mid,
            pending: Some(pending),
            tone: Tone::steady(&[pitch]),
            seq: 0,
            wakes: now,
            connected: false,
            heard: Vec::new(),
            packets: Default::default(),
            coders: Default::default(),
            digits: String::new(),
            hearing: Hearing::default(),
            to_gateway: VecDeque::new(),
        };
        (page, offer.to_sdp_string())
    }

    pub fn answered(&mut self, answer: &str) {
        let answer = SdpAnswer::from_sdp_string(answer).unwrap();
        let pending = self.pending.take().unwrap();
        self.rtc.sdp_api().accept_answer(pending, answer).unwrap();
    }

    /// The network changed: another address, and an offer that begins ICE anew.
    pub fn moves(&mut self, port: u16) -> String {
        self.address.set_port(port);
        self.rtc.add_local_candidate(Candidate::host(self.address, "udp").unwrap()).unwrap();
        self.connected = false;
        let mut change = self.rtc.sdp_api();
        change.ice_restart(true);
        let (offer, pending) = change.apply().unwrap();
        self.pending = Some(pending);
        offer.to_sdp_string()
    }

    /// Says 20 ms of its tone in this codec, once it can.
    pub fn says(&mut self, codec: Codec, now: Instant) {
        let payload = self.coders.0.encode(codec, &self.tone.frame()).unwrap();
        self.seq += 1;
        // Its times go round soon.
        let time = on_the_wire((self.seq * 160) as u32, codec.clock()).wrapping_sub(9_000);
        if self.connected
            && let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(self.mid, None)
        {
            let kind = codec.payload_type().into();
            self.packets.0.push(payload.clone());
            stream.write_rtp(RtpWrite::new(kind, self.seq.into(), time, now, payload));
        }
        self.pump();
    }

    fn pump(&mut self) {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(at) => {
                    self.wakes = at;
                    return;
                }
                Output::Transmit(transmit) => self.to_gateway.push_back(transmit.contents.into()),
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::IceConnectionStateChange(state)) => {
                    self.connected = state.is_connected();
                }
                Output::Event(Event::RtpPacket(packet)) => {
                    let header = &packet.header;
                    let number = *header.payload_type;
                    let codec = Codec::ALL.into_iter().find(|c| c.payload_type() == number);
                    match codec {
                        Some(codec) => {
                            self.heard.extend(self.coders.1.decode(codec, &packet.payload));
                            self.packets.1.push(packet.payload.to_vec());
                        }
                        None => {
                            assert_eq!(*header.payload_type, DIGITS);
                            let digit = self.hearing.heard(header.timestamp, &packet.payload);
                            self.digits.extend(digit.map(voice::rtp::Digit::key));
                        }
                    }
                }
                Output::Event(_) => {}
            }
        }
    }

    /// Time passed.
    pub fn wake(&mut self, now: Instant) {
        if self.wakes <= now {
            self.rtc.handle_input(Input::Timeout(now)).unwrap();
            self.pump();
        }
    }

    /// A datagram of the gateway came.
    pub fn receives(&mut self, datagram: &[u8], now: Instant) {
        let (from, to) = (SocketAddr::from(GATEWAY), self.address);
        let receive = Receive::new(Protocol::Udp, from, to, datagram).unwrap();
        self.rtc.handle_input(Input::Receive(now, receive)).unwrap();
        self.pump();
    }

    /// A datagram for the gateway, until there is none.
    pub fn poll(&mut self) -> Option<Vec<u8>> {
        self.to_gateway.pop_front()
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Both sides do what is due until this moment, every datagram at once. Gives what the leg
    /// heard; `lost` decides which of the page's datagrams never arrive.
    pub fn with(
        &mut self,
        leg: &mut Browser,
        now: Instant,
        mut lost: impl FnMut() -> bool,
    ) -> Vec<Out> {
        let mut happened = Vec::new();
        self.wake(now);
        if leg.wakes() <= now {
            leg.wake(now);
        }
        loop {
            self.pump();
            let mut quiet = true;
            while let Some(datagram) = self.poll() {
                quiet = false;
                if !lost() {
                    leg.receive(self.address, &datagram, now);
                }
            }
            while let Some(out) = leg.poll() {
                quiet = false;
                match out {
                    Out::Send(to, datagram) if to == self.address => self.receives(&datagram, now),
                    Out::Send(..) => {}
                    out => happened.push(out),
                }
            }
            if quiet {
                return happened;
            }
        }
    }
}

/// The sound among what happened.
pub fn sounds(happened: Vec<Out>) -> impl Iterator<Item = Sound> {
    happened.into_iter().filter_map(|out| match out {
        Out::Sound(sound) => Some(sound),
        _ => None,
    })
}

pub const FRAME: Duration = Duration::from_millis(20);
