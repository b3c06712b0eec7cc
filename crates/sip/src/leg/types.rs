//! What goes into a leg and what comes out of it.

use crate::cause::Refusal;
use crate::digits::Digit;
use crate::event::LegEvent;
use crate::sipfrag::Progress;

/// What the service orders for a leg.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// An offered call: ring at the caller's (180).
    Ring,
    /// An offered call: take it, with our answer (or our offer, when theirs was missing).
    Accept {
        /// The description.
        sdp: String,
    },
    /// An offered call: refuse it.
    Refuse(Refusal),
    /// End it: CANCEL, refusal or BYE, as its state wants.
    HangUp,
    /// Let the far side wait.
    Hold {
        /// An offer that says so: `sendonly`, or `inactive`.
        sdp: String,
    },
    /// Speak again.
    Resume {
        /// An offer that says so: `sendrecv`.
        sdp: String,
    },
    /// Answer what the far side offered in the call.
    Answer {
        /// The answer.
        sdp: String,
    },
    /// Do not take what the far side offered (488). In the call nothing changes; an offered call
    /// ends.
    Decline,
    /// Press a key, by INFO.
    Press(Digit),
    /// Connect the far side with somebody else.
    Transfer(Target),
}

impl Order {
    /// Its name, for [`LegEvent::Ignored`].
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ring => "ring",
            Self::Accept { .. } => "accept",
            Self::Refuse(_) => "refuse",
            Self::HangUp => "hang_up",
            Self::Hold { .. } => "hold",
            Self::Resume { .. } => "resume",
            Self::Answer { .. } => "answer",
            Self::Decline => "decline",
            Self::Press(_) => "press",
            Self::Transfer(_) => "transfer",
        }
    }
}

/// Whom a call is transferred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A number or user name of the phone system: blind.
    Number(String),
    /// The far side of another leg of ours, which is hung up then: attended.
    Leg(String),
}

/// An offer of ours in the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// It.
    pub sdp: String,
    /// It lets the far side wait; otherwise it resumes.
    pub hold: bool,
}

/// What came from the far side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// 180, 183 and their like.
    Rang {
        /// Its description, if any.
        sdp: Option<String>,
    },
    /// 200 to our INVITE.
    Answered {
        /// Its description, if any.
        sdp: Option<String>,
    },
    /// 300 to 699 to our INVITE; 0 when nothing came.
    Refused {
        /// Its number.
        status: u16,
        /// The words behind it.
        phrase: String,
    },
    /// CANCEL of an offered call.
    Canceled {
        /// Its reason says that somebody else answered.
        elsewhere: bool,
    },
    /// ACK of our 200, or of our answer to their offer in the call.
    Acknowledged {
        /// Its description, if any.
        sdp: Option<String>,
    },
    /// No ACK came in time; the stack has sent BYE.
    NeverAcknowledged,
    /// The stack has given the call up, with the number of the answer that made it.
    Lost {
        /// It.
        status: u16,
    },
    /// An offer in the call.
    Reoffered {
        /// Our number for it.
        n: u32,
        /// It; `None`: it asks for our offer.
        sdp: Option<String>,
        /// Our answer is acknowledged (re-INVITE); not so for UPDATE.
        needs_ack: bool,
    },
    /// The answer to our offer in the call.
    OfferAnswered {
        /// Its number; 0 when nothing came.
        status: u16,
        /// The words behind it.
        phrase: String,
        /// Its description, if any.
        sdp: Option<String>,
    },
    /// BYE.
    HungUp,
    /// A key.
    Pressed(Digit),
    /// The answer to our INFO; 0 when nothing came.
    DigitAnswered {
        /// Its number.
        status: u16,
    },
    /// The answer to our REFER; 0 when nothing came.
    ReferAnswered {
        /// Its number.
        status: u16,
        /// The words behind it.
        phrase: String,
    },
    /// NOTIFY about our REFER.
    Progress(Progress),
}

/// What a leg waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// Nobody answered our call, or the service an offered one.
    NoAnswer,
    /// Our offer is tried again after a collision.
    Glare,
    /// The service has not answered the far side's offer with this number.
    Reoffer(u32),
    /// Nothing more was heard of the transfer with this number.
    Transfer(u32),
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Send 180.
    Ring,
    /// Send 200.
    Accept {
        /// Its body.
        sdp: String,
    },
    /// Refuse the offered call.
    Refuse {
        /// With this number.
        status: u16,
    },
    /// Send CANCEL.
    Cancel,
    /// Send BYE.
    HangUp,
    /// Send a re-INVITE.
    Offer {
        /// Its body.
        sdp: String,
    },
    /// Send 200 to the far side's offer.
    AnswerOffer {
        /// Its number.
        n: u32,
        /// The body.
        sdp: String,
    },
    /// Do not take the far side's offer.
    RefuseOffer {
        /// Its number.
        n: u32,
        /// With this number.
        status: u16,
    },
    /// Send INFO.
    Press(Digit),
    /// Send REFER.
    Refer(Target),
    /// The far side speaks to the target now: hang the leg up that it was asked on.
    HangUpOther(String),
    /// Call [`super::Leg::due`] with this after so many milliseconds.
    After(Timer, u64),
    /// Tell the service.
    Tell(LegEvent),
}
