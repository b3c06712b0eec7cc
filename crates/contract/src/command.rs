//! What a surface asks of the backend: `POST /api/commands` with an `Idempotency-Key` header.

use serde::{Deserialize, Serialize};

use crate::{CallId, Choice, Draft, Keys, Later, Party, RecordRef, Target, ThirdWish};

/// One command. Answered with `204` when it is done (or was done before under the same key), else
/// with a [`Problem`]: 409 `stale-epoch`, 404 `no-such-call`, 409 `not-now`, 422 `invalid`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    /// The surface that asks.
    pub surface: String,
    /// The epoch it believes to own, for commands that only the owner may give
    /// ([`Wish::Told`], [`Wish::Engagement`], [`Wish::Matched`]); others may leave it out.
    #[serde(default)]
    pub epoch: Option<u64>,
    /// What is asked.
    pub wish: Wish,
}

/// What an agent, or a surface on its own account, may ask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Wish {
    /// Call a number. The id is made by the surface, so that asking twice dials once.
    Dial {
        /// The new call's id.
        call: CallId,
        /// The number as typed or as HubSpot gave it.
        to: String,
        /// The country to read a national number in (ISO 3166 letters), when HubSpot named one.
        #[serde(default)]
        country: Option<String>,
        /// The record that is called.
        #[serde(default)]
        callee: Option<RecordRef>,
        /// The record on screen when the number was clicked.
        #[serde(default)]
        on_screen: Option<RecordRef>,
    },
    /// Take a ringing call. A call on the line is held first.
    Answer {
        /// Which.
        call: CallId,
    },
    /// Refuse a ringing call.
    Decline {
        /// Which.
        call: CallId,
    },
    /// End a call: dialling, on the line or held.
    HangUp {
        /// Which.
        call: CallId,
    },
    /// Be heard or not.
    Mute {
        /// Which.
        call: CallId,
        /// True: not heard.
        on: bool,
    },
    /// Let the far end wait, or speak again (which holds another call on the line).
    Hold {
        /// Which.
        call: CallId,
        /// True: waits.
        on: bool,
    },
    /// Press keys, for whomever the agent speaks with.
    Digits {
        /// In which call.
        call: CallId,
        /// Which.
        keys: Keys,
    },
    /// Give a call to somebody else, or speak with them first while the far end waits.
    Transfer {
        /// Which.
        call: CallId,
        /// To whom.
        to: Target,
        /// Speak with them first: they become the call's [`crate::Third`].
        #[serde(default)]
        consult: bool,
    },
    /// Do something with a call's [`crate::Third`].
    Third {
        /// Of which call.
        call: CallId,
        /// What.
        does: ThirdWish,
    },
    /// Keep what was typed so far.
    Draft {
        /// Which.
        call: CallId,
        /// All of it.
        draft: Draft,
    },
    /// Finish the wrap-up.
    Save {
        /// Which.
        call: CallId,
        /// Outcome and notes.
        draft: Draft,
    },
    /// More time for a wrap-up: as much again as there was at first.
    Extend {
        /// Which.
        call: CallId,
    },
    /// Change the agent's own status: at once, or as soon as no call and no wrap-up is open.
    Status {
        /// To what.
        to: Choice,
    },
    /// These numbers, and no others, are to be called later; the newest last.
    Later {
        /// At most [`crate::LATER_MOST`].
        numbers: Vec<Later>,
    },
    /// Let the surface that asks speak from now on, also in the middle of a call.
    TakeOver,
    /// Say who the other party is: one of [`crate::Looked::Several`], or the record that the agent
    /// found otherwise. Remembered for the number.
    Choose {
        /// Of which call.
        call: CallId,
        /// Who.
        record: RecordRef,
    },
    /// Make a contact with the other party's number; it becomes the party. Answered when HubSpot has
    /// made it, or with `hubspot` and a sentence. At least one of the three.
    CreateContact {
        /// Of which call.
        call: CallId,
        /// At most 100 characters.
        #[serde(default)]
        first_name: String,
        /// At most 100 characters.
        #[serde(default)]
        last_name: String,
        /// At most 200 characters.
        #[serde(default)]
        email: String,
    },
    /// Owner only: HubSpot's page was told something.
    Told {
        /// Of which call.
        call: CallId,
        /// What.
        told: Told,
    },
    /// Owner only: HubSpot's page made the record.
    Engagement {
        /// Of which call.
        call: CallId,
        /// Its id.
        id: String,
    },
    /// Owner only: HubSpot's page knows the other party.
    Matched {
        /// Of which call.
        call: CallId,
        /// Who it is.
        party: Party,
    },
}

/// What the owner told HubSpot's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Told {
    /// INCOMING_CALL or OUTGOING_CALL_STARTED, to this instance of HubSpot's page.
    Announced {
        /// The part of SYNC's `messageId` that names the instance.
        instance: String,
    },
    /// CALL_ANSWERED.
    Answered,
    /// CALL_TRANSFERRED.
    Transferred,
    /// CALL_ENDED.
    Ended,
    /// CALL_COMPLETED.
    Completed,
    /// What [`crate::CallView::pop`] names is about to be opened.
    Popped,
}

/// Why something was not done, for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A short name for programs (`stale-epoch`, `no-such-call`, `not-now`, `invalid`,
    /// `signed-out`, `not-carried`, `busy`, `hubspot`, `internal`).
    pub code: String,
    /// A sentence for people: what happened and what to do next.
    pub message: String,
}
