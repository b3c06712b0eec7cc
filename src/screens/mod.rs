//! The screens: one at a time.

mod before;
mod dialling;
mod ended;
mod history;
mod in_call;
mod outcomes;
mod pad;
mod ringing;
mod wrap_up;

use contract::CallId;
use desk::{CallCard, CardPhase, Stage, View};

use crate::face::Face;

/// Which screen, for which call. A screen is made anew only when this changes; within it only texts
/// change.
#[derive(Clone, PartialEq)]
pub enum Screen {
    /// HubSpot's page has not greeted the frame yet.
    Waiting,
    /// Nobody is signed in, or the sign-in window is open.
    SignedOut,
    /// The first snapshot is on its way.
    Loading,
    /// The dial pad.
    Pad,
    /// The calls of earlier.
    History,
    /// A call rings.
    Ringing(CallId),
    /// A call is being set up.
    Dialling(CallId),
    /// On the line.
    InCall(CallId),
    /// After the call.
    WrapUp(CallId),
    /// A call that never connected.
    Ended(CallId),
}

impl Screen {
    /// The screen for a view.
    pub fn of(view: &View) -> Screen {
        match view.stage {
            Stage::WaitingForHost => Screen::Waiting,
            Stage::SignedOut | Stage::SigningIn => Screen::SignedOut,
            Stage::Loading => Screen::Loading,
            Stage::Working => match &view.front {
                None if view.history.is_some() => Screen::History,
                None => Screen::Pad,
                // A wrap-up can wait while the person looks at other calls.
                Some(CallCard { phase: CardPhase::WrapUp { .. }, .. })
                    if view.history.is_some() =>
                {
                    Screen::History
                }
                Some(card) => {
                    let id = card.id.clone();
                    match card.phase {
                        CardPhase::Ringing { .. } => Screen::Ringing(id),
                        CardPhase::Dialling { .. } => Screen::Dialling(id),
                        CardPhase::Connected { .. } => Screen::InCall(id),
                        CardPhase::WrapUp { .. } => Screen::WrapUp(id),
                        CardPhase::Ended { .. } => Screen::Ended(id),
                    }
                }
            },
        }
    }

    /// Whether it is loaded later than the page: nobody gets there without a call or a press.
    pub fn is_late(&self) -> bool {
        matches!(self, Screen::History | Screen::InCall(_) | Screen::WrapUp(_) | Screen::Ended(_))
    }

    /// What it looks like.
    pub fn face(&self) -> &'static Face {
        match self {
            Screen::Waiting => &before::WAITING,
            Screen::SignedOut => &before::SIGNED_OUT,
            Screen::Loading => &before::LOADING,
            Screen::Pad => &pad::PAD,
            Screen::History => &history::HISTORY,
            Screen::Ringing(_) => &ringing::RINGING,
            Screen::Dialling(_) => &dialling::DIALLING,
            Screen::InCall(_) => &in_call::IN_CALL,
            Screen::WrapUp(_) => &wrap_up::WRAP_UP,
            Screen::Ended(_) => &ended::ENDED,
        }
    }
}
