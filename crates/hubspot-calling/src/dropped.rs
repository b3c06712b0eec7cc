//! What was not obeyed, counted by reason. Nothing of a dropped message is kept.

/// Why a message was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DropReason {
    /// It did not come from the parent window.
    NotParent,
    /// It came from an origin that may not speak, or not from the one that did the handshake.
    Origin,
    /// It is no message: no object, no usable `type` or `messageId`, or nothing that can be read.
    Shape,
    /// It came before the handshake.
    State,
    /// It is larger than any real message.
    TooLarge,
    /// The greeting of a host instance that has its answer already. Normal, not hostile.
    Repeated,
    /// It was ours, and fell out of the full queue before the handshake.
    Unsent,
}

/// How many messages were dropped, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dropped {
    counts: [u32; 7],
}

impl Dropped {
    /// How many were dropped for one reason.
    pub fn count(&self, reason: DropReason) -> u32 {
        self.counts[reason as usize]
    }

    /// How many of the window's messages were dropped in all, repeated greetings not counted.
    pub fn refused(&self) -> u32 {
        use DropReason::{NotParent, Origin, Shape, State, TooLarge};
        [NotParent, Origin, Shape, State, TooLarge]
            .into_iter()
            .fold(0, |sum, reason| sum.saturating_add(self.count(reason)))
    }

    pub(crate) fn add(&mut self, reason: DropReason) {
        let count = &mut self.counts[reason as usize];
        *count = count.saturating_add(1);
    }
}
