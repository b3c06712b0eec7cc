//! A leg to a browser: WebRTC (str0m), of which we are the side that has one fixed address (ICE
//! lite). A page that reloads makes a new leg; one whose network changed sends a new offer to this
//! one.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::change::SdpOffer;
use str0m::format::{Codec as Format, FormatParams};
use str0m::media::{Frequency, Mid, Pt};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{RtpPacket, RtpWrite};
use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc, RtcConfig};

use super::{Heard, Say};
use crate::rtp::{Clock, Counts, Digit, Hearing, Quality, Reception, on_the_wire};
use crate::sound::{Codec, RATE};

/// A browser's offer for one sound is some 3 kB; with many networks it is longer.
const LONGEST_OFFER: usize = 20_000;

/// The payload type by which we offer digits; what the browser says counts.
const DIGITS: u8 = 126;

/// Why an offer is not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OfferError {
    /// It is longer than any browser's.
    #[error("The offer is too long. Reload the page.")]
    TooLong,
    /// It is no SDP, or not what a browser says. What the parser said of it.
    #[error("The offer cannot be read ({0}). Reload the page, or try another browser.")]
    Unreadable(String),
    /// It offers something else than one sound.
    #[error("The offer is not for one audio connection. Reload the page.")]
    NotOneSound,
    /// The browser knows no codec of ours.
    #[error("The browser offers no codec of calls (PCMU, PCMA). Try another browser.")]
    NoCodec,
    /// Our own address cannot be offered.
    #[error("The gateway's address {0} cannot be reached from outside. Set the public address.")]
    Address(SocketAddr),
}

/// What a leg hands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Out {
    /// A datagram and where it goes.
    Send(SocketAddr, Vec<u8>),
    /// Sound from the page.
    Sound(Sound),
    /// A digit that the page said itself, once.
    Digit(Digit),
    /// Sound can run both ways, for the first time or again.
    Connected,
    /// Nothing came for a while; the page will offer again when it can.
    Lost,
    /// The page closed it.
    Closed,
}

/// A packet of sound that is kept: see [`Heard`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    source: u32,
    first: bool,
    seq: u64,
    time: u32,
    codec: Codec,
    payload: std::sync::Arc<[u8]>,
}

impl Sound {
    /// As the bridge takes it.
    pub fn heard(&self) -> Heard<'_> {
        let Self { source, first, seq, time, codec, .. } = *self;
        Heard { source, first, seq, time, codec, payload: &self.payload }
    }
}

/// The leg.
#[derive(Debug)]
pub struct Browser {
    rtc: Rtc,
    address: SocketAddr,
    mid: Option<Mid>,
    prefers: Codec,
    clock: Clock,
    /// What the page spoke last.
    spoken: Option<Codec>,
    reception: Reception,
    hearing: Hearing,
    quality: Quality,
    /// Since when nothing came.
    lost: Option<Instant>,
    wakes: Instant,
    out: VecDeque<Out>,
}

impl Browser {
    /// Answers a page's offer: the leg, and the answer for the page. The gateway is reached at
    /// `address`; where the page knows the codec that is preferred, both are to speak that one, so that
    /// nothing need be translated. Opus is only spoken where it is preferred: a telephone's voice
    /// gains nothing by it.
    ///
    /// # Errors
    /// See [`OfferError`].
    pub fn answer(
        offer: &str,
        address: SocketAddr,
        prefers: Codec,
        now: Instant,
    ) -> Result<(Self, String), OfferError> {
        let mut config = RtcConfig::new()
            .clear_codecs()
            .set_ice_lite(true)
            .set_rtp_mode(true)
            .set_stats_interval(Some(Duration::from_secs(1)));
        let codecs = config.codec_config();
        if prefers == Codec::Opus {
            codecs.enable_opus(true, false);
        }
        codecs.enable_pcmu(true, false);
        codecs.enable_pcma(true, false);
        let (tele, rate) = (Format::Tele, Frequency::EIGHT_KHZ);
        codecs.add_config(DIGITS.into(), None, tele, rate, None, FormatParams::default());
        let mut rtc = config.build(now);
        let candidate = Candidate::host(address, "udp").ok();
        candidate
            .and_then(|candidate| rtc.add_local_candidate(candidate).map(|_| ()))
            .ok_or(OfferError::Address(address))?;
        let mut leg = Self {
            rtc,
            address,
            mid: None,
            prefers,
            clock: Clock::default(),
            spoken: None,
            reception: Reception::default(),
            hearing: Hearing::default(),
            quality: Quality::default(),
            lost: None,
            wakes: now,
            out: VecDeque::new(),
        };
        let answer = leg.offered(offer, now)?;
        Ok((leg, answer))
    }

