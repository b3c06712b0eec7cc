//! A call's ledger: everything that has changed it, numbered from 1. A store keeps the entries; from
//! all of them [`Call::rebuild`] makes the same call again.

use serde::{Deserialize, Serialize};

use crate::{Call, Dial, Input, InvalidTransition, Limits, Ms, Offer};

/// One entry. The same number twice is the same entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number.
    pub n: u32,
    /// When it happened.
    pub at: Ms,
    /// What happened.
    pub what: Happened,
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happened {
    /// The phone system offered the call.
    Offered(Offer, Limits),
    /// The agent dialled.
    Dialled(Dial, Limits),
    /// Something changed it.
    Was(Input),
}

/// Why a call cannot be made again from a ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Torn {
    /// It does not begin with an offer or a dialling.
    #[error(
        "the ledger does not begin with the beginning of a call; its first entries are missing"
    )]
    NoBeginning,
    /// An entry is missing or out of order.
    #[error("entry {0} is missing from the ledger; it was damaged or written by another version")]
    Gap(u32),
    /// An entry does not fit what was before it.
    #[error("entry {0} does not fit the call ({1}); the ledger was damaged")]
    Misfit(u32, InvalidTransition),
}

impl Call {
    /// The entries since they were last taken.
    pub fn take_entries(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.fresh)
    }

    /// The entries since they were last taken, without taking them.
    pub fn entries(&self) -> &[Entry] {
        &self.fresh
    }

    /// Puts entries that were taken before the present ones.
    pub fn put_before(&mut self, mut earlier: Vec<Entry>) {
        earlier.append(&mut self.fresh);
        self.fresh = earlier;
    }

    /// The call that these entries tell, from the first to the last.
    ///
    /// # Errors
    /// [`Torn`] when they are not one call's whole ledger.
    pub fn rebuild(entries: impl IntoIterator<Item = Entry>) -> Result<Self, Torn> {
        let mut entries = entries.into_iter();
        let first = entries.next().ok_or(Torn::NoBeginning)?;
        let mut call = match first.what {
            Happened::Offered(offer, limits) => Self::inbound(offer, first.at, limits),
            Happened::Dialled(dial, limits) => Self::outbound(dial, first.at, limits),
            Happened::Was(_) => return Err(Torn::NoBeginning),
        };
        for Entry { n, at, what } in entries {
            let Happened::Was(input) = what else { return Err(Torn::Gap(n)) };
            if n != call.noted + 1 {
                return Err(Torn::Gap(call.noted + 1));
            }
            call.handle(input, at).map_err(|misfit| Torn::Misfit(n, misfit))?;
            if call.noted != n {
                return Err(Torn::Gap(n));
            }
        }
        // What these entries led to was done when they were written.
        call.orders.clear();
        call.fresh.clear();
        Ok(call)
    }

    pub(crate) fn note(&mut self, at: Ms, what: Happened) {
        self.noted = self.noted.saturating_add(1);
        self.fresh.push(Entry { n: self.noted, at, what });
    }
}
