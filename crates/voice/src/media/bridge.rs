//! What each end of a call hears. Two who speak with each other get each other's packets as they
//! come, which costs no time; three are mixed; who waits on hold hears a tone; and where somebody
//! is expected and nothing comes, the line hisses softly, so that nobody takes it for dead.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use crate::rtp::{Buffer, Digit, Outgoing, Pulled, Saying, Stamp};
use crate::sound::{self, Codec, Decoder, Encoder, Frame, Level, Noise, Tone};

/// After so long without a packet the line hisses.
const GAP: Duration = Duration::from_millis(60);

/// So many digits wait to be said.
const DIGITS: usize = 128;

/// An end of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// The agent, by whichever surface speaks.
    Agent,
    /// Whom the call is with.
    Far,
    /// Who was added to it.
    Third,
}

/// A packet as an end sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard<'a> {
    /// Which stream of this end it belongs to.
    pub source: u32,
    /// Whether that stream began anew with it.
    pub first: bool,
    /// Its number within the stream, counted on beyond 16 bits.
    pub seq: u64,
    /// Its time, in samples of ours.
    pub time: u32,
    /// The codec of the payload.
    pub codec: Codec,
    /// The sound.
    pub payload: &'a [u8],
}

/// A packet for an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Say {
    /// Sound, in the codec of that end.
    Sound(Stamp, Vec<u8>),
    /// A part of a digit (RFC 4733).
    Digit(Stamp, [u8; 4]),
}

#[derive(Debug)]
struct Side {
    codec: Codec,
    /// What it says is heard by this one,
    heard: Decoder,
    /// and what is not passed on to it as it came is said by that one.
    said: Encoder,
    out: Outgoing,
    muted: bool,
    on_hold: bool,
    buffer: Buffer,
    hold: Tone,
    level: Level,
    digits: VecDeque<Saying>,
    digit: Option<Stamp>,
}

/// The ends of one call.
#[derive(Debug)]
pub struct Bridge {
    ends: BTreeMap<End, Side>,
    noise: Noise,
    says: VecDeque<(End, Say)>,
}

impl Bridge {
    /// A call without ends. The seed decides how its line hisses.
    pub fn new(seed: u64) -> Self {
        Self { ends: BTreeMap::new(), noise: Noise::new(seed), says: VecDeque::new() }
    }

    /// An end joins, or comes back by another leg: it hears this codec, on a stream that begins
    /// so. Whether it is muted or on hold stays as it was.
    pub fn join(&mut self, end: End, codec: Codec, out: Outgoing) {
        let before = self.ends.remove(&end);
        let (muted, on_hold) = before.map_or((false, false), |side| (side.muted, side.on_hold));
        let side = Side {
            codec,
            heard: Decoder::default(),
            said: Encoder::default(),
            out,
            muted,
            on_hold,
            buffer: Buffer::default(),
            hold: Tone::on_hold(),
            level: Level::SILENT,
            digits: VecDeque::new(),
            digit: None,
        };
        self.ends.insert(end, side);
    }

    /// An end leaves for good.
    pub fn leave(&mut self, end: End) {
        self.ends.remove(&end);
    }

    /// Nobody hears what a muted end says, whatever its own device does.
    pub fn mute(&mut self, end: End, on: bool) {
        if let Some(side) = self.ends.get_mut(&end) {
            side.muted = on;
        }
    }

    /// Who is on hold hears a tone and is not heard.
    pub fn hold(&mut self, end: End, on: bool) {
        if let Some(side) = self.ends.get_mut(&end)
            && side.on_hold != on
        {
            (side.on_hold, side.hold) = (on, Tone::on_hold());
        }
    }

    /// Who waits for somebody to answer hears it ring there and is not heard, until
    /// [`hold`](Self::hold) says otherwise.
    pub fn ring_back(&mut self, end: End) {
        if let Some(side) = self.ends.get_mut(&end) {
            (side.on_hold, side.hold) = (true, Tone::ringing());
        }
    }

    /// Who waits waits for nobody's answer any more.
    pub fn ring_no_more(&mut self, end: End) {
        if let Some(side) = self.ends.get_mut(&end) {
            side.hold = Tone::on_hold();
        }
    }

    /// Says a digit to an end, after those that it is still being told. Beyond [`DIGITS`] it is one that
    /// nobody could have pressed.
    pub fn digit(&mut self, to: End, digit: Digit) {
        if let Some(side) = self.ends.get_mut(&to)
            && side.digits.len() < DIGITS
        {
            side.digits.push_back(Saying::new(digit));
        }
    }

