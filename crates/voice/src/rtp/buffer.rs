//! Puts what comes unsteadily back into an even stream, 20 ms at a time. Only what is mixed needs
//! it: between two ends packets are passed on as they come, and the listener's own buffer does this.

use std::collections::BTreeMap;

use crate::sound::{FRAME, Frame, SILENCE};

/// How deep it is at first and at least, in samples: 40 ms.
const SHALLOW: usize = 2 * FRAME;

/// And at most: 200 ms. Who waits longer talks over the other.
const DEEP: usize = 10 * FRAME;

/// After so many even frames (ten seconds) it tries to be shallower again.
const EVEN: u32 = 500;

/// A hole is filled with what was last heard, quieter each time, for so many frames.
const REPEATS: u32 = 3;

/// What there is to play.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pulled {
    /// What was said.
    Sound(Frame),
    /// Something is missing; this goes unnoticed in its place.
    Hidden(Frame),
    /// Nobody says anything.
    Nothing,
}

/// The buffer of one voice.
#[derive(Debug)]
pub struct Buffer {
    packets: BTreeMap<u64, Vec<i16>>,
    next: Option<u64>,
    ready: Vec<i16>,
    depth: usize,
    playing: bool,
    even: u32,
    last: Frame,
    hidden: u32,
}

impl Default for Buffer {
    fn default() -> Self {
        Self {
            packets: BTreeMap::new(),
            next: None,
            ready: Vec::new(),
            depth: SHALLOW,
            playing: false,
            even: 0,
            last: SILENCE,
            hidden: 0,
        }
    }
}

impl Buffer {
    /// A packet came: its number and samples. What is too late is dropped, and makes it deeper.
    pub fn push(&mut self, seq: u64, samples: Vec<i16>) {
        // Half a second and no more than that of anybody's packets.
        const MOST: usize = 25;
        if self.next.is_some_and(|next| seq < next) {
            self.deeper();
            return;
        }
        self.packets.insert(seq, samples);
        while self.packets.len() > MOST {
            self.packets.pop_first();
            self.next = self.packets.first_key_value().map(|(seq, _)| *seq);
        }
    }

    /// The next 20 ms.
    pub fn pull(&mut self) -> Pulled {
        if !self.playing {
            if self.held() < self.depth {
                return Pulled::Nothing;
            }
            self.playing = true;
            self.next = self.packets.first_key_value().map(|(seq, _)| *seq).or(self.next);
        }
        while self.ready.len() < FRAME {
            let Some(next) = self.next else { break };
            if let Some(samples) = self.packets.remove(&next) {
                self.ready.extend(samples);
                self.next = Some(next + 1);
            } else if self.packets.is_empty() {
                return self.dry();
            } else {
                // Lost, when as much as it should hold follows already; till then it may still come.
                if self.held() >= self.depth {
                    self.next = Some(next + 1);
                }
                return self.hide();
            }
        }
        self.even += 1;
        if self.even >= EVEN && self.depth > SHALLOW {
            self.depth -= FRAME;
            self.even = 0;
        }
        // More than it should hold: a frame goes, so that nobody waits for ever.
        if self.held() > self.depth + 2 * FRAME && self.ready.len() >= 2 * FRAME {
            self.ready.drain(..FRAME);
        }
        let rest = self.ready.split_off(FRAME.min(self.ready.len()));
        let mut frame = SILENCE;
        frame[..self.ready.len()].copy_from_slice(&self.ready);
        self.ready = rest;
        (self.last, self.hidden) = (frame, 0);
        Pulled::Sound(frame)
    }

    /// How much is held, in samples.
    fn held(&self) -> usize {
        self.ready.len() + self.packets.values().map(Vec::len).sum::<usize>()
    }

    /// Nothing more is there: either a hole or the end.
    fn dry(&mut self) -> Pulled {
        if self.hidden == 0 {
            self.deeper();
        }
        match self.hide() {
            Pulled::Nothing => {
                (self.playing, self.next) = (false, None);
                self.ready.clear();
                Pulled::Nothing
            }
            hidden => hidden,
        }
    }

    fn hide(&mut self) -> Pulled {
        self.hidden += 1;
        if self.hidden > REPEATS {
            return Pulled::Nothing;
        }
        for sample in &mut self.last {
            *sample = *sample / 3 * 2;
        }
        Pulled::Hidden(self.last)
    }

    fn deeper(&mut self) {
        self.depth = (self.depth + FRAME).min(DEEP);
        self.even = 0;
    }
}
