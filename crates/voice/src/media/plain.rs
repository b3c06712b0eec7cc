//! A leg to a phone system: RTP without encryption, as telephones speak it.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::time::Instant;

use rtp_types::{RtpPacket, RtpPacketBuilder};

use super::{Heard, Say};
use crate::rtp::on_the_wire;
use crate::rtp::{Came, Clock, Counts, Digit, Events, Hearing, Quality, Reception, Reports, Stamp};
use crate::sound::Codec;

/// Nothing that a telephone sends is longer.
const LONGEST: usize = 1_500;

/// Where and how the other side wants to hear, from its SDP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remote {
    /// Its address for sound.
    pub address: SocketAddr,
    /// The codec that it chose.
    pub codec: Codec,
    /// The payload type that it gave the codec.
    pub number: u8,
    /// How it takes digits, if it takes any.
    pub digits: Option<Events>,
    /// Its address for reports: the port after the one for sound, where it says nothing else.
    pub reports: SocketAddr,
    /// Whether it may send from elsewhere, as those behind a NAT do: the first address that sends is
    /// the one then, until the one that was named is heard.
    pub roams: bool,
}

/// Why a datagram is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlainError {
    /// It came from somebody else.
    #[error("The sender is not the other side of this call.")]
    Stranger,
    /// It is no RTP, or too long.
    #[error("The datagram is no RTP.")]
    Malformed,
    /// A codec that was not agreed upon.
    #[error("Payload type {0} was not agreed upon.")]
    Unknown(u8),
}

/// What a datagram brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received<'a> {
    /// Sound.
    Sound(Heard<'a>),
    /// A digit, once.
    Digit(Digit),
    /// Nothing new.
    Nothing,
}

/// The leg.
#[derive(Debug)]
pub struct Plain {
    ssrc: u32,
    remote: Remote,
    /// Only the address that was named is heard: it has been, or nothing else may be.
    settled: bool,
    /// Where it sends from instead.
    found: Option<SocketAddr>,
    listens: bool,
    clock: Clock,
    reception: Reception,
    hearing: Hearing,
    reports: Reports,
}

impl Plain {
    /// A leg that sends as this source.
    pub fn new(ssrc: u32, remote: Remote, now: Instant) -> Self {
        Self {
            ssrc,
            remote,
            settled: !remote.roams,
            found: None,
            listens: true,
            clock: Clock::default(),
            reception: Reception::default(),
            hearing: Hearing::default(),
            reports: Reports::new(ssrc, remote.codec.clock(), now),
        }
    }

    /// The other side changed its mind by a new SDP. What was received stays counted.
    pub fn change(&mut self, remote: Remote) {
        if remote.address != self.remote.address {
            (self.settled, self.found) = (!remote.roams, None);
        }
        self.reports.count_by(remote.codec.clock());
        self.remote = remote;
    }

    /// Whether the other side wants to hear anything: nothing is sent while it does not.
    pub fn listens(&mut self, on: bool) {
        self.listens = on;
    }

    /// The codec that the other side hears.
    pub fn codec(&self) -> Codec {
        self.remote.codec
    }