    /// The page offers again: its network changed, and ICE starts anew. The answer for it.
    ///
    /// # Errors
    /// See [`OfferError`]; the leg stays as it was.
    pub fn offered(&mut self, offer: &str, now: Instant) -> Result<String, OfferError> {
        let offer = read(offer)?;
        let unreadable = |error: str0m::RtcError| OfferError::Unreadable(error.to_string());
        let answer = self.rtc.sdp_api().accept_offer(offer).map_err(unreadable)?;
        self.wake(now);
        let answer = answer.to_sdp_string();
        // One sound, as was checked; the event that names it comes only with the connection.
        self.mid = answer.lines().find_map(|line| line.strip_prefix("a=mid:")).map(Mid::from);
        if self.format().is_none() {
            return Err(OfferError::NoCodec);
        }
        Ok(answer)
    }

    /// By this name the page's first packets find the leg: the part of the ICE user name before
    /// the colon.
    pub fn name(&mut self) -> String {
        self.rtc.direct_api().local_ice_credentials().ufrag
    }

    /// A datagram came for this leg.
    pub fn receive(&mut self, from: SocketAddr, datagram: &[u8], now: Instant) {
        // What is no STUN, DTLS or RTP is dropped, and so is what the leg itself refuses.
        if let Ok(receive) = Receive::new(Protocol::Udp, from, self.address, datagram) {
            let _ = self.rtc.handle_input(Input::Receive(now, receive));
            self.pump(now);
        }
    }

    /// When it is to be woken by [`wake`](Self::wake), at the latest.
    pub fn wakes(&self) -> Instant {
        self.wakes
    }

    /// Time passed.
    pub fn wake(&mut self, now: Instant) {
        let _ = self.rtc.handle_input(Input::Timeout(now));
        self.pump(now);
    }

    /// The codec that the page speaks, as was heard last; before that, the one that it is asked to.
    pub fn speaks(&self) -> Option<Codec> {
        self.spoken.or_else(|| self.codec())
    }

    /// The codec that the page hears; `None` before there is one.
    pub fn codec(&self) -> Option<Codec> {
        self.format().map(|(codec, _)| codec)
    }

    /// Says something to the page. Before the connection stands nothing is kept of it: late sound
    /// is worth nothing.
    pub fn say(&mut self, say: &Say, now: Instant) {
        if !self.rtc.is_connected() {
            return;
        }
        let (Some(mid), Some((codec, sound))) = (self.mid, self.format()) else { return };
        let (stamp, kind, clock, payload): (_, _, _, &[u8]) = match say {
            Say::Sound(stamp, payload) => (stamp, Some(sound), codec.clock(), payload),
            Say::Digit(stamp, payload) => (stamp, self.number(Format::Tele), RATE, payload),
        };
        let Some(kind) = kind else { return };
        if let Some(stream) = self.rtc.direct_api().stream_tx_by_mid(mid, None) {
            let time = on_the_wire(stamp.time, clock);
            let packet = RtpWrite::new(kind, stamp.seq.into(), time, now, payload);
            // Speech is too thin to be paced, and would only come later.
            stream.set_unpaced(true);
            stream.write_rtp(packet.marker(stamp.marker));
        }
        // What was written leaves with the next moment that is told: this one.
        self.wake(now);
    }

    /// What is to be done, until there is nothing more.
    pub fn poll(&mut self) -> Option<Out> {
        self.out.pop_front()
    }

    /// What was received of the page so far.
    pub fn counts(&self) -> Counts {
        self.reception.counts()
    }

    /// How good the way from here to the page is, as the page reports it.
    pub fn quality(&self) -> Quality {
        self.quality
    }

    /// Since when it is lost; `None` while sound runs, or has never run.
    pub fn lost_since(&self) -> Option<Instant> {
        self.lost
    }

    /// Hangs the connection up; the page is told once what is left to send is sent.
    pub fn close(&mut self, now: Instant) {
        let _ = self.rtc.close();
        self.pump(now);
    }

