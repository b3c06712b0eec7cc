//! What the user agent tells the service.

use crate::cause::Why;
use crate::digits::Digit;

/// Something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// With a line.
    Line {
        /// Its name.
        line: String,
        /// What.
        event: LineEvent,
    },
    /// With a call.
    Leg {
        /// Its id: the service's own for a call that it dialled, ours for one that was offered.
        leg: String,
        /// What.
        event: LegEvent,
    },
}

/// With a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineEvent {
    /// It is registered, or registered again.
    Registered {
        /// For so many seconds.
        granted_s: u32,
    },
    /// An attempt failed. The next one comes by itself.
    RegistrationFailed {
        /// The answer's number; 0 when there was none.
        status: u16,
        /// For people: what happened, and what to do.
        sentence: String,
        /// When the next attempt is due, in milliseconds.
        retry_in_ms: u64,
    },
    /// It is no more, as it was told.
    Unregistered,
}

/// With a call. SDP is the text of a session description; see [`crate::sdp`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LegEvent {
    /// Somebody calls. The service answers with ring, accept or refuse.
    Offered {
        /// The line that is called.
        line: String,
        /// The caller's number; empty when it is hidden.
        from: String,
        /// The caller's name, when the phone system says one.
        from_name: Option<String>,
        /// The number that was dialled.
        to: String,
        /// What the caller offers. `None`: we make the offer when we accept, and the answer comes as
        /// [`Self::Described`].
        sdp: Option<String>,
        /// The call is to take the place of this leg of ours (an attended transfer by the far side):
        /// accept it and hang that one up.
        replaces: Option<String>,
    },
    /// It rings at the far side.
    Rings {
        /// Audio before the answer: an announcement, or the phone system's own ringing.
        sdp: Option<String>,
    },
    /// The far side answered.
    Answered {
        /// Its answer.
        sdp: String,
    },
    /// The far side's answer to an offer that we made when we accepted.
    Described {
        /// It.
        sdp: String,
    },
    /// The far side changes the call: it holds, resumes, or moves its audio. The service answers
    /// with `answer` or `decline` within 20 s.
    Reoffered {
        /// What it offers; `None`: it asks for our offer.
        sdp: Option<String>,
    },
    /// Our hold was answered.
    Held {
        /// The answer.
        sdp: String,
    },
    /// Our resume was answered.
    Resumed {
        /// The answer.
        sdp: String,
    },
    /// Our hold or resume was not taken: nothing has changed.
    OfferRefused {
        /// The answer's number.
        status: u16,
        /// For people.
        sentence: String,
    },
    /// The far side pressed a key (by INFO; keys in the audio are the media part's).
    Digit(Digit),
    /// The far side takes no digits by INFO: send them in the audio.
    DigitRefused {
        /// The answer's number.
        status: u16,
    },
    /// The far side is at our transfer: 100 accepted, 180 it rings at the target.
    Transferring {
        /// How far.
        status: u16,
    },
    /// The transfer is done; the leg ends by itself.
    Transferred,
    /// It is not; the leg is as before.
    TransferFailed {
        /// The answer's number; 0 when there was none.
        status: u16,
        /// For people.
        sentence: String,
    },
    /// The leg is no more. Nothing follows.
    Ended(Why),
    /// An order could not be followed in this state of the leg, or there is no such leg.
    Ignored {
        /// Which order.
        order: &'static str,
        /// Why not.
        sentence: String,
    },
}
