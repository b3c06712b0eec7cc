//! Requests to HubSpot, and how they can turn out.

use std::collections::BTreeMap;

use call::{Ms, RecordRef};
use serde::{Deserialize, Serialize};

use crate::FoundCase;

/// One request to HubSpot's REST side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Look for the record of a call: by `hs_call_external_id`, else by owner, numbers and time (a
    /// record with another external id is not it).
    Find {
        /// The call's id.
        external_id: String,
        /// The calling number.
        from: String,
        /// The called number.
        to: String,
        /// When the call began; the record's time is within two minutes of it.
        around: Ms,
        /// The agent's owner id, when known: a record of somebody else is not it.
        #[serde(default)]
        owner: Option<String>,
        /// A record that is not meant: the known one, when another one is looked for.
        #[serde(default)]
        besides: Option<String>,
        /// Only by `hs_call_external_id`: one of ours is looked for.
        #[serde(default)]
        only_ours: bool,
    },
    /// Make the record.
    Create {
        /// All properties.
        properties: BTreeMap<String, String>,
        /// The records to link it to, of kinds that have a fixed link.
        #[serde(default)]
        links: Vec<RecordRef>,
    },
    /// Change the record.
    Update {
        /// Its id.
        id: String,
        /// The properties that changed.
        properties: BTreeMap<String, String>,
    },
    /// Link the record to another one. Doing it twice is doing it once.
    Associate {
        /// The record's id.
        id: String,
        /// The other one.
        #[serde(alias = "customer")]
        to: RecordRef,
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
    /// Read a customer's tickets or deals of a pipeline.
    FindCases {
        /// `0-5` or `0-3`.
        object_type: String,
        /// The customer.
        customer: RecordRef,
        /// The pipeline's id.
        pipeline: String,
    },
    /// Look for the ticket or deal that was made for a call: it carries [`crate::mark`].
    FindOwnCase {
        /// `0-5` or `0-3`.
        object_type: String,
        /// The call's id.
        call: String,
        /// Its subject or name.
        name: String,
        /// It was not made before.
        since: Ms,
    },
    /// Make a ticket or deal.
    CreateCase {
        /// `0-5` or `0-3`.
        object_type: String,
        /// All properties.
        properties: BTreeMap<String, String>,
        /// The customer to link it to.
        customer: Option<RecordRef>,
        /// Whether one that was made for another call a moment ago will do.
        #[serde(default)]
        append: bool,
    },
    /// Put a closed ticket or deal into this stage.
    Reopen {
        /// `0-5` or `0-3`.
        object_type: String,
        /// Its id.
        id: String,
        /// The stage.
        stage: String,
    },
    /// Link a ticket or deal to its customer.
    Link {
        /// The ticket or deal.
        from: RecordRef,
        /// The customer.
        to: RecordRef,
    },
}

/// What HubSpot answered to a request that it carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// To Find: the record's id, or none.
    Found(Option<String>),
    /// To Create and CreateCase: the new record's id.
    Created(String),
    /// To Owner: whether it has one.
    Owned(bool),
    /// To FindCases and FindOwnCase.
    Cases(Vec<FoundCase>),
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
    /// HubSpot refused it together with others: none of them was carried out.
    #[error("HubSpot refused these records together; each is sent by itself")]
    Together,
    /// HubSpot will not have it as it is.
    #[error("HubSpot refused: {why}. Correct the setting that it names, then send it again")]
    Refused {
        /// HubSpot's words.
        why: String,
        /// The property that it is about, where HubSpot names one.
        property: Option<String>,
    },
}

/// What people are told of a trouble.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What happened and what to do, in a sentence.
    pub why: String,
    /// Our number of the request.
    pub trace: String,
    /// HubSpot's number of it; empty if there was none.
    pub correlation: String,
}

/// The last trouble of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastTrouble {
    /// When.
    pub at: Ms,
    /// What is told.
    pub said: Said,
}
