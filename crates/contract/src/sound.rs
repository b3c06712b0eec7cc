//! The sound of a call between a page and the gateway: `POST /api/sound`.

use serde::{Deserialize, Serialize};

use crate::CallId;

/// A page offers to carry the agent's end of a call. Only the owner may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SoundOffer {
    /// The id of the surface.
    pub surface: String,
    /// The number of its appointment.
    pub epoch: u64,
    /// The call.
    pub call: CallId,
    /// The name that the page gave to its connection: the same when its network changed and it
    /// offers again, a new one for a new connection. At most 64 characters.
    pub connection: String,
    /// The SDP, as the browser made it.
    pub sdp: String,
}

/// What the page's browser is to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoundAnswer {
    /// The SDP.
    pub sdp: String,
}
