//! Thirds at tenants' phone systems: a far end that is given to a number there, and somebody who is
//! called by a leg of their own and asked, joined, or left with the far end.

use ::sip::{LegEvent, why};
use call::{Gone, ThirdNews};
use voice::media::End;

use super::fars::{Far, Fars};
use super::sip::heard;
use super::{Legs, Phone};
use crate::{clock, ids};

impl Phone {
    /// Calls somebody beside a far end, by the agent's line.
    pub(super) fn consult_by_sip(&self, legs: &mut Legs, id: &str, to: String) {
        if let Err(why) = self.dial_third(legs, id, to) {
            tracing::warn!(call = id, why, "nobody could be called beside a far end");
            self.third_ended(legs, id, call::Input::FarFailed);
        }
    }

    fn dial_third(&self, legs: &mut Legs, id: &str, to: String) -> Result<(), &'static str> {
        let far = legs.sip.fars.get(id).ok_or("the far end is gone")?;
        let tenant = far.tenant.clone();
        let (agent, _) = legs.hear(id).pop().ok_or("nobody speaks with the far end")?;
        // Of its own: what is told late of somebody who was called before is nobody's.
        let leg = ids::new_id();
        self.dial_by_sip(legs, id, (End::Third, leg), (&tenant, &agent), to)
    }

    /// Hangs up whoever is beside a far end, or stops calling them. Nothing happens where nobody is.
    pub(super) fn drop_third_by_sip(&self, legs: &mut Legs, id: &str) {
        let Some(third) = legs.sip.end_third(id) else { return };
        self.lines.with(|ua| ua.hang_up(&third.leg));
        if let Some(sound) = &self.sound {
            sound.third_leaves(id);
        }
    }

    /// Whoever was beside a far end is gone, in the words of a call of theirs. A far end that was left
    /// with them has nobody now, and is hung up.
    pub(super) fn third_ended(&self, legs: &mut Legs, id: &str, said: call::Input) {
        if let Some(sound) = &self.sound {
            sound.third_leaves(id);
        }
        if legs.sip.fars.get(id).is_some_and(|far| far.alone.is_some()) {
            self.hang_up_by_sip(legs, id);
            return self.forget_if_over(legs, id);
        }
        self.far_says(legs, id, &of_third(said));
    }

    /// Hangs up a far end, and whoever is beside it.
    pub(super) fn hang_up_by_sip(&self, legs: &mut Legs, id: &str) {
        self.drop_third_by_sip(legs, id);
        if let Some(far) = legs.sip.end(id) {
            self.lines.with(|ua| ua.hang_up(&far.leg));
        }
    }

    /// Leaves far end and third to each other. Both legs stay ours, and the gateway between them: when
    /// one of the two hangs up, the other one is hung up; and both are when their time is over.
    pub(super) fn join_by_sip(&self, legs: &mut Legs, id: &str) {
        // The agent hears no more of either.
        for (_, call) in legs.hear(id) {
            legs.agents.remove(&call);
        }
        let Fars { fars, thirds, .. } = &mut legs.sip;
        let (Some(far), Some(third)) = (fars.get_mut(id), thirds.get_mut(id)) else {
            // The third has hung up in this moment: nobody is left for the far end.
            return self.hang_up_by_sip(legs, id);
        };
        far.alone = Some(clock::now().saturating_add(self.left_alone));
        if let Some(sound) = &self.sound {
            sound.agent_leaves(id);
        }
        self.speaks_again(far);
        self.speaks_again(third);
    }

    /// Hangs up those who were left to each other and whose time is over: one of them may have gone
    /// without a word.
    pub(super) fn end_alone(&self, legs: &mut Legs, now: u64) {
        let fars = legs.sip.fars.iter();
        let over = fars.filter(|(_, far)| far.alone.is_some_and(|until| until <= now));
        let over: Vec<String> = over.map(|(id, _)| id.clone()).collect();
        for id in over {
            tracing::info!(call = id, "two who were left to each other have spoken too long");
            self.hang_up_by_sip(legs, &id);
            self.forget_if_over(legs, &id);
        }
    }

    /// Tells an end that waited that it does not any more.
    pub(super) fn speaks_again(&self, far: &mut Far) {
        if far.on_hold {
            self.waits_by_sip(far, false);
        }
    }

    /// Tells an end that it waits, or speaks again.
    pub(super) fn waits_by_sip(&self, far: &mut Far, on: bool) {
        far.on_hold = on;
        let sdp = far.session.offer(far.direction());
        self.lines.with(|ua| match on {
            true => ua.hold(&far.leg, &sdp),
            false => ua.resume(&far.leg, &sdp),
        });
    }

    /// What is told of somebody to whom a far end is being given by the phone system (REFER).
    pub(super) fn hears_of_taker(
        &self,
        id: &str,
        far: &mut Far,
        event: &LegEvent,
    ) -> Option<call::Input> {
        let given = std::mem::take(&mut far.given);
        let news = match event {
            // The agent has given it up, and may speak with somebody else by now.
            _ if !given => {
                tracing::debug!(call = id, ?event, "of a far end");
                return None;
            }
            LegEvent::Transferring { status: 180.. } => {
                if let Some(sound) = &self.sound {
                    sound.ring_back(id);
                }
                far.given = true;
                ThirdNews::Rings
            }
            // Both ends of our leg go by themselves now.
            LegEvent::Transferred => ThirdNews::Answered,
            LegEvent::TransferFailed { status, .. } => {
                tracing::info!(call = id, status, "a transfer failed");
                self.rings_no_more(id);
                return Some(of_third(heard(&why(*status, "", false))));
            }
            // It was not even asked for: the far end has not confirmed the call, or is given already.
            LegEvent::Ignored { order: "transfer", sentence } => {
                tracing::info!(call = id, sentence, "a transfer was not begun");
                self.rings_no_more(id);
                ThirdNews::Gone(Gone::Failed)
            }
            other => {
                far.given = true;
                tracing::debug!(call = id, ?other, "of a far end");
                return None;
            }
        };
        Some(call::Input::Third(news))
    }

    fn rings_no_more(&self, id: &str) {
        if let Some(sound) = &self.sound {
            sound.third_leaves(id);
        }
    }
}

/// What somebody did who is beside a far end, from the words of a call of theirs.
pub(super) fn of_third(said: call::Input) -> call::Input {
    call::Input::Third(match said {
        call::Input::FarRings => ThirdNews::Rings,
        call::Input::FarAnswered => ThirdNews::Answered,
        call::Input::FarBusy => ThirdNews::Gone(Gone::Busy),
        call::Input::FarNoAnswer => ThirdNews::Gone(Gone::NoAnswer),
        call::Input::FarFailed => ThirdNews::Gone(Gone::Failed),
        _ => ThirdNews::Gone(Gone::HungUp),
    })
}
