//! The book of the ends of calls that are at tenants' phone systems: far ends, and whoever is beside
//! them.

use ::sip::sdp::{self, Codec, Direction, Session};
use std::collections::HashMap;
use voice::media::End;

use crate::store::people::TenantId;

/// Every far end at a phone system, by the id of its call.
#[derive(Debug, Default)]
pub(super) struct Fars {
    pub(super) fars: HashMap<String, Far>,
    /// Whoever is beside a far end, by the id of its call.
    pub(super) thirds: HashMap<String, Far>,
    /// Both by the user agent's names for them.
    pub(super) legs: HashMap<String, (String, End)>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Far {
    /// Which end of its call it is: far end or third.
    pub(super) end: End,
    pub(super) leg: String,
    /// At whose phone system.
    pub(super) tenant: TenantId,
    pub(super) stage: Stage,
    /// Where its sound is received.
    pub(super) port: u16,
    pub(super) session: Session,
    pub(super) codecs: Vec<Codec>,
    /// We let it wait.
    pub(super) on_hold: bool,
    /// It is being given to a number, by the phone system.
    pub(super) given: bool,
    /// Until when it may speak with the third with whom it was left, without an agent; in milliseconds
    /// since 1970.
    pub(super) alone: Option<u64>,
    /// What it said last of how it wants to hear.
    pub(super) remote: Option<sdp::Remote>,
}

/// What is known of an end when its leg begins.
#[derive(Debug)]
pub(super) struct Begins {
    pub(super) end: End,
    pub(super) leg: String,
    pub(super) tenant: TenantId,
    pub(super) stage: Stage,
    pub(super) codecs: Vec<Codec>,
}

/// How far a leg is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It calls, and nobody has answered.
    Offered,
    /// It is called. Whether it is heard already, before it answers.
    Dialled { early: bool },
    /// Both ends speak.
    Talking,
}

impl Fars {
    /// Whether there is such a far end.
    pub(super) fn has(&self, far: &str) -> bool {
        self.fars.contains_key(far)
    }

    /// When the first of those who were left alone are hung up.
    pub(super) fn alone_until(&self) -> Option<u64> {
        self.fars.values().filter_map(|far| far.alone).min()
    }

    /// The end that the user agent knows by this name, and the id of its call.
    pub(super) fn of_leg(&mut self, leg: &str) -> Option<(String, &mut Far)> {
        let (id, end) = self.legs.get(leg)?.clone();
        let far = match end {
            End::Third => self.thirds.get_mut(&id)?,
            _ => self.fars.get_mut(&id)?,
        };
        Some((id, far))
    }

    /// An end is there.
    pub(super) fn begin(&mut self, id: &str, far: Far) {
        self.legs.insert(far.leg.clone(), (id.to_owned(), far.end));
        match far.end {
            End::Third => self.thirds.insert(id.to_owned(), far),
            _ => self.fars.insert(id.to_owned(), far),
        };
    }

    /// A far end is there no more.
    pub(super) fn end(&mut self, id: &str) -> Option<Far> {
        let far = self.fars.remove(id)?;
        self.legs.remove(&far.leg);
        Some(far)
    }

    /// Whoever is beside a far end is so no more.
    pub(super) fn end_third(&mut self, id: &str) -> Option<Far> {
        let third = self.thirds.remove(id)?;
        self.legs.remove(&third.leg);
        Some(third)
    }
}

impl Far {
    /// An end that is heard by nobody yet.
    pub(super) fn new(begins: Begins, port: u16, session: Session) -> Self {
        let Begins { end, leg, tenant, stage, codecs } = begins;
        Self {
            end,
            leg,
            tenant,
            stage,
            port,
            session,
            codecs,
            on_hold: false,
            given: false,
            alone: None,
            remote: None,
        }
    }

    /// What we would like of the sound.
    pub(super) fn direction(&self) -> Direction {
        if self.on_hold { Direction::SendOnly } else { Direction::SendRecv }
    }

    /// What it says of how it wants to hear; `None`, and a warning, where that is no use.
    pub(super) fn read(&self, sdp: &str) -> Option<sdp::Remote> {
        match sdp::read_with(sdp, &self.codecs) {
            Ok(remote) => Some(remote),
            Err(unusable) => {
                tracing::warn!(leg = self.leg, %unusable, "a far end cannot be heard");
                None
            }
        }
    }
}
