//! Who HubSpot heard, and in which epoch: what an ear said in its own time stays true.

use std::collections::VecDeque;

/// So many ears of the past are remembered: a report is under way for moments.
const KEPT: usize = 8;

/// The ears of the past, the newest last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ears(VecDeque<(u64, String)>);

impl Ears {
    /// This surface was the ear in this epoch, and is no longer.
    pub(crate) fn was(&mut self, epoch: u64, surface: &str) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back((epoch, surface.to_owned()));
    }

    /// Whether it was.
    pub(crate) fn knows(&self, epoch: u64, surface: &str) -> bool {
        self.0.iter().any(|(at, ear)| (*at, ear.as_str()) == (epoch, surface))
    }
}
