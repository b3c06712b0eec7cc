//! The simulated phone system's shell for what goes beyond two ends: keys, thirds, and far ends that go
//! from one agent to another.

use call::{Call, Gone, Keys, Offer, ThirdNews, With};
use voice::media::{End, Plays};
use voice::{Order, ThirdDid, ThirdWas};

use super::{Legs, Phone};
use crate::news::News;
use crate::store::people::AgentId;

/// A far end that goes to another agent.
#[derive(Debug)]
pub struct HandOn {
    /// The call that had it.
    pub from: String,
    /// To whom.
    pub to: AgentId,
    /// Their name.
    pub name: String,
    /// Their call.
    pub offer: Offer,
    /// Who gets it when they do not take it, and their name.
    pub back: Option<Back>,
}

/// Who gets a far end back, by a call of their own.
#[derive(Debug)]
pub struct Back {
    /// Who.
    pub to: AgentId,
    /// Their name.
    pub name: String,
    /// Their call.
    pub offer: Offer,
}

impl Phone {
    /// Whether all three ends of a call can speak with each other.
    pub fn mixes(&self) -> bool {
        self.sound.as_ref().is_some_and(|sound| sound.capabilities().mixing)
    }

    /// A far end goes to another agent: it hears it ring there, and they are offered a call that hangs
    /// on it.
    pub fn hand_on(&self, hand: HandOn) {
        let mut legs = self.lock();
        let far = legs.forks.far_end(&hand.from).unwrap_or(&hand.from).to_owned();
        if !legs.simulated.has(&far) && !legs.sip.has(&far) {
            // It has hung up in this moment: nobody is rung.
            return;
        }
        legs.agents.remove(&hand.from);
        if let Some(sound) = &self.sound {
            sound.ring_back(&far);
            // What the agent before had switched is not the next one's.
            sound.mute(&far, false);
        }
        self.offer_far_end(&mut legs, &hand.from, hand.to, &hand.name, hand.offer, hand.back);
    }

    fn offer_far_end(
        &self,
        legs: &mut Legs,
        from: &str,
        to: AgentId,
        name: &str,
        offer: Offer,
        back: Option<Back>,
    ) {
        let leg = offer.id.0.clone();
        legs.forks.hand_on(from, &leg, name);
        legs.handed.insert(leg.clone(), back);
        legs.agents.insert(leg, to.clone());
        // Sent while nobody else can: what the far end does next is heard after it.
        let _ = self.news.send(News { agent: to, input: seat::Input::Offer(offer), done: None });
    }

    /// What an order of an agent does to a far end that was handed to them. Whether that is all.
    pub(super) fn handed(&self, legs: &mut Legs, far: &str, leg: &str, order: &Order) -> bool {
        match order {
            Order::Accept => {
                if legs.handed.remove(leg).is_some()
                    && let Some(sound) = &self.sound
                {
                    sound.hold(far, false);
                }
                false
            }
            Order::Refuse(_) => match legs.handed.remove(leg) {
                None => false,
                Some(Some(Back { to, name, offer })) => {
                    legs.agents.remove(leg);
                    self.offer_far_end(legs, leg, to, &name, offer, None);
                    true
                }
                // It was answered once: it is not refused any more, but ends.
                Some(None) => {
                    legs.agents.remove(leg);
                    self.carry(legs, far, Order::HangUp);
                    true
                }
            },
            _ => false,
        }
    }

    /// Says keys to one of the two. They are logged nowhere.
    pub fn press(&self, call: &str, with: With, keys: &Keys) {
        let legs = self.lock();
        let id = legs.forks.far_end(call).unwrap_or(call);
        let end = if with == With::Far { End::Far } else { End::Third };
        if self.press_by_sip(&legs, id, end, keys.reveal()) {
            return;
        }
        drop(legs);
        if let Some(sound) = &self.sound {
            sound.press(&self.sound_of(call), end, keys.reveal());
        }
    }

