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
    /// The SDP. `null` where this page carries no such call: it is not known as its owner yet, its turn is
    /// over, or the call is. Neither is a mistake of anybody's; the page offers again while its own
    /// view says that it carries the call.
    pub sdp: Option<String>,
}

/// How good a call sounds at the moment: on the stream every two seconds while a page carries the call,
/// if it changed. Of the side that sounds worse, and of its two ways the worse figure each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SoundQuality {
    /// The call.
    pub call: CallId,
    /// Whether it is the agent's side, and not the other end's.
    pub you: bool,
    /// The opinion in tenths: 10 (bad) to 45 (as good as a telephone gets).
    pub mos: u32,
    /// There and back, in milliseconds; nought where it is not known yet.
    pub rtt: u32,
    /// How unsteadily packets come, in milliseconds.
    pub jitter: u32,
    /// Packets that get lost, in tenths of a percent.
    pub loss: u32,
}

/// How good the whole of a call sounded, as it is kept with it. In the units of [`SoundQuality`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallSound {
    /// What the agent's page spoke: `PCMU` or `PCMA`.
    pub codec: String,
    /// The opinion.
    pub mos: SoundSpan,
    /// There and back.
    pub rtt: SoundSpan,
    /// How unsteadily packets came.
    pub jitter: SoundSpan,
    /// Packets that got lost.
    pub loss: SoundSpan,
}

/// A figure over the whole of a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SoundSpan {
    /// Of all that was measured.
    pub mean: u32,
    /// The worst.
    pub worst: u32,
}
