//! Somebody beside the two who speak: whom the call is given to, or who is asked or added first.
//!
//! ```text
//! on the line ──transfer to a number──▶ Transferring ──answers──▶ the call ends: transferred
//!             ──consult──▶ Dialling ──answers──▶ Asked ◀──swap──▶ Asked ──merge──▶ Joined
//! Asked, Joined ──complete──▶ the call ends: far end and third speak on   any ──drop──▶ on the line
//! ```
//! **When the third goes by itself, the far end stays as it was**: who waited goes on waiting, so that
//! nobody is heard who does not know it; only a transfer that failed gives it back. **When the far end
//! goes, the call is over**, and the third is hung up too.

use serde::{Deserialize, Serialize};

use crate::{Call, CallId, Connected, EndStatus, InvalidTransition, Ms, Output, Stage};

/// Who is beside the call, and how far that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Third {
    /// Who.
    pub who: Peer,
    /// How far.
    pub stage: ThirdStage,
}

/// Somebody who can be dialled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// The number, as it goes to the phone system.
    pub number: String,
    /// Their name, or the number written for people.
    pub name: String,
}

/// How far it is with a third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThirdStage {
    /// The far end is being given to them, and waits.
    Transferring {
        /// When it is given up.
        until: Ms,
    },
    /// They are being called; the far end waits.
    Dialling {
        /// Whether their phone is known to ring.
        rings: bool,
        /// When it is given up.
        until: Ms,
    },
    /// The agent speaks with one of the two, and the other one waits.
    Asked(With),
    /// All three speak with each other.
    Joined,
}

/// Of two the one whom the agent speaks with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum With {
    /// The third.
    Third,
    /// The far end.
    Far,
}

/// Whom a call is given to without asking them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// An agent of the same tenant: they get a call of their own that hangs on the same far end.
    Agent {
        /// Their id.
        agent: String,
        /// Their name.
        name: String,
        /// The id of their call.
        leg: CallId,
    },
    /// A number: the phone system does it.
    Number(Peer),
}

/// Where an agent's call comes from, when it is another agent's transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Via {
    /// The id of the call that the far end makes: it hangs on that one.
    pub far: CallId,
    /// The name of the other agent.
    pub by: String,
    /// It was given to them, they did not take it, and it is back.
    pub back: bool,
}

/// What the phone system says of a third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThirdNews {
    /// Their phone rings.
    Rings,
    /// They answered.
    Answered,
    /// They are no more.
    Gone(Gone),
}

/// Why a third is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gone {
    /// They are busy.
    Busy,
    /// They did not answer in time.
    NoAnswer,
    /// They declined, or hung up.
    HungUp,
    /// They cannot be reached.
    Failed,
}

impl Connected {
    /// Whether the far end waits, and the third.
    pub fn waiting(&self) -> (bool, bool) {
        match self.third.as_ref().map(|third| third.stage) {
            None => (self.held, false),
            Some(ThirdStage::Transferring { .. }) => (true, false),
            Some(ThirdStage::Dialling { .. } | ThirdStage::Asked(With::Third)) => (true, self.held),
            Some(ThirdStage::Asked(With::Far)) => (self.held, true),
            Some(ThirdStage::Joined) => (self.held, self.held),
        }
    }

    fn stage(&self) -> Option<ThirdStage> {
        self.third.as_ref().map(|third| third.stage)
    }

    /// Whether there is a third who must be hung up when the call ends.
    pub(crate) fn has_third(&self) -> bool {
        self.stage().is_some_and(|stage| !matches!(stage, ThirdStage::Transferring { .. }))
    }

    /// When a third is given up.
    pub(crate) fn third_until(&self) -> Option<Ms> {
        match self.stage()? {
            ThirdStage::Transferring { until } | ThirdStage::Dialling { until, .. } => Some(until),
            ThirdStage::Asked(_) | ThirdStage::Joined => None,
        }
    }
}

