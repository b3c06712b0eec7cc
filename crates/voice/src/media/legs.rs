//! The legs of a call that are no page's: each of far end and third is at a phone system, or simulated.

use std::time::Instant;

use super::line::{Far, Speaker};
use super::{End, Gateway, Plain, Player, Plays, Remote};

impl Gateway {
    /// An end that is no page's is at a phone system.
    pub(super) fn plain(&mut self, call: &str, end: End, port: u16, remote: Remote, now: Instant) {
        let (source, out) = (self.random32(), self.outgoing());
        let line = self.line(call);
        let place = if end == End::Third { &mut line.third } else { &mut line.far };
        match place {
            Some(Far::Plain(at, leg)) if *at == port => {
                let same = leg.codec() == remote.codec;
                leg.change(remote);
                if same {
                    return;
                }
            }
            _ => *place = Some(Far::Plain(port, Plain::new(source, remote, now))),
        }
        line.bridge.join(end, remote.codec, out);
        self.ports.insert(port, call.to_owned());
        self.ticks.get_or_insert(now);
    }

    /// An end that is no page's is simulated.
    pub(super) fn player(&mut self, call: &str, end: End, plays: Plays) {
        let (source, out) = (self.random32(), self.outgoing());
        let line = self.line(call);
        let place = if end == End::Third { &mut line.third } else { &mut line.far };
        *place = Some(Far::Player(Speaker::new(Player::new(plays), source)));
        line.bridge.join(end, Speaker::codec(), out);
    }
}

/// The digits that a simulated end was told.
pub(super) fn told(leg: Option<&Far>) -> String {
    match leg {
        Some(Far::Player(speaker)) => {
            speaker.player.digits().iter().map(|digit| digit.key()).collect()
        }
        _ => String::new(),
    }
}
