//! The numbers and times of what is sent. Whoever speaks (one end, another, a tone), the other side
//! hears one stream that never jumps back: only so does its own buffer stay calm.

use std::time::{Duration, Instant};

use crate::sound::{FRAME, RATE};

/// What comes later than this after our last frame does not follow on it: a frame is missing.
const LATE: Duration = Duration::from_millis(40);

/// What goes onto a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Its number, counted on beyond 16 bits.
    pub seq: u64,
    /// Its time, in samples.
    pub time: u32,
    /// Whether speech begins with it.
    pub marker: bool,
}

/// One stream as it is sent.
#[derive(Debug, Clone)]
pub struct Outgoing {
    next: u64,
    /// When the last was sent, and the time after its end.
    last: Option<(Instant, u32)>,
    start: u32,
    passed: Option<Passed>,
}

/// How the numbers of another stream become ours.
#[derive(Debug, Clone, Copy)]
struct Passed {
    source: u32,
    first: u64,
    seq: u64,
    time: u32,
    their_time: u32,
}

impl Outgoing {
    /// A stream that begins with this number and time; both are random by RFC 3550.
    pub fn new(seq: u16, time: u32) -> Self {
        Self { next: u64::from(seq), last: None, start: time, passed: None }
    }

    /// Passes a packet of another stream on: its source, number and time, and its length in
    /// samples. Its distances stay as they are, with the gaps of what got lost. `None` when it is
    /// older than what was sent in between and must not be sent.
    pub fn pass(
        &mut self,
        source: u32,
        seq: u64,
        time: u32,
        samples: u32,
        now: Instant,
    ) -> Option<Stamp> {
        let known = self.passed.filter(|known| known.source == source);
        let (known, marker) = match known {
            Some(known) => (known, false),
            None => {
                let known = Passed {
                    source,
                    first: seq,
                    seq: self.next,
                    time: self.due(now),
                    their_time: time,
                };
                self.passed = Some(known);
                (known, true)
            }
        };
        let stamp = Stamp {
            seq: known.seq + seq.checked_sub(known.first)?,
            time: known.time.wrapping_add(time.wrapping_sub(known.their_time)),
            marker,
        };
        self.sent(stamp, samples, now);
        Some(stamp)
    }

    /// The stream that is passed on began anew: what comes next of it is joined to what was sent.
    pub fn rejoin(&mut self) {
        self.passed = None;
    }

    /// Twenty milliseconds of our own come next. What is passed on afterwards is joined to it.
    pub fn own(&mut self, now: Instant) -> Stamp {
        let marker = self.passed.take().is_some() || self.last.is_none();
        let time = match self.last {
            // A tick that comes a little early or late is still the next one.
            Some((at, end)) if !marker && now.saturating_duration_since(at) < LATE => end,
            _ => self.due(now),
        };
        let stamp = Stamp { seq: self.next, time, marker };
        #[expect(clippy::cast_possible_truncation, reason = "160")]
        self.sent(stamp, FRAME as u32, now);
        stamp
    }

    /// Whether another stream is passed on whose last packet is not older than this.
    pub fn is_passing(&self, within: Duration, now: Instant) -> bool {
        let fresh = self.last.is_some_and(|(at, _)| now.saturating_duration_since(at) < within);
        self.passed.is_some() && fresh
    }

    /// The time of something that is sent now and continues nothing: as much later as the clock.
    fn due(&self, now: Instant) -> u32 {
        let Some((at, end)) = self.last else { return self.start };
        let since = now.saturating_duration_since(at).as_millis() * u128::from(RATE) / 1_000;
        // The last one took its own length to play.
        #[expect(clippy::cast_possible_truncation, reason = "times go round")]
        end.wrapping_add((since as u32).saturating_sub(FRAME as u32))
    }

    fn sent(&mut self, stamp: Stamp, samples: u32, now: Instant) {
        if stamp.seq >= self.next {
            self.next = stamp.seq + 1;
            self.last = Some((now, stamp.time.wrapping_add(samples)));
        }
    }
}