impl Call {
    /// Gives the far end to somebody else. To an agent it is done at once; a number may fail.
    pub(crate) fn transfer(&mut self, target: Target, now: Ms) -> Result<(), InvalidTransition> {
        const WANTED: &str = "be transferred";
        self.alone(WANTED)?;
        match &target {
            Target::Agent { name, .. } => {
                let name = name.clone();
                self.orders.push_back(Output::Transfer(target));
                self.give_away(name, now)
            }
            Target::Number(who) => {
                let stage =
                    ThirdStage::Transferring { until: now.saturating_add(self.limits.ring) };
                let third = Third { who: who.clone(), stage };
                self.change(WANTED, |connected| connected.third = Some(third))?;
                self.orders.push_back(Output::Transfer(target));
                Ok(())
            }
        }
    }

    /// Calls somebody else while the far end waits.
    pub(crate) fn consult(&mut self, who: Peer, now: Ms) -> Result<(), InvalidTransition> {
        const WANTED: &str = "get somebody else added";
        self.alone(WANTED)?;
        let order = Output::Consult { to: who.number.clone() };
        let until = now.saturating_add(self.limits.ring);
        self.change(WANTED, |connected| {
            connected.held = false;
            let stage = ThirdStage::Dialling { rings: false, until };
            connected.third = Some(Third { who, stage });
        })?;
        self.orders.push_back(order);
        Ok(())
    }

    /// Speaks with the other one of the two.
    pub(crate) fn swap(&mut self) -> Result<(), InvalidTransition> {
        let with = match self.third_stage() {
            Some(ThirdStage::Asked(With::Third)) => With::Far,
            Some(ThirdStage::Asked(With::Far)) => With::Third,
            _ => return Err(self.stage.refuse("swap two who speak with the agent")),
        };
        self.advance("be swapped", ThirdStage::Asked(with))
    }

    /// Lets all three speak with each other.
    pub(crate) fn merge(&mut self) -> Result<(), InvalidTransition> {
        match self.third_stage() {
            Some(ThirdStage::Asked(_) | ThirdStage::Joined) => {
                self.advance("be joined", ThirdStage::Joined)
            }
            _ => Err(self.stage.refuse("join somebody who has not answered")),
        }
    }

    /// Leaves far end and third to each other.
    pub(crate) fn complete(&mut self, now: Ms) -> Result<(), InvalidTransition> {
        let (Some(ThirdStage::Asked(_) | ThirdStage::Joined), Stage::Connected(connected)) =
            (self.third_stage(), &mut self.stage)
        else {
            return Err(self.stage.refuse("go to somebody who has not answered"));
        };
        let name = connected.third.take().map(|third| third.who.name).unwrap_or_default();
        self.orders.push_back(Output::Join);
        self.give_away(name, now)
    }

    /// Hangs the third up, or stops a transfer: agent and far end speak on.
    pub(crate) fn drop_third(&mut self) -> Result<(), InvalidTransition> {
        const WANTED: &str = "lose somebody who was added";
        if !matches!(self.stage, Stage::Connected(_)) {
            return Err(self.stage.refuse(WANTED));
        }
        if self.third_stage().is_none() {
            return Ok(());
        }
        self.orders.push_back(Output::DropThird);
        self.change(WANTED, |connected| connected.third = None)
    }

    /// Takes what the phone system says of the third.
    pub(crate) fn third(&mut self, news: ThirdNews, now: Ms) -> Result<(), InvalidTransition> {
        const WANTED: &str = "hear of somebody else";
        let stage = self.third_stage().ok_or_else(|| self.stage.refuse(WANTED))?;
        match (news, stage) {
            (ThirdNews::Rings, ThirdStage::Dialling { until, .. }) => {
                self.put(ThirdStage::Dialling { rings: true, until });
                Ok(())
            }
            (ThirdNews::Answered, ThirdStage::Dialling { .. }) => {
                self.put(ThirdStage::Asked(With::Third));
                // The agent has turned away meanwhile.
                if matches!(&self.stage, Stage::Connected(connected) if connected.held) {
                    self.orders.push_back(Output::HoldThird(true));
                }
                Ok(())
            }
            (ThirdNews::Answered, ThirdStage::Transferring { .. }) => {
                let Stage::Connected(connected) = &mut self.stage else { return Ok(()) };
                let name = connected.third.take().map(|third| third.who.name).unwrap_or_default();
                self.give_away(name, now)
            }
            (ThirdNews::Rings | ThirdNews::Answered, _) => Ok(()),
            (ThirdNews::Gone(why), _) => self.third_gone(why),
        }
    }