    /// What an order for a third does to the sound.
    pub(super) fn sounds_of_third(&self, far: &str, order: &Order) {
        let Some(sound) = &self.sound else { return };
        match order {
            Order::HoldThird(on) => sound.hold_third(far, *on),
            Order::DropThird => sound.third_leaves(far),
            Order::Join => sound.agent_leaves(far),
            _ => {}
        }
    }

    /// What somebody did who was called beside the far end, in the call's words.
    /// `colleague`: they are heard by a wire, not simulated.
    pub(super) fn third_did(&self, far: &str, did: ThirdDid, colleague: bool) -> call::Input {
        let plays = |plays| {
            if let Some(sound) = &self.sound {
                sound.third_plays(far, plays);
            }
        };
        match did {
            ThirdDid::Rings => plays(Plays::Ringing),
            ThirdDid::Answered if colleague => {}
            ThirdDid::Answered => plays(Plays::Echo),
            _ => self.sounds_of_third(far, &Order::DropThird),
        }
        news(did)
    }

    /// What somebody did who is to take the far end, which hears it ring at theirs.
    pub(super) fn taker_did(&self, far: &str, did: ThirdDid) -> call::Input {
        if let Some(sound) = &self.sound {
            match did {
                ThirdDid::Rings => sound.ring_back(far),
                ThirdDid::Answered => {}
                _ => sound.third_leaves(far),
            }
        }
        news(did)
    }

    /// Builds the third of a call anew after a restart.
    pub fn rebuild_third(&self, call: &Call) {
        let call::Stage::Connected(connected) = call.stage() else { return };
        let Some(third) = &connected.third else { return };
        let was = match third.stage {
            call::ThirdStage::Transferring { .. } => ThirdWas::Taking,
            call::ThirdStage::Dialling { .. } => ThirdWas::Called,
            call::ThirdStage::Asked(_) | call::ThirdStage::Joined => ThirdWas::There,
        };
        let mut legs = self.lock();
        let far = legs.forks.far_end(&call.id().0).unwrap_or(&call.id().0).to_owned();
        legs.simulated.rebuild_third(&far, &third.who.number, was, crate::clock::now());
        drop(legs);
        let waiting = connected.waiting();
        if let Some(sound) = &self.sound {
            if was == ThirdWas::There {
                sound.third_plays(&far, Plays::Echo);
            }
            sound.hold(&far, waiting.0);
            sound.hold_third(&far, waiting.1);
        }
        self.woken.notify_one();
    }

    /// A person acts as the third. What is returned is told once the seat knows of it.
    pub fn third(
        &self,
        call: &str,
        does: voice::Far,
    ) -> Result<tokio::sync::oneshot::Receiver<()>, voice::Nonsense> {
        let (done, heard) = tokio::sync::oneshot::channel();
        let mut legs = self.lock();
        if legs.asked.contains_key(call) {
            // They have pages of their own.
            return Err(voice::Nonsense::NoSuchCall);
        }
        legs.simulated.third(call, does)?;
        self.pass_on(&mut legs, Some(done));
        Ok(heard)
    }
}

/// An order that is not about two ends alone.
pub(super) fn order(order: call::Output) -> Option<Order> {
    Some(match order {
        call::Output::Transfer(call::Target::Number(who)) => Order::Transfer { to: who.number },
        call::Output::Consult { to } => Order::Consult { to },
        call::Output::HoldThird(on) => Order::HoldThird(on),
        call::Output::DropThird => Order::DropThird,
        call::Output::Join => Order::Join,
        // To an agent it is handed on; see [`Phone::hand_on`].
        _ => return None,
    })
}

fn news(did: ThirdDid) -> call::Input {
    call::Input::Third(match did {
        ThirdDid::Rings => ThirdNews::Rings,
        ThirdDid::Answered => ThirdNews::Answered,
        ThirdDid::Busy => ThirdNews::Gone(Gone::Busy),
        ThirdDid::NoAnswer => ThirdNews::Gone(Gone::NoAnswer),
        ThirdDid::HungUp => ThirdNews::Gone(Gone::HungUp),
        ThirdDid::Failed => ThirdNews::Gone(Gone::Failed),
    })
}