    fn pump(&mut self, now: Instant) {
        loop {
            match self.rtc.poll_output() {
                Ok(Output::Timeout(at)) => {
                    self.wakes = at;
                    return;
                }
                Ok(Output::Transmit(transmit)) => {
                    let send = Out::Send(transmit.destination, transmit.contents.into());
                    self.out.push_back(send);
                }
                Ok(Output::Event(event)) => self.happened(event, now),
                Err(_) => {
                    // It has said all that it will ever say.
                    self.wakes = now + Duration::from_secs(3_600);
                    self.out.push_back(Out::Closed);
                    return;
                }
            }
        }
    }

    fn happened(&mut self, event: Event, now: Instant) {
        match event {
            Event::Connected => self.out.push_back(Out::Connected),
            Event::IceConnectionStateChange(IceConnectionState::Disconnected) => {
                self.lost.get_or_insert(now);
                self.out.push_back(Out::Lost);
            }
            // Of a connection that stands for the first time it is said by itself.
            Event::IceConnectionStateChange(state)
                if state.is_connected() && self.lost.is_some() =>
            {
                self.lost = None;
                self.out.push_back(Out::Connected);
            }
            Event::Closed => self.out.push_back(Out::Closed),
            Event::RtpPacket(packet) => self.heard(&packet),
            Event::MediaEgressStats(stats) => {
                self.quality.round_trip = stats.rtt.unwrap_or(self.quality.round_trip);
                self.quality.loss = stats.loss.map_or(self.quality.loss, f64::from);
            }
            _ => {}
        }
    }

    fn heard(&mut self, packet: &RtpPacket) {
        let header = &packet.header;
        let (source, seq, time) = (*header.ssrc, header.sequence_number, header.timestamp);
        let codec = self.codec_of(header.payload_type);
        let (time, begins) = match codec {
            Some(codec) => self.clock.ours(codec, time),
            None => (time, false),
        };
        let came = self.reception.came(source, seq, time, packet.timestamp);
        let (first, seq) = match came {
            crate::rtp::Came::Again => return,
            crate::rtp::Came::First(seq) => (true, seq),
            crate::rtp::Came::Next(seq) => (begins, seq),
        };
        if let Some(codec) = codec {
            self.spoken = Some(codec);
            let payload = packet.payload.clone();
            self.out.push_back(Out::Sound(Sound { source, first, seq, time, codec, payload }));
        } else if let Some(digit) = self.hearing.heard(time, &packet.payload) {
            self.out.push_back(Out::Digit(digit));
        }
    }

    /// The codec of ours that the page takes, the preferred one if it can be, and its number.
    fn format(&self) -> Option<(Codec, Pt)> {
        let others = Codec::ALL.into_iter().filter(|codec| *codec != self.prefers);
        let mut codecs = [self.prefers].into_iter().chain(others);
        codecs.find_map(|codec| Some((codec, self.number(format_of(codec))?)))
    }

    /// The number by which the page takes something, if it takes it.
    fn number(&self, format: Format) -> Option<Pt> {
        let takes = self.rtc.media(self.mid?)?.remote_pts();
        let ours = self.rtc.codec_config().params().iter();
        ours.filter(|ours| ours.spec().codec == format)
            .map(|ours| ours.pt())
            .find(|number| takes.contains(number))
    }

    /// What a number of the page's stands for; `None` when it is no sound.
    fn codec_of(&self, number: Pt) -> Option<Codec> {
        let mut ours = self.rtc.codec_config().params().iter();
        let format = ours.find(|ours| ours.pt() == number)?.spec().codec;
        Codec::ALL.into_iter().find(|codec| format_of(*codec) == format)
    }
}

/// A codec by its name in the other crate.
fn format_of(codec: Codec) -> Format {
    match codec {
        Codec::Pcmu => Format::PCMU,
        Codec::Pcma => Format::PCMA,
        Codec::Opus => Format::Opus,
    }
}

fn read(offer: &str) -> Result<SdpOffer, OfferError> {
    if offer.len() > LONGEST_OFFER {
        return Err(OfferError::TooLong);
    }
    let mut sounds = offer.lines().filter(|line| line.starts_with("m="));
    let (first, second) = (sounds.next(), sounds.next());
    if !first.is_some_and(|line| line.starts_with("m=audio ")) || second.is_some() {
        return Err(OfferError::NotOneSound);
    }
    SdpOffer::from_sdp_string(offer).map_err(|error| OfferError::Unreadable(error.to_string()))
}