    /// How loud an end was last; silent where its packets stopped coming.
    pub fn level(&self, end: End) -> Level {
        self.ends.get(&end).map_or(Level::SILENT, |side| side.level)
    }

    /// A packet came from an end.
    pub fn heard(&mut self, from: End, packet: &Heard<'_>, now: Instant) {
        let together = self.is_mixed();
        let Some(side) = self.ends.get_mut(&from) else { return };
        if packet.first {
            side.heard = Decoder::default();
        }
        let samples = side.heard.decode(packet.codec, packet.payload);
        // What cannot be heard here is not passed on either.
        if samples.is_empty() {
            return;
        }
        side.level = sound::level(&samples);
        if together {
            side.buffer.push(packet.seq, samples.clone());
        }
        let listeners: Vec<End> =
            self.ends.keys().copied().filter(|end| self.speakers(*end) == [from]).collect();
        for to in listeners {
            let Some(side) = self.ends.get_mut(&to) else { continue };
            // A digit is being said: what else is said meanwhile would break it up.
            if side.digit.is_some() {
                continue;
            }
            if packet.first {
                side.out.rejoin();
            }
            let length = u32::try_from(samples.len()).unwrap_or(u32::MAX);
            let stamp = side.out.pass(packet.source, packet.seq, packet.time, length, now);
            let Some(stamp) = stamp else { continue };
            // Who speaks as the other hears is passed on untouched.
            let payload = match packet.codec == side.codec {
                true => Some(packet.payload.to_vec()),
                false => side.said.encode(side.codec, &samples),
            };
            self.says.extend(payload.map(|payload| (to, Say::Sound(stamp, payload))));
        }
    }

    /// Twenty milliseconds passed: says what is ours to say.
    pub fn tick(&mut self, now: Instant) {
        let pulled = if self.is_mixed() { self.pull() } else { BTreeMap::new() };
        let ends: Vec<End> = self.ends.keys().copied().collect();
        for end in ends {
            let speakers = self.speakers(end);
            let hiss = self.noise.frame();
            let Some(side) = self.ends.get_mut(&end) else { continue };
            if let Some(say) = side.next_digit(now) {
                self.says.push_back((end, say));
                continue;
            }
            let frame = match speakers[..] {
                _ if side.on_hold => side.hold.frame(),
                [] => hiss,
                [_] if side.out.is_passing(GAP, now) => continue,
                [_] => hiss,
                _ => match speakers.iter().filter_map(|from| pulled.get(from)) {
                    voices if voices.clone().next().is_some() => sound::mix(voices),
                    _ => hiss,
                },
            };
            if let Some(payload) = side.said.encode(side.codec, &frame) {
                let stamp = side.out.own(now);
                self.says.push_back((end, Say::Sound(stamp, payload)));
            }
        }
    }

    /// What is to be sent, and to whom, until there is nothing more.
    pub fn poll(&mut self) -> Option<(End, Say)> {
        self.says.pop_front()
    }

    /// Whom an end hears.
    fn speakers(&self, listener: End) -> Vec<End> {
        if self.ends.get(&listener).is_none_or(|side| side.on_hold) {
            return Vec::new();
        }
        let speaks =
            |(end, side): &(&End, &Side)| **end != listener && !side.muted && !side.on_hold;
        self.ends.iter().filter(speaks).map(|(end, _)| *end).collect()
    }

    /// Whether anybody hears more than one.
    fn is_mixed(&self) -> bool {
        self.ends.keys().any(|end| self.speakers(*end).len() > 1)
    }

    fn pull(&mut self) -> BTreeMap<End, Frame> {
        let pulled = self.ends.iter_mut().filter_map(|(end, side)| match side.buffer.pull() {
            Pulled::Sound(frame) | Pulled::Hidden(frame) => Some((*end, frame)),
            Pulled::Nothing => None,
        });
        pulled.collect()
    }
}

impl Side {
    /// The next part of the digits that are to be said. All parts of one bear the same time.
    fn next_digit(&mut self, now: Instant) -> Option<Say> {
        loop {
            let payload = self.digits.front_mut()?.payload();
            if let Some(payload) = payload {
                let stamp = self.out.own(now);
                let first = *self.digit.get_or_insert(stamp);
                let marker = first.seq == stamp.seq;
                return Some(Say::Digit(Stamp { time: first.time, marker, ..stamp }, payload));
            }
            self.digits.pop_front();
            self.digit = None;
        }
    }
}
