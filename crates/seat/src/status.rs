//! The agent's status: what they chose, what they chose for later, and what an unanswered ring did.

use serde::{Deserialize, Serialize};

/// Whether calls may ring.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Presence {
    /// Calls may ring.
    #[default]
    Available,
    /// Calls do not ring.
    Unavailable,
}

/// What an agent chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Whether calls may ring.
    pub presence: Presence,
    /// The id of one of the tenant's reasons; only with [`Presence::Unavailable`].
    #[serde(default)]
    pub reason: Option<String>,
}

/// Where the agent stands. Being busy in a call is not part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The present choice.
    #[serde(flatten)]
    pub now: Choice,
    /// A call rang to the end, and so they are unavailable. Any choice takes it away.
    #[serde(default)]
    pub missed: bool,
    /// What becomes of it when no call and no wrap-up is open any more.
    #[serde(default)]
    pub next: Option<Choice>,
}

impl Status {
    /// The agent chooses. While they are busy it is kept for later; what is so already takes the
    /// choice for later back.
    pub(crate) fn choose(&mut self, choice: Choice, busy: bool) {
        self.missed = false;
        self.next = None;
        if !busy {
            self.now = choice;
        } else if self.now != choice {
            self.next = Some(choice);
        }
    }

    /// The last call and its wrap-up are finished.
    pub(crate) fn free(&mut self) {
        if let Some(next) = self.next.take() {
            self.choose(next, false);
        }
    }

    /// A call rang to the end while the agent was there for it.
    pub(crate) fn unanswered(&mut self) {
        if self.now.presence == Presence::Available {
            self.now = Choice { presence: Presence::Unavailable, reason: None };
            self.missed = true;
        }
    }
}
