//! The gateway's shell for a third end, and for a far end that goes from one agent to another.

use std::sync::Arc;
use voice::media::{Capabilities, End, Gateway, Plays, Remote};
use voice::rtp::Digit;

use super::{Sound, SoundError};
use crate::clock;

impl Sound {
    /// What the gateway can do.
    pub fn capabilities(&self) -> Capabilities {
        Gateway::CAPABILITIES
    }

    /// What a simulated third plays from now on.
    pub fn third_plays(&self, call: &str, plays: Plays) {
        self.lock().third_simulated(call, plays);
        self.woken.notify_one();
    }

    /// The third of a call is a colleague with a call of their own, and each hears the other.
    pub fn wire_third(&self, call: &str, colleague: &str) {
        self.lock().wire((call, End::Third), (colleague, End::Far), clock::instant());
        self.woken.notify_one();
    }

    /// Opens two ports for the third of a call, as [`Sound::far_opens`] does for the far end.
    ///
    /// # Errors
    /// When all ports are taken.
    pub fn third_opens(self: &Arc<Self>, call: &str) -> Result<u16, SoundError> {
        self.far_opens(&of_third(call))
    }

    /// The third of a call said where and how it wants to hear.
    pub fn third(&self, call: &str, port: u16, remote: Remote) {
        self.lock().third(call, port, remote, clock::instant());
        self.woken.notify_one();
    }

    /// Whether the third waits.
    pub fn hold_third(&self, call: &str, on: bool) {
        self.lock().hold(call, End::Third, on);
    }

    /// The third is gone.
    pub fn third_leaves(&self, call: &str) {
        self.lock().third_leaves(call);
        self.fars().close(&of_third(call));
    }

    /// The agent is gone; far end and third speak on.
    pub fn agent_leaves(&self, call: &str) {
        self.lock().agent_leaves(call, clock::instant());
        self.send();
    }

    /// The far end hears it ring at whoever is to take it.
    pub fn ring_back(&self, call: &str) {
        self.lock().ring_back(call);
    }

    /// Whether far end or third, at a phone system, wants to hear anything.
    pub fn end_listens(&self, call: &str, end: End, on: bool) {
        self.lock().end_listens(call, end, on);
    }

    /// Says keys to an end.
    pub fn press(&self, call: &str, end: End, keys: &str) {
        let mut gateway = self.lock();
        for digit in keys.chars().filter_map(Digit::of) {
            gateway.digit_to(call, end, digit);
        }
        drop(gateway);
        self.woken.notify_one();
    }

    /// The keys that simulated ends were told, far end and third: for a test that plays them.
    pub fn pressed(&self, call: &str) -> (String, String) {
        let gateway = self.lock();
        (gateway.digits(call), gateway.third_digits(call))
    }
}

/// By what the ports of a call's third are known.
pub(super) fn of_third(call: &str) -> String {
    format!("{call}, third")
}
