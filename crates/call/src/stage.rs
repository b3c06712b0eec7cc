//! The stages of a call. Each holds only what is true in it; a transition consumes one stage and
//! returns the next.

use serde::{Deserialize, Serialize};

use crate::{EndStatus, Ms, Third};

/// Where a call stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// Inbound, waiting for the agent.
    Ringing(Ringing),
    /// Outbound, waiting for the far end.
    Dialling(Dialling),
    /// Both ends speak.
    Connected(Connected),
    /// The line is free, outcome and notes are missing.
    WrapUp(WrapUp),
    /// Nothing more to do for the agent.
    Closed(Closed),
}

/// The input does not fit the stage; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the call is {stage}: it cannot {wanted} now")]
pub struct InvalidTransition {
    /// The stage, for people.
    pub stage: &'static str,
    /// What was wanted, for people.
    pub wanted: &'static str,
}

impl Stage {
    /// The stage in a word or two.
    pub fn name(&self) -> &'static str {
        match self {
            Stage::Ringing(_) => "ringing",
            Stage::Dialling(_) => "dialling",
            Stage::Connected(_) => "on the line",
            Stage::WrapUp(_) => "in its wrap-up",
            Stage::Closed(_) => "closed",
        }
    }

    /// Whether the call occupies the phone system.
    pub fn is_live(&self) -> bool {
        matches!(self, Stage::Ringing(_) | Stage::Dialling(_) | Stage::Connected(_))
    }

    pub(crate) fn refuse(&self, wanted: &'static str) -> InvalidTransition {
        InvalidTransition { stage: self.name(), wanted }
    }
}

/// Inbound, waiting for the agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ringing {
    /// When nobody will have taken it.
    pub until: Ms,
}

impl Ringing {
    pub(crate) fn answered(self, now: Ms) -> Connected {
        Connected { since: now, muted: false, held: false, third: None }
    }

    pub(crate) fn ended(self, now: Ms, end: EndStatus) -> Closed {
        Closed { since: None, ended: now, end }
    }
}

/// Outbound, waiting for the far end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialling {
    /// Whether the far end's phone is known to ring.
    pub far_rings: bool,
    /// When it is given up.
    pub until: Ms,
}

impl Dialling {
    pub(crate) fn answered(self, now: Ms) -> Connected {
        Connected { since: now, muted: false, held: false, third: None }
    }

    pub(crate) fn ended(self, now: Ms, end: EndStatus) -> Closed {
        Closed { since: None, ended: now, end }
    }
}

/// Both ends speak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connected {
    /// When it was answered.
    pub since: Ms,
    /// The agent cannot be heard.
    pub muted: bool,
    /// The agent has turned away: everybody in the call waits.
    pub held: bool,
    /// Somebody else is there, or being called.
    #[serde(default)]
    pub third: Option<Third>,
}

impl Connected {
    pub(crate) fn ended(self, now: Ms, end: EndStatus, wrap_up: Ms) -> WrapUp {
        WrapUp { since: self.since, ended: now, end, closes: now.saturating_add(wrap_up) }
    }
}

/// The line is free, outcome and notes are missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrapUp {
    /// When it had been answered.
    pub since: Ms,
    /// When it ended.
    pub ended: Ms,
    /// How it ended.
    pub end: EndStatus,
    /// When it closes by itself, with what is in the draft.
    pub closes: Ms,
}

impl WrapUp {
    pub(crate) fn closed(self) -> Closed {
        Closed { since: Some(self.since), ended: self.ended, end: self.end }
    }
}

/// Nothing more to do for the agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// When it had been answered, if ever.
    pub since: Option<Ms>,
    /// When it ended.
    pub ended: Ms,
    /// How it ended.
    pub end: EndStatus,
}
