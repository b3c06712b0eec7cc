//! What was received of one source: the numbers put in order, what is missing, how unsteadily it
//! came (RFC 3550, appendix A).

use std::time::{Duration, Instant};

use crate::sound::RATE;

/// A number that is further away than this is a source that began anew.
const STRANGE: u64 = 3_000;

/// How one packet came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// The first of a source, or of one that began anew. The number is its own from now on.
    First(u64),
    /// In order, or late but for the first time.
    Next(u64),
    /// It was here before.
    Again,
}

/// What was received so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Packets that came.
    pub packets: u64,
    /// Packets that are missing.
    pub lost: u64,
    /// How unsteadily they come: the smoothed difference between their distances when sent and
    /// when received.
    pub jitter: Duration,
}

/// One source as it is received.
#[derive(Debug, Clone, Default)]
pub struct Reception {
    now: Option<Source>,
    /// Of sources before this one.
    before: Counts,
}

#[derive(Debug, Clone)]
struct Source {
    ssrc: u32,
    first: u64,
    highest: u64,
    /// Which of the last 64 numbers came; the lowest bit is the highest number.
    window: u64,
    /// The number that would follow one older than the window: two such in a row began anew.
    old: Option<u16>,
    packets: u64,
    began: Instant,
    transit: Option<f64>,
    /// In samples.
    jitter: f64,
}

impl Reception {
    /// A packet came: its source, number and time, and when.
    pub fn came(&mut self, ssrc: u32, seq: u16, time: u32, at: Instant) -> Came {
        let came = match &mut self.now {
            Some(source) if source.ssrc == ssrc => source.came(seq),
            _ => None,
        };
        let came = came.unwrap_or_else(|| {
            self.before = self.counts();
            let source = Source::new(ssrc, seq, at);
            let first = source.first;
            self.now = Some(source);
            Came::First(first)
        });
        if let (Some(source), false) = (&mut self.now, came == Came::Again) {
            source.packets += 1;
            source.unsteady(time, at);
        }
        came
    }

    /// What was received, of all sources together.
    pub fn counts(&self) -> Counts {
        let Some(source) = &self.now else { return self.before };
        let expected = source.highest - source.first + 1;
        Counts {
            packets: self.before.packets + source.packets,
            lost: self.before.lost + expected.saturating_sub(source.packets),
            jitter: Duration::from_secs_f64(source.jitter / f64::from(RATE)),
        }
    }

    /// The source that is received now, and its highest number.
    pub fn source(&self) -> Option<(u32, u64)> {
        self.now.as_ref().map(|source| (source.ssrc, source.highest))
    }
}

impl Source {
    fn new(ssrc: u32, seq: u16, began: Instant) -> Self {
        // A round above nought, so that what came late has a number too.
        let first = (1 << 16) + u64::from(seq);
        Self {
            ssrc,
            first,
            highest: first,
            window: 1,
            old: None,
            packets: 0,
            began,
            transit: None,
            jitter: 0.0,
        }
    }

    /// The number of a packet in full; `None` when it does not belong to what was before.
    fn came(&mut self, seq: u16) -> Option<Came> {
        #[expect(clippy::cast_possible_truncation, reason = "the number on the wire")]
        let ahead = u64::from(seq.wrapping_sub(self.highest as u16));
        let behind = (1 << 16) - ahead;
        if ahead == 0 {
            return Some(Came::Again);
        }
        if ahead < STRANGE {
            self.old = None;
            self.window = if ahead < 64 { self.window << ahead } else { 0 } | 1;
            self.highest += ahead;
            return Some(Came::Next(self.highest));
        }
        if behind >= STRANGE {
            return None;
        }
        let bit = 1_u64.checked_shl(u32::try_from(behind).ok()?).unwrap_or(0);
        // What is older than the window cannot be told from a repetition, but two of them in order are
        // a telephone that counts anew: it must not be deaf to us until it has caught up.
        if bit == 0 {
            let again = self.old.replace(seq.wrapping_add(1)) == Some(seq);
            return if again { None } else { Some(Came::Again) };
        }
        if self.window & bit != 0 || self.highest - behind < self.first {
            return Some(Came::Again);
        }
        self.window |= bit;
        Some(Came::Next(self.highest - behind))
    }

    fn unsteady(&mut self, time: u32, at: Instant) {
        let arrived = at.saturating_duration_since(self.began).as_secs_f64() * f64::from(RATE);
        let transit = arrived - f64::from(time);
        if let Some(before) = self.transit {
            let moved = (transit - before).abs();
            // More than ten seconds is a new count of time, not a line that is so unsteady.
            if moved < f64::from(RATE) * 10.0 {
                self.jitter += (moved - self.jitter) / 16.0;
            }
        }
        self.transit = Some(transit);
    }
}
