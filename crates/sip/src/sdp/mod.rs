//! Session descriptions for plain RTP: what we offer and answer, and what of the far side's we use.
//!
//! G.711 as the phone systems speak it, PCMU (0) and PCMA (8); Opus where it is wanted (RFC 7587); and
//! telephone-event for digits.
//! Reading never panics and has limits, since the text comes from outside.

mod read;
mod write;

pub use read::{Unusable, read, read_with};
pub use write::Session;

use std::net::IpAddr;

pub use voice::rtp::Events;
pub use voice::sound::Codec;

/// Which way the audio goes, as the one who says it sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Both ways.
    SendRecv,
    /// Only from the one who says it: the other is on hold, perhaps with music.
    SendOnly,
    /// Only towards the one who says it.
    RecvOnly,
    /// Neither way.
    Inactive,
}

impl Direction {
    /// Its attribute, without `a=`.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::SendRecv => "sendrecv",
            Self::SendOnly => "sendonly",
            Self::RecvOnly => "recvonly",
            Self::Inactive => "inactive",
        }
    }

    fn sends(self) -> bool {
        matches!(self, Self::SendRecv | Self::SendOnly)
    }

    fn receives(self) -> bool {
        matches!(self, Self::SendRecv | Self::RecvOnly)
    }

    /// What we may answer to an offer with this direction when we would like `wanted` (RFC 3264,
    /// 6.1): we send only what the far side receives, and the other way round.
    pub fn answered_with(self, wanted: Self) -> Self {
        match (wanted.sends() && self.receives(), wanted.receives() && self.sends()) {
            (true, true) => Self::SendRecv,
            (true, false) => Self::SendOnly,
            (false, true) => Self::RecvOnly,
            (false, false) => Self::Inactive,
        }
    }
}

/// What we use of the far side's description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Where its audio is to be sent. Unspecified (`0.0.0.0`) when it holds in the old way.
    pub address: IpAddr,
    /// The port there; never 0.
    pub port: u16,
    /// The first of its codecs that we speak.
    pub codec: Codec,
    /// The payload type that it gave the codec.
    pub payload_type: u8,
    /// How it takes digits in the audio (RFC 4733), if it does.
    pub telephone_event: Option<Events>,
    /// Which way the audio goes, as it sees it.
    pub direction: Direction,
    /// Milliseconds of audio in a packet that it would like, 20 when it says nothing.
    pub ptime: u16,
    /// Every stream that it described, for an answer must name them all.
    pub(crate) streams: Vec<Stream>,
    /// Which of them is the audio.
    pub(crate) audio: usize,
}

impl Remote {
    /// We are on hold: it does not want to hear us.
    pub fn held(&self) -> bool {
        self.address.is_unspecified() || !self.direction.receives()
    }
}

/// A line `m=` of the far side's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stream {
    pub kind: String,
    pub proto: String,
    pub format: String,
}
