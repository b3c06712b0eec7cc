//! A third end of a call in the gateway: somebody whom the agent asks, or adds, or leaves the far end to.

use std::time::Instant;

use super::legs::told;
use super::line::Far;
use super::{End, Gateway, Plays, Remote};
use crate::rtp::Digit;

impl Gateway {
    /// The third is at a phone system, and heard at this port of ours; again when its SDP changes.
    pub fn third(&mut self, call: &str, port: u16, remote: Remote, now: Instant) {
        self.plain(call, End::Third, port, remote, now);
    }

    /// The third is simulated, and plays this from now on.
    pub fn third_simulated(&mut self, call: &str, plays: Plays) {
        self.player(call, End::Third, plays);
    }

    /// The third leaves for good, or does not come; the others speak on, and who waits waits on.
    pub fn third_leaves(&mut self, call: &str) {
        let Some(line) = self.lines.get_mut(call) else { return };
        line.bridge.ring_no_more(End::Far);
        if let Some(Far::Plain(port, _)) = line.third.take() {
            self.ports.remove(&port);
        }
        line.bridge.leave(End::Third);
    }

    /// The agent leaves far end and third to each other: nobody waits any more.
    pub fn agent_leaves(&mut self, call: &str, now: Instant) {
        self.page_leaves(call, now);
        if let Some(line) = self.lines.get_mut(call) {
            line.bridge.leave(End::Agent);
            line.bridge.hold(End::Far, false);
            line.bridge.hold(End::Third, false);
        }
    }

    /// Whether an end that is at a phone system wants to hear anything: it does not while it lets us
    /// wait.
    pub fn end_listens(&mut self, call: &str, end: End, on: bool) {
        let Some(line) = self.lines.get_mut(call) else { return };
        let leg = if end == End::Third { &mut line.third } else { &mut line.far };
        if let Some(Far::Plain(_, leg)) = leg {
            leg.listens(on);
        }
    }

    /// The far end hears it ring at somebody else's until it is taken from hold, and nobody hears it.
    pub fn ring_back(&mut self, call: &str) {
        if let Some(line) = self.lines.get_mut(call) {
            line.bridge.ring_back(End::Far);
        }
    }

    /// Says a digit to this end.
    pub fn digit_to(&mut self, call: &str, end: End, digit: Digit) {
        if let Some(line) = self.lines.get_mut(call) {
            line.bridge.digit(end, digit);
        }
    }

    /// The digits that a simulated third was told.
    pub fn third_digits(&self, call: &str) -> String {
        self.lines.get(call).map(|line| told(line.third.as_ref())).unwrap_or_default()
    }
}
