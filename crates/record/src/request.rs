//! Requests to HubSpot, and how they can turn out.

use std::collections::BTreeMap;

use call::{Ms, RecordRef};
use serde::{Deserialize, Serialize};

/// One request to HubSpot's REST side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Look for the record of a call: by `hs_call_external_id`, else by numbers and time (a record
    /// with another external id is not it).
    Find {
        /// The call's id.
        external_id: String,
        /// The calling number.
        from: String,
        /// The called number.
        to: String,
        /// When the call began; the record's time is within two minutes of it.
        around: Ms,
    },
    /// Make the record.
    Create {
        /// All properties.
        properties: BTreeMap<String, String>,
        /// The contact or company to link it to.
        customer: Option<RecordRef>,
    },
    /// Change the record.
    Update {
        /// Its id.
        id: String,
        /// The properties that changed.
        properties: BTreeMap<String, String>,
    },
    /// Link the record to a contact or company. Doing it twice is doing it once.
    Associate {
        /// The record's id.
        id: String,
        /// The contact or company.
        customer: RecordRef,
    },
    /// Read whether the record has an owner.
    Owner {
        /// Its id.
        id: String,
    },
    /// Put a record of our own away: HubSpot's page had made one too.
    Archive {
        /// Its id.
        id: String,
    },
}

/// What HubSpot answered to a request that it carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// To Find: the record's id, or none.
    Found(Option<String>),
    /// To Create: the new record's id.
    Created(String),
    /// To Owner: whether it has one.
    Owned(bool),
    /// To all else.
    Done,
}

/// Why a request was not carried out, or not known to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// No answer, or a server error after which the outcome is unknown.
    #[error("HubSpot did not answer; the request is made again when it is known to be safe")]
    Unknown,
    /// Not carried out; try again after this many milliseconds, or as the back-off says.
    #[error("HubSpot asked to wait; the request is made again")]
    Later(Option<Ms>),
    /// The record named in the request is not there.
    #[error("HubSpot does not know this record; it is looked for")]
    NoSuchRecord,
    /// HubSpot will not take it as it is.
    #[error("HubSpot refused: {0}. Correct the setting that it names, then send it again")]
    Refused(String),
}
