//! A wire between two calls of the gateway: an end of one is an end of the other, so that two agents
//! hear each other as each of them hears any other end.

use std::time::Instant;

use super::line::{Far, Line, Speaker};
use super::{End, Gateway, Heard, Say};
use crate::rtp::{Digit, Hearing};

/// One side of a wire.
#[derive(Debug)]
pub(super) struct Wire {
    /// Where the other side is: the call, and which end of it.
    to: (String, End),
    source: u32,
    first: bool,
    hearing: Hearing,
}

/// Something that goes through a wire.
#[derive(Debug)]
pub(super) struct Crossing {
    pub to: (String, End),
    what: What,
}

#[derive(Debug)]
enum What {
    Sound { source: u32, first: bool, seq: u64, time: u32, payload: Vec<u8> },
    Digit(Digit),
}

impl Wire {
    /// What is said to this side comes out at the other.
    pub fn carries(&mut self, say: Say) -> Option<Crossing> {
        let what = match say {
            Say::Sound(stamp, payload) => What::Sound {
                source: self.source,
                first: std::mem::take(&mut self.first),
                seq: stamp.seq,
                time: stamp.time,
                payload,
            },
            Say::Digit(stamp, payload) => What::Digit(self.hearing.heard(stamp.time, &payload)?),
        };
        Some(Crossing { to: self.to.clone(), what })
    }
}

impl Line {
    /// Something has come through a wire from another call. Nothing happens where there is no wire to
    /// that call any more.
    pub fn crosses(&mut self, from: &str, crossing: &Crossing, now: Instant) {
        let end = crossing.to.1;
        let leg = if end == End::Third { &self.third } else { &self.far };
        if !matches!(leg, Some(Far::Wire(wire)) if wire.to.0 == from) {
            return;
        }
        match &crossing.what {
            What::Sound { source, first, seq, time, payload } => {
                let codec = Speaker::codec();
                let (source, first, seq, time) = (*source, *first, *seq, *time);
                let heard = Heard { source, first, seq, time, codec, payload };
                self.bridge.heard(end, &heard, now);
            }
            What::Digit(digit) => self.bridge.digit(End::Agent, *digit),
        }
    }
}

impl Gateway {
    /// An end of one call is an end of another: whoever is there hears whoever is here.
    pub fn wire(&mut self, one: (&str, End), other: (&str, End), now: Instant) {
        for ((call, end), (to, at)) in [(one, other), (other, one)] {
            let (source, out) = (self.random32(), self.outgoing());
            let line = self.line(call);
            let place = if end == End::Third { &mut line.third } else { &mut line.far };
            let hearing = Hearing::default();
            let to = (to.to_owned(), at);
            *place = Some(Far::Wire(Wire { to, source, first: true, hearing }));
            line.bridge.join(end, Speaker::codec(), out);
        }
        self.ticks.get_or_insert(now);
    }
}