    /// The third did not answer in time.
    pub(crate) fn third_late(&mut self) -> Result<(), InvalidTransition> {
        self.orders.push_back(Output::DropThird);
        self.third_gone(Gone::NoAnswer)
    }

    fn third_gone(&mut self, why: Gone) -> Result<(), InvalidTransition> {
        let Stage::Connected(connected) = &self.stage else { return Ok(()) };
        let Some(third) = connected.third.clone() else { return Ok(()) };
        let waits = connected.waiting().0;
        self.change("lose somebody who was added", |connected| {
            connected.third = None;
            if !matches!(third.stage, ThirdStage::Transferring { .. }) {
                connected.held = waits;
            }
        })?;
        let spoke = matches!(third.stage, ThirdStage::Asked(_) | ThirdStage::Joined);
        let what = match why {
            Gone::HungUp if spoke => "has hung up.",
            Gone::HungUp => "declined.",
            Gone::Busy => "is busy.",
            Gone::NoAnswer => "did not answer.",
            Gone::Failed => "cannot be reached.",
        };
        let then = match third.stage {
            ThirdStage::Transferring { .. } => " The call was not transferred.",
            _ if waits => " The other party is on hold.",
            _ => "",
        };
        self.trouble = Some(format!("{} {what}{then}", third.who.name));
        Ok(())
    }

    fn give_away(&mut self, to: String, now: Ms) -> Result<(), InvalidTransition> {
        self.transferred = Some(to);
        self.trouble = None;
        self.end(now, EndStatus::Completed, EndStatus::Completed)
    }

    fn third_stage(&self) -> Option<ThirdStage> {
        match &self.stage {
            Stage::Connected(connected) => connected.stage(),
            _ => None,
        }
    }

    /// Refuses what needs a call between two.
    fn alone(&self, wanted: &'static str) -> Result<(), InvalidTransition> {
        match &self.stage {
            Stage::Connected(connected) if connected.third.is_none() => Ok(()),
            Stage::Connected(_) => {
                Err(InvalidTransition { stage: "with somebody else already", wanted })
            }
            other => Err(other.refuse(wanted)),
        }
    }

    /// The agent turns to the next stage with a third, and so speaks.
    fn advance(
        &mut self,
        wanted: &'static str,
        stage: ThirdStage,
    ) -> Result<(), InvalidTransition> {
        self.change(wanted, |connected| {
            connected.held = false;
            if let Some(third) = &mut connected.third {
                third.stage = stage;
            }
        })
    }

    fn put(&mut self, stage: ThirdStage) {
        if let Stage::Connected(Connected { third: Some(third), .. }) = &mut self.stage {
            third.stage = stage;
        }
    }

    /// Changes who speaks, and orders whatever holds that takes.
    pub(crate) fn change(
        &mut self,
        wanted: &'static str,
        how: impl FnOnce(&mut Connected),
    ) -> Result<(), InvalidTransition> {
        let Stage::Connected(connected) = &mut self.stage else {
            return Err(self.stage.refuse(wanted));
        };
        let before = connected.waiting();
        how(connected);
        let (after, third) = (connected.waiting(), connected.third.is_some());
        self.trouble = None;
        // Who is to wait does so before another one is heard.
        let holds = [
            (before.0 != after.0).then_some(Output::Hold(after.0)),
            (third && before.1 != after.1).then_some(Output::HoldThird(after.1)),
        ];
        let mut holds: Vec<Output> = holds.into_iter().flatten().collect();
        holds.sort_by_key(|order| !matches!(order, Output::Hold(true) | Output::HoldThird(true)));
        self.orders.extend(holds);
        Ok(())
    }
}
