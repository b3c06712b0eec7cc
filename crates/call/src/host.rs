//! What HubSpot's page was told of a call. Kept with the call, so that a page that comes back
//! neither repeats nor forgets.

use serde::{Deserialize, Serialize};

/// The ledger of tellings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostLedger {
    /// The epoch whose owner may announce the call. Given once.
    pub may_announce: Option<u64>,
    /// The instance of HubSpot's page that heard INCOMING_CALL or OUTGOING_CALL_STARTED.
    pub announced: Option<String>,
    /// CALL_ANSWERED was said.
    pub answered: bool,
    /// CALL_TRANSFERRED was said.
    #[serde(default)]
    pub transferred: bool,
    /// CALL_ENDED was said.
    pub ended: bool,
    /// CALL_COMPLETED was said.
    pub completed: bool,
    /// The record that belongs to the call was opened, or is about to be.
    #[serde(default)]
    pub popped: bool,
}

/// One telling, as the owner reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// INCOMING_CALL or OUTGOING_CALL_STARTED, to this instance of HubSpot's page.
    Announced(String),
    /// CALL_ANSWERED.
    Answered,
    /// CALL_TRANSFERRED.
    Transferred,
    /// CALL_ENDED.
    Ended,
    /// CALL_COMPLETED.
    Completed,
    /// Nothing to HubSpot's page: the record that belongs to the call is about to be opened.
    Popped,
}

impl HostLedger {
    /// Writes a telling down. The first announcement stays.
    pub(crate) fn write(&mut self, told: Told) {
        match told {
            Told::Announced(instance) => {
                self.announced.get_or_insert(instance);
            }
            Told::Answered => self.answered = true,
            Told::Transferred => self.transferred = true,
            Told::Ended => self.ended = true,
            Told::Completed => self.completed = true,
            Told::Popped => self.popped = true,
        }
    }
}