    /// A datagram came.
    ///
    /// # Errors
    /// When it is not from the other side, no RTP, or of a codec that was not agreed upon: it is
    /// dropped then, and nothing changed.
    pub fn receive<'a>(
        &mut self,
        from: SocketAddr,
        datagram: &'a [u8],
        now: Instant,
    ) -> Result<Received<'a>, PlainError> {
        let named = from == self.remote.address;
        let elsewhere = self.found.is_some_and(|found| found != from);
        if !named && (self.settled || elsewhere) {
            return Err(PlainError::Stranger);
        }
        if datagram.len() > LONGEST {
            return Err(PlainError::Malformed);
        }
        let packet = RtpPacket::parse(datagram).map_err(|_| PlainError::Malformed)?;
        let kind = packet.payload_type();
        let digits = self.remote.digits.is_some_and(|digits| digits.number == kind);
        let codec = if digits { None } else { self.codec_of(kind) };
        if codec.is_none() && !digits {
            return Err(PlainError::Unknown(kind));
        }
        if !named {
            self.found = Some(from);
        } else if self.found.take().is_some() {
            // What was heard before was of another call that had this port.
            (self.reception, self.hearing, self.clock) = Default::default();
        }
        self.settled |= named;
        let (source, time) = (packet.ssrc(), packet.timestamp());
        let (time, begins) = match codec {
            Some(codec) => self.clock.ours(codec, time),
            None => (time, false),
        };
        let came = self.reception.came(source, packet.sequence_number(), time, now);
        // The payload's place in the datagram: the packet borrows it for itself only.
        let payload = payload_of(datagram, &packet);
        let (first, seq) = match came {
            Came::Again => return Ok(Received::Nothing),
            Came::First(seq) => (true, seq),
            Came::Next(seq) => (begins, seq),
        };
        Ok(match codec {
            Some(_) if payload.is_empty() => Received::Nothing,
            Some(codec) => Received::Sound(Heard { source, first, seq, time, codec, payload }),
            None => self.hearing.heard(time, payload).map_or(Received::Nothing, Received::Digit),
        })
    }

    /// The datagram that says this, and where it goes; `None` for a digit where the other side
    /// takes none, and for anything while it does not listen.
    pub fn datagram(&mut self, say: &Say) -> Option<(SocketAddr, Vec<u8>)> {
        if !self.listens {
            return None;
        }
        let (number, clock) = (self.remote.number, self.remote.codec.clock());
        let (stamp, kind, clock, payload): (_, _, _, Cow<'_, [u8]>) = match say {
            Say::Sound(stamp, payload) => (stamp, number, clock, payload.into()),
            Say::Digit(stamp, payload) => {
                let digits = self.remote.digits?;
                (stamp, digits.number, digits.clock, digits.lasting(*payload).to_vec().into())
            }
        };
        let stamp = Stamp { time: on_the_wire(stamp.time, clock), ..*stamp };
        #[expect(clippy::cast_possible_truncation, reason = "the number on the wire goes round")]
        let packet = RtpPacketBuilder::<&[u8], &[u8]>::new()
            .marker_bit(stamp.marker)
            .payload_type(kind)
            .sequence_number(stamp.seq as u16)
            .timestamp(stamp.time)
            .ssrc(self.ssrc)
            .payload(&*payload);
        let datagram = packet.write_vec().ok()?;
        self.reports.sent(stamp, payload.len());
        Some((self.found.unwrap_or(self.remote.address), datagram))
    }

    /// The codec of a payload type: Opus by the number that was agreed upon, theirs or ours.
    fn codec_of(&self, kind: u8) -> Option<Codec> {
        let agreed = self.remote.codec;
        let is_agreed = kind == self.remote.number || kind == agreed.payload_type();
        if is_agreed { Some(agreed) } else { Codec::of(kind) }
    }

    /// The report that is due, if one is, and where it goes.
    pub fn report(&mut self, now: Instant) -> Option<(SocketAddr, Vec<u8>)> {
        let report = self.reports.due(&self.reception, now)?;
        Some((self.remote.reports, report))
    }

    /// A report came. Whether it was one, of the other side.
    pub fn reported(&mut self, from: SocketAddr, datagram: &[u8], now: Instant) -> bool {
        // Its port may be another one behind a NAT; what it says is believed of its own machine only.
        from.ip() == self.remote.reports.ip() && self.reports.came(datagram, now)
    }

    /// How good the way to the other side is, as it reports it.
    pub fn quality(&self) -> Quality {
        self.reports.quality()
    }

    /// What was received so far.
    pub fn counts(&self) -> Counts {
        self.reception.counts()
    }
}

fn payload_of<'a>(datagram: &'a [u8], packet: &RtpPacket<'_>) -> &'a [u8] {
    let end = datagram.len() - usize::from(packet.padding().unwrap_or(0)).min(datagram.len());
    let begin = end.saturating_sub(packet.payload().len());
    datagram.get(begin..end).unwrap_or_default()
}
