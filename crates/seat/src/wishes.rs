//! What an agent, or a surface, may ask of the seat, and how it is refused.

use call::{CallId, Dial, Draft, Keys, Party, Peer, RecordRef, Target, Told};

use crate::{Choice, Later};

/// One wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Call a number. The same id twice dials once.
    Dial(Dial),
    /// Take a ringing call; another call on the line is held first.
    Answer(CallId),
    /// Refuse or end a call.
    HangUp(CallId),
    /// Be heard or not.
    Mute(CallId, bool),
    /// Let the far end wait, or speak again (which holds another call on the line).
    Hold(CallId, bool),
    /// Press keys, for whomever the agent speaks with.
    Digits(CallId, Keys),
    /// Give the far end to somebody else.
    Transfer(CallId, Target),
    /// Call somebody else while the far end waits.
    Consult(CallId, Peer),
    /// Speak with the other one of far end and third.
    Swap(CallId),
    /// Speak with both.
    Merge(CallId),
    /// Leave far end and third to each other.
    Complete(CallId),
    /// Hang the third up, or stop a transfer.
    DropThird(CallId),
    /// Keep what was typed.
    Draft(CallId, Draft),
    /// Finish the wrap-up.
    Save(CallId, Draft),
    /// More time for the wrap-up.
    Extend(CallId),
    /// Change the agent's status, now or when they are free.
    Status(Choice),
    /// Keep these numbers for later, the newest last, and no others.
    Later(Vec<Later>),
    /// Let the surface that asks own, also in the middle of a call.
    TakeOver,
    /// Say who the other party is.
    Choose(CallId, RecordRef),
    /// Only from the ear: HubSpot's page was told something.
    Told(CallId, Told),
    /// Only from the ear: HubSpot's id of the record.
    Engagement(CallId, String),
    /// Only from the ear: who HubSpot's page says the other party is.
    Matched(CallId, Party),
}

impl Wish {
    /// Whether only the surface that HubSpot hears may say this, under the epoch in which it hears.
    pub fn is_the_ears(&self) -> bool {
        self.news_of().is_some()
    }

    /// Whether it says what has happened, so that it is true also when another has become the ear since:
    /// a page that goes away reports while the next one is appointed. To open a record is still to come.
    pub(crate) fn is_past(&self) -> bool {
        !matches!(self, Wish::Told(_, Told::Popped))
    }

    /// The call of which HubSpot's page has said something, or was told something.
    pub(crate) fn news_of(&self) -> Option<&CallId> {
        match self {
            Wish::Told(id, _) | Wish::Engagement(id, _) | Wish::Matched(id, _) => Some(id),
            _ => None,
        }
    }
}

/// Why a wish was not done. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Another surface owns by now.
    #[error("Another window speaks for you now. Nothing was changed; look there.")]
    StaleEpoch,
    /// No such call at hand.
    #[error("This call is over and put away. There is nothing more to do with it.")]
    NoSuchCall,
    /// The call is not where this is possible.
    #[error("That is not possible now: {0}.")]
    NotNow(#[from] call::InvalidTransition),
    /// A call is already on the way.
    #[error("You are in a call. Finish it first, then dial.")]
    Busy,
    /// The service is about to stop.
    #[error("This service is about to restart. Your calls go on; dial again in a minute.")]
    Closing,
    /// No free place for another call.
    #[error("All places for calls are taken. Finish a wrap-up or hang up, then try again.")]
    Full,
}
