//! The third of a simulated call: somebody else whom the phone system calls beside the far end, to take
//! the call or to speak with the agent first. They behave by their number, as a far end does.

use crate::simulated::{Leg, moment};
use crate::{Behaviour, Event, Far, Ms, Nonsense, Simulated};

/// How long a far end and a third who were left to each other speak, in milliseconds: nobody is there to
/// hang them up.
const LEFT_ALONE: Ms = 10 * 60_000;

/// A third.
#[derive(Debug, Clone)]
pub(crate) struct Third {
    leg: Leg,
    /// They take the far end as soon as they answer.
    takes: bool,
}

/// What a third did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThirdDid {
    /// Their phone rings.
    Rings,
    /// They answered.
    Answered,
    /// They are busy.
    Busy,
    /// They did not answer in time.
    NoAnswer,
    /// They declined, or hung up.
    HungUp,
    /// They cannot be reached.
    Failed,
}

/// Whom a call had beside it before a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThirdWas {
    /// The far end was being given to them.
    Taking,
    /// They were being called.
    Called,
    /// They were there.
    There,
}

impl Simulated {
    /// The phone system calls somebody beside the far end, for a call that is on the line.
    pub(crate) fn call_third(&mut self, call: &str, to: &str, takes: bool, now: Ms) {
        if matches!(self.legs.get(call), Some(Leg::Connected)) {
            let leg = self.dialled(to, now);
            self.thirds.insert(call.to_owned(), Third { leg, takes });
        }
    }

    /// Somebody is called beside the far end who does only what is [told](Self::asked) of them: their
    /// phone rings. Whether the call is on the line.
    pub fn ask(&mut self, call: &str) -> bool {
        let there = matches!(self.legs.get(call), Some(Leg::Connected));
        if there {
            let leg = Leg::Ringing { behaviour: Behaviour::NeverAnswers, acts: None };
            self.thirds.insert(call.to_owned(), Third { leg, takes: false });
            self.events.push_back((call.to_owned(), Event::Third(ThirdDid::Rings)));
        }
        there
    }

    /// What somebody did who was [asked](Self::ask). Nothing happens where they are no more.
    pub fn asked(&mut self, call: &str, did: ThirdDid) {
        if self.thirds.contains_key(call) {
            self.third_does(call.to_owned(), did);
        }
    }

    /// Whether a far end was left with a third.
    pub fn is_alone(&self, call: &str) -> bool {
        matches!(self.legs.get(call), Some(Leg::Alone { .. }))
    }

    /// They are hung up; the far end stays.
    pub(crate) fn drop_third(&mut self, call: &str) {
        self.thirds.remove(call);
    }

    /// Far end and third are left to each other.
    pub(crate) fn leave_alone(&mut self, call: &str, now: Ms) {
        let there = self.thirds.remove(call).is_some_and(|third| third.leg == Leg::Connected);
        let leg = self.legs.get_mut(call);
        if let Some(leg) = leg.filter(|leg| there && **leg == Leg::Connected) {
            *leg = Leg::Alone { until: now.saturating_add(LEFT_ALONE) };
        }
    }

    /// Builds a third anew after a restart.
    pub fn rebuild_third(&mut self, call: &str, to: &str, was: ThirdWas, now: Ms) {
        let leg = match was {
            ThirdWas::There => Leg::Connected,
            ThirdWas::Taking | ThirdWas::Called => self.dialled(to, now),
        };
        let third = Third { leg, takes: was == ThirdWas::Taking };
        self.thirds.insert(call.to_owned(), third);
    }

    /// A person acts as the third.
    ///
    /// # Errors
    /// [`Nonsense`] when there is none, or they cannot do that now.
    pub fn third(&mut self, call: &str, does: Far) -> Result<(), Nonsense> {
        let third = self.thirds.get(call).ok_or(Nonsense::NoSuchCall)?;
        let did = match (does, &third.leg) {
            (Far::LeaveMessage, _) => return Err(Nonsense::NoMailbox),
            (Far::HangUp, _) => ThirdDid::HungUp,
            (Far::Answer, Leg::Ringing { .. }) => ThirdDid::Answered,
            (Far::Answer, Leg::Connected) => return Err(Nonsense::Answered),
            (Far::Answer, _) => return Err(Nonsense::NotRinging),
        };
        self.third_does(call.to_owned(), did);
        Ok(())
    }

    /// Time passed.
    pub(crate) fn tick_thirds(&mut self, now: Ms) {
        let due = self.thirds.iter().filter(|(_, third)| is_due(&third.leg, now));
        let due: Vec<(String, Leg)> =
            due.map(|(call, third)| (call.clone(), third.leg.clone())).collect();
        for (call, leg) in due {
            let did = match leg {
                Leg::Dialled { behaviour: Behaviour::Busy, .. } => ThirdDid::Busy,
                Leg::Dialled { behaviour: Behaviour::Fails, .. } => ThirdDid::Failed,
                Leg::Dialled { behaviour, .. } => {
                    let ringing = self.ringing(behaviour, now);
                    if let Some(third) = self.thirds.get_mut(&call) {
                        third.leg = ringing;
                    }
                    ThirdDid::Rings
                }
                Leg::Ringing { behaviour: Behaviour::Rejects, .. } => ThirdDid::HungUp,
                _ => ThirdDid::Answered,
            };
            self.third_does(call, did);
        }
    }

    /// When a third acts by itself.
    pub(crate) fn thirds_act(&self) -> Option<Ms> {
        self.thirds.values().filter_map(|third| moment(&third.leg)).min()
    }

    fn third_does(&mut self, call: String, did: ThirdDid) {
        let takes = self.thirds.get(&call).is_some_and(|third| third.takes);
        match (did, self.thirds.get_mut(&call)) {
            // From now on it is no call of ours.
            (ThirdDid::Answered, Some(_)) if takes => {
                self.thirds.remove(&call);
                self.legs.remove(&call);
            }
            (ThirdDid::Answered, Some(third)) => third.leg = Leg::Connected,
            (ThirdDid::Busy | ThirdDid::NoAnswer | ThirdDid::HungUp | ThirdDid::Failed, _) => {
                self.thirds.remove(&call);
            }
            (ThirdDid::Rings | ThirdDid::Answered, _) => {}
        }
        let event = if takes { Event::Taker(did) } else { Event::Third(did) };
        self.events.push_back((call, event));
    }
}

fn is_due(leg: &Leg, now: Ms) -> bool {
    moment(leg).is_some_and(|at| at <= now)
}
