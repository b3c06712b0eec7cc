//! What a gateway tells of a call: how it sounds, and what a simulated far end was told.

use super::legs::told;
use super::line::Far;
use super::{Browser, End, Gateway, Plain};
use crate::rtp::{Counts, Quality};
use crate::sound::{Codec, Level};

/// How a call sounds at the moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sounds {
    /// What came from the page.
    pub page: Counts,
    /// What came from the phone system.
    pub far: Counts,
    /// How good the way to the page is, as the page reports it.
    pub to_page: Quality,
    /// And the way to the phone system.
    pub to_far: Quality,
    /// How loud agent and far end are.
    pub levels: (Level, Level),
    /// What the page speaks; `None` while no page carries the agent's end.
    pub codec: Option<Codec>,
}

impl Gateway {
    /// What the simulated far end of a call heard so far, from 20 ms to 20 ms; `None` where nothing is
    /// kept.
    pub fn recording(&self, call: &str) -> Option<Vec<i16>> {
        Some(self.lines.get(call)?.recording.as_ref()?.samples())
    }

    /// How a call sounds; `None` when there is no such call.
    pub fn sounds(&self, call: &str) -> Option<Sounds> {
        let line = self.lines.get(call)?;
        let page = line.page.as_ref().map(|(_, leg)| leg);
        let far = match &line.far {
            Some(Far::Plain(_, leg)) => Some(leg),
            _ => None,
        };
        Some(Sounds {
            page: page.map(Browser::counts).unwrap_or_default(),
            far: far.map(Plain::counts).unwrap_or_default(),
            to_far: far.map(Plain::quality).unwrap_or_default(),
            to_page: page.map(Browser::quality).unwrap_or_default(),
            levels: (line.bridge.level(End::Agent), line.bridge.level(End::Far)),
            codec: page.and_then(Browser::speaks),
        })
    }

    /// The digits that a simulated far end was told.
    pub fn digits(&self, call: &str) -> String {
        self.lines.get(call).map(|line| told(line.far.as_ref())).unwrap_or_default()
    }
}
