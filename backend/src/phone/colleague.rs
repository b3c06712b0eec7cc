//! A colleague who is asked, on the simulated phone system: it rings at their pages, by a call of their
//! own, and what they do is what the third of the asking call does. A wire in the gateway lets the two
//! hear each other, and the far end whom they are left to.
//!
//! The two calls know of each other only here: a restart ends the asking.

use call::Offer;
use voice::{Far, Order, Refusal, ThirdDid};

use super::{Legs, Phone};
use crate::news::News;
use crate::store::people::AgentId;

impl Phone {
    /// It rings at a colleague's, for a call whose far end waits. Nothing happens where that is gone.
    pub fn ask(&self, call: &str, to: &AgentId, offer: Offer) {
        let mut legs = self.lock();
        let far = legs.forks.far_end(call).unwrap_or(call).to_owned();
        if !legs.simulated.ask(&far) {
            return;
        }
        let leg = offer.id.0.clone();
        legs.simulated.calls(&leg);
        legs.agents.insert(leg.clone(), to.clone());
        legs.asked.insert(far, leg);
        // Sent while nobody else can: what the asker does next is heard after it.
        let input = seat::Input::Offer(offer);
        let _ = self.news.send(News { agent: to.clone(), input, done: None });
        self.pass_on(&mut legs, None);
    }

    /// What a colleague's own order means for whoever asked them.
    pub(super) fn colleague_does(&self, legs: &mut Legs, asker: &str, leg: &str, order: &Order) {
        let did = match order {
            Order::Accept => {
                if let Some(sound) = &self.sound {
                    sound.wire_third(asker, leg);
                }
                return legs.simulated.asked(asker, ThirdDid::Answered);
            }
            Order::Refuse(Refusal::Busy) => ThirdDid::Busy,
            Order::Refuse(Refusal::NoAnswer) => ThirdDid::NoAnswer,
            Order::Refuse(Refusal::Unavailable) => ThirdDid::Failed,
            Order::Refuse(Refusal::Declined) | Order::HangUp => ThirdDid::HungUp,
            _ => return,
        };
        legs.asked.remove(asker);
        legs.simulated.asked(asker, did);
        // Who was left with them by now has nobody.
        if legs.simulated.is_alone(asker) {
            let _ = legs.simulated.far(asker, Far::HangUp);
        }
    }

    /// Nobody asks any more, or the far end is gone: the colleague's call is over.
    pub(super) fn drop_colleague(&self, legs: &mut Legs, far: &str) {
        if let Some(leg) = legs.asked.remove(far) {
            let _ = legs.simulated.far(&leg, Far::HangUp);
        }
    }
}

impl Legs {
    /// The far end of the call that asked a colleague by this one.
    pub(super) fn asker_of(&self, leg: &str) -> Option<String> {
        self.asked.iter().find(|(_, asked)| *asked == leg).map(|(far, _)| far.clone())
    }
}
