//! One call in the gateway: the legs of its ends, and the bridge between them.

use std::time::Instant;

use super::browser::{Browser, Out};
use super::recording::Recording;
use super::wire::{Crossing, Wire};
use super::{Bridge, End, Heard, Plain, Player, Received, Say};
use crate::rtp::{Hearing, Outgoing};
use crate::sound::{Codec, FRAME, SILENCE};

/// The codec in which a simulated far end is handled: any would do.
const SIMULATED: Codec = Codec::Pcmu;

/// The far end's leg.
#[derive(Debug)]
pub(super) enum Far {
    /// At a phone system, heard at this port of ours.
    Plain(u16, Plain),
    /// Simulated.
    Player(Speaker),
    /// An end of another call.
    Wire(Wire),
}

/// A simulated far end with what its sound needs on its way.
#[derive(Debug)]
pub(super) struct Speaker {
    pub player: Player,
    source: u32,
    out: Outgoing,
    first: bool,
    hearing: Hearing,
}

impl Speaker {
    pub fn new(player: Player, source: u32) -> Self {
        let (out, hearing) = (Outgoing::new(0, 0), Hearing::default());
        Self { player, source, out, first: true, hearing }
    }
}

#[derive(Debug)]
pub(super) struct Line {
    pub bridge: Bridge,
    /// The page that carries the agent's end, by its name, and its leg.
    pub page: Option<(String, Browser)>,
    pub far: Option<Far>,
    /// Who was added.
    pub third: Option<Far>,
    /// What its far end will most likely speak, until it is known.
    pub expects: Codec,
    /// What a simulated far end hears, where that is kept.
    pub recording: Option<Recording>,
    /// What goes to other calls.
    pub crossings: Vec<Crossing>,
}

impl Line {
    /// What a page is to speak, so that nothing need be translated.
    pub fn prefers(&self) -> Codec {
        match &self.far {
            Some(Far::Plain(_, leg)) => leg.codec(),
            // It may ring there, or be somebody else for a while.
            Some(Far::Player(_) | Far::Wire(_)) | None => self.expects,
        }
    }

    /// The leg of an end at a phone system that is heard at this port, and which end it is.
    pub fn plain(&mut self, port: u16) -> Option<(End, &mut Plain)> {
        let legs = [(End::Far, &mut self.far), (End::Third, &mut self.third)];
        legs.into_iter().find_map(|(end, leg)| match leg {
            Some(Far::Plain(at, leg)) if *at == port => Some((end, leg)),
            _ => None,
        })
    }

    /// What the page's leg hands out goes to the bridge; the rest is returned.
    pub fn hear_page(&mut self, now: Instant) -> Vec<Out> {
        let mut rest = Vec::new();
        let Some((_, leg)) = &mut self.page else { return rest };
        while let Some(out) = leg.poll() {
            match out {
                Out::Sound(sound) => self.bridge.heard(End::Agent, &sound.heard(), now),
                Out::Digit(digit) => self.bridge.digit(End::Far, digit),
                out => rest.push(out),
            }
        }
        rest
    }

    /// Whether anybody hears it: a simulated far end alone does not, unless it keeps what it hears.
    pub fn is_heard(&self) -> bool {
        let hears = |leg: &Option<Far>| matches!(leg, Some(Far::Plain(..) | Far::Wire(_)));
        self.page.is_some() || self.recording.is_some() || hears(&self.far) || hears(&self.third)
    }

    /// Twenty milliseconds passed.
    pub fn tick(&mut self, now: Instant) {
        for (end, leg) in [(End::Far, &mut self.far), (End::Third, &mut self.third)] {
            let Some(Far::Player(speaker)) = leg else { continue };
            let payload = SIMULATED.encode(&speaker.player.frame());
            let stamp = speaker.out.own(now);
            let packet = Heard {
                source: speaker.source,
                first: std::mem::take(&mut speaker.first),
                seq: stamp.seq,
                time: stamp.time,
                codec: SIMULATED,
                payload: &payload,
            };
            self.bridge.heard(end, &packet, now);
        }
        self.bridge.tick(now);
        if let Some(recording) = &mut self.recording {
            recording.tick();
        }
    }

    /// A datagram of the phone system, from this end.
    pub fn hear(&mut self, end: End, received: Received<'_>, now: Instant) {
        match received {
            Received::Sound(heard) => self.bridge.heard(end, &heard, now),
            Received::Digit(digit) => self.bridge.digit(End::Agent, digit),
            Received::Nothing => {}
        }
    }

    /// What the bridge says goes to the legs, and to other calls; datagrams for the phone system are returned, with
    /// the port that they are sent from.
    pub fn say(&mut self, now: Instant) -> Vec<(u16, std::net::SocketAddr, Vec<u8>)> {
        let mut datagrams = Vec::new();
        while let Some((end, say)) = self.bridge.poll() {
            let leg = match end {
                End::Agent => {
                    if let Some((_, leg)) = &mut self.page {
                        leg.say(&say, now);
                    }
                    continue;
                }
                End::Far => &mut self.far,
                End::Third => &mut self.third,
            };
            match leg {
                Some(Far::Plain(port, leg)) => {
                    let datagram = leg.datagram(&say);
                    datagrams.extend(datagram.map(|(to, bytes)| (*port, to, bytes)));
                }
                Some(Far::Player(speaker)) => {
                    let recording = self.recording.as_mut().filter(|_| end == End::Far);
                    speaker.hears(&say, recording);
                }
                Some(Far::Wire(wire)) => self.crossings.extend(wire.carries(say)),
                None => {}
            }
        }
        datagrams
    }
}

impl Speaker {
    fn hears(&mut self, say: &Say, mut recording: Option<&mut Recording>) {
        match say {
            Say::Sound(_, payload) => {
                // Browsers send 20 ms a packet, which is asked of them; what is longer comes in parts.
                for part in SIMULATED.decode(payload).chunks(FRAME) {
                    let mut frame = SILENCE;
                    frame[..part.len()].copy_from_slice(part);
                    self.player.hears(frame);
                    if let Some(recording) = &mut recording {
                        recording.hears(frame);
                    }
                }
            }
            Say::Digit(stamp, payload) => {
                if let Some(digit) = self.hearing.heard(stamp.time, payload) {
                    self.player.hears_digit(digit);
                }
            }
        }
    }

    pub const fn codec() -> Codec {
        SIMULATED
    }
}
