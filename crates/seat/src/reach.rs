//! Whether an agent can be rung now, for a caller who can be taken by any of several.

use call::Stage;

use crate::{Presence, Seat};

/// How well an agent can be reached; the better the higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Not there, does not take calls, or has enough to do.
    Away,
    /// There, and in one call: another one would be a quiet banner.
    InOneCall,
    /// There, and in no call.
    Free,
}

impl Seat {
    /// How well the agent can be reached.
    pub fn reach(&self) -> Reach {
        // What an agent has chosen for after the call holds for a caller whom others can take.
        let status = self.status();
        let chosen = status.next.as_ref().unwrap_or(&status.now);
        // Somebody owns as long as there is any surface.
        let away = self.owner().is_none() || self.is_closing();
        if away || chosen.presence == Presence::Unavailable {
            return Reach::Away;
        }
        let mut live = self.calls().iter().filter(|call| call.stage().is_live());
        match (live.next().map(|call| call.stage()), live.next()) {
            (None, _) => Reach::Free,
            (Some(Stage::Connected(_)), None) => Reach::InOneCall,
            // Somebody rings there, or is being called.
            _ => Reach::Away,
        }
    }
}
