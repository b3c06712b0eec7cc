//! The simulated phone system: legs whose far ends behave by rule, or as they are told.

use std::collections::{BTreeMap, VecDeque};

use crate::third::{Third, ThirdDid};
use crate::{Behaviour, Ms, Refusal};

/// How many refused calls are remembered, so that their callers can still leave a message.
const REFUSED_KEPT: usize = 100;

/// How the simulated far ends behave in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// From ringing to the answer, in milliseconds; 0: only when told.
    pub answer_after: Ms,
    /// From being dialled to ringing (or to any other outcome), in milliseconds.
    pub rings_after: Ms,
}

impl Default for Config {
    fn default() -> Self {
        Self { answer_after: 3_000, rings_after: 150 }
    }
}

/// What the seat orders for one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Take the ringing call.
    Accept,
    /// Refuse the ringing call; the far end is told why.
    Refuse(Refusal),
    /// End the call, or stop calling.
    HangUp,
    /// Be heard or not: the far end does not care.
    Mute(bool),
    /// Let the far end wait, or speak again: it does not care either.
    Hold(bool),
    /// Call a number.
    Dial {
        /// The number.
        to: String,
    },
    /// Hear keys: the far end notes them when there is sound.
    Digits,
    /// Give the far end to this number.
    Transfer {
        /// The number.
        to: String,
    },
    /// Call this number too.
    Consult {
        /// The number.
        to: String,
    },
    /// Let the third wait, or speak again: they do not care.
    HoldThird(bool),
    /// Hang the third up, or stop giving the far end to them.
    DropThird,
    /// Leave far end and third to each other.
    Join,
    /// The agent's end moves to this surface, or to nobody. The far end hears nothing of it.
    Voice(Option<Voice>),
}

/// The surface that carries the agent's end of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Its id.
    pub surface: String,
    /// The number of its appointment.
    pub epoch: u64,
    /// That of the first appointment since which it has carried the call without a break: a page is
    /// appointed anew when it says where it is, and goes on with what it has begun.
    pub since: u64,
}

impl Voice {
    /// The surface of an appointment that follows on another; `None` before there was one.
    pub fn after(before: Option<&Self>, surface: String, epoch: u64) -> Self {
        let same = before.filter(|before| before.surface == surface);
        Self { since: same.map_or(epoch, |before| before.since), surface, epoch }
    }

    /// Whether this surface carries the call, and did so under this appointment.
    pub fn is_by(&self, surface: &str, epoch: u64) -> bool {
        self.surface == surface && (self.since..=self.epoch).contains(&epoch)
    }
}

/// What a person acting as the far end does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Far {
    /// Takes the call that the agent made.
    Answer,
    /// Hangs up, or declines what rings there.
    HangUp,
    /// Calls or has been refused, is answered by the phone system's mailbox and leaves a message.
    LeaveMessage,
}

/// What the far end did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Its phone rings.
    Rings,
    /// It answered.
    Answered,
    /// It hung up, or gave up calling.
    HungUp,
    /// It is busy.
    Busy,
    /// It declined.
    Rejected,
    /// It cannot be reached.
    Failed,
    /// It left a message with the phone system.
    LeftMessage,
    /// Somebody else, whom the phone system called beside it, did something.
    Third(ThirdDid),
    /// The same, of somebody to whom it is being given. Once they have answered it is theirs.
    Taker(ThirdDid),
}

/// A call as it is known after a restart, to build its far end anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rebuilt {
    /// The far end calls, nobody answered yet.
    Inbound,
    /// The agent calls this number; whether it was already known to ring.
    Outbound {
        /// The number.
        to: String,
        /// It rings there.
        rings: bool,
    },
    /// Both ends speak.
    Connected,
}

/// Why a far end cannot do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nonsense {
    /// There is no such call, or it is over.
    NoSuchCall,
    /// The far end made this call: it cannot answer it.
    ItIsCalling,
    /// The far end's phone does not ring yet.
    NotRinging,
    /// It has answered already.
    Answered,
    /// Only a caller whom nobody has answered can leave a message.
    NoMailbox,
}

impl std::fmt::Display for Nonsense {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoSuchCall => "There is no such call, or it is over.",
            Self::ItIsCalling => "The far end made this call and cannot answer it; hang it up.",
            Self::NotRinging => "The far end's phone does not ring yet; try again in a moment.",
            Self::Answered => "The far end has answered already; it can only hang up.",
            Self::NoMailbox => "Only a caller whom nobody has answered can leave a message.",
        })
    }
}

impl std::error::Error for Nonsense {}

/// Where the far end of a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It calls and waits for an answer.
    Calling,
    /// It was dialled; its phone does not ring yet.
    Dialled,
    /// Its phone rings.
    Ringing,
    /// Both ends speak.
    Connected,
    /// It called and was refused.
    Refused(Refusal),
}

/// Where one leg stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Leg {
    /// The far end waits for the agent to answer.
    Calling,
    /// The far end was dialled and does nothing until then.
    Dialled { behaviour: Behaviour, acts: Ms },
    /// The far end's phone rings; it acts by itself then, or when told.
    Ringing { behaviour: Behaviour, acts: Option<Ms> },
    /// Both ends speak.
    Connected,
    /// The far end speaks with a third, without the agent.
    Alone { until: Ms },
    /// The far end called and was refused.
    Refused(Refusal),
}

/// The simulated phone system: every leg by the id of its call.
#[derive(Debug)]
pub struct Simulated {
    config: Config,
    pub(crate) legs: BTreeMap<String, Leg>,
    pub(crate) thirds: BTreeMap<String, Third>,
    /// The calls that were refused, oldest first.
    refused: VecDeque<String>,
    voices: BTreeMap<String, Voice>,
    pub(crate) events: VecDeque<(String, Event)>,
}

impl Simulated {
    /// A phone system without calls.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            legs: BTreeMap::new(),
            thirds: BTreeMap::new(),
            refused: VecDeque::new(),
            voices: BTreeMap::new(),
            events: VecDeque::new(),
        }
    }

    /// A far end begins to call. The caller of this offers the call to the seat.
    pub fn calls(&mut self, call: &str) {
        self.legs.insert(call.to_owned(), Leg::Calling);
    }

    /// Builds a leg anew after a restart.
    pub fn rebuild(&mut self, call: &str, as_it_was: Rebuilt, now: Ms) {
        let leg = match as_it_was {
            Rebuilt::Inbound => Leg::Calling,
            Rebuilt::Connected => Leg::Connected,
            Rebuilt::Outbound { to, rings: false } => self.dialled(&to, now),
            Rebuilt::Outbound { to, rings: true } => self.ringing(Behaviour::of(&to), now),
        };
        self.legs.insert(call.to_owned(), leg);
    }

    /// Does what the seat orders. Orders for calls that are over change nothing.
    pub fn order(&mut self, call: &str, order: Order, now: Ms) {
        if matches!(self.legs.get(call), Some(Leg::Refused(_))) {
            return;
        }
        match order {
            Order::Dial { to } => {
                let leg = self.dialled(&to, now);
                self.legs.entry(call.to_owned()).or_insert(leg);
            }
            Order::Accept => {
                if let Some(leg) = self.legs.get_mut(call) {
                    *leg = Leg::Connected;
                }
            }
            Order::Refuse(why) => {
                self.thirds.remove(call);
                if let Some(leg) = self.legs.get_mut(call) {
                    *leg = Leg::Refused(why);
                    self.refused.push_back(call.to_owned());
                }
            }
            Order::HangUp => {
                self.legs.remove(call);
                self.thirds.remove(call);
            }
            Order::Transfer { to } => self.call_third(call, &to, true, now),
            Order::Consult { to } => self.call_third(call, &to, false, now),
            Order::DropThird => self.drop_third(call),
            Order::Join => self.leave_alone(call, now),
            Order::Mute(_) | Order::Hold(_) | Order::HoldThird(_) | Order::Digits => {}
            Order::Voice(Some(to)) => {
                self.voices.insert(call.to_owned(), to);
            }
            Order::Voice(None) => {
                self.voices.remove(call);
            }
        }
    }

    /// A person acts as the far end.
    pub fn far(&mut self, call: &str, does: Far) -> Result<(), Nonsense> {
        let leg = self.legs.get(call).ok_or(Nonsense::NoSuchCall)?;
        let event = match (does, leg) {
            // A phone system sends the caller whom nobody took to its mailbox.
            (Far::LeaveMessage, Leg::Refused(_)) => Event::LeftMessage,
            (_, Leg::Refused(_)) => return Err(Nonsense::NoSuchCall),
            (Far::Answer, Leg::Calling) => return Err(Nonsense::ItIsCalling),
            (Far::Answer, Leg::Dialled { .. }) => return Err(Nonsense::NotRinging),
            (Far::Answer, Leg::Connected | Leg::Alone { .. }) => return Err(Nonsense::Answered),
            (Far::Answer, Leg::Ringing { .. }) => Event::Answered,
            (Far::LeaveMessage, Leg::Calling) => Event::LeftMessage,
            (Far::LeaveMessage, _) => return Err(Nonsense::NoMailbox),
            (Far::HangUp, Leg::Calling | Leg::Connected | Leg::Alone { .. }) => Event::HungUp,
            (Far::HangUp, Leg::Dialled { .. } | Leg::Ringing { .. }) => Event::Rejected,
        };
        self.happens(call.to_owned(), event);
        Ok(())
    }

    /// Time passed: far ends whose moment has come act by themselves.
    pub fn tick(&mut self, now: Ms) {
        self.tick_thirds(now);
        let due: Vec<(String, Leg)> = self
            .legs
            .iter()
            .filter(|(_, leg)| moment(leg).is_some_and(|at| at <= now))
            .map(|(call, leg)| (call.clone(), leg.clone()))
            .collect();
        for (call, leg) in due {
            match leg {
                Leg::Dialled { behaviour: Behaviour::Busy, .. } => self.happens(call, Event::Busy),
                Leg::Dialled { behaviour: Behaviour::Fails, .. } => {
                    self.happens(call, Event::Failed);
                }
                Leg::Dialled { behaviour, .. } => {
                    let ringing = self.ringing(behaviour, now);
                    self.legs.insert(call.clone(), ringing);
                    self.happens(call, Event::Rings);
                }
                Leg::Ringing { behaviour: Behaviour::Rejects, .. } => {
                    self.happens(call, Event::Rejected);
                }
                Leg::Ringing { .. } => self.happens(call, Event::Answered),
                Leg::Alone { .. } => self.happens(call, Event::HungUp),
                Leg::Calling | Leg::Connected | Leg::Refused(_) => {}
            }
        }
    }

    /// The next moment at which a far end acts by itself.
    pub fn deadline(&self) -> Option<Ms> {
        self.legs.values().filter_map(moment).chain(self.thirds_act()).min()
    }

    /// What a far end did, oldest first, until there is nothing more.
    pub fn poll(&mut self) -> Option<(String, Event)> {
        self.events.pop_front()
    }

    /// A refused call that is remembered no longer, until there is none.
    pub fn forget(&mut self) -> Option<String> {
        let oldest = (self.refused.len() > REFUSED_KEPT).then(|| self.refused.pop_front())??;
        if matches!(self.legs.get(&oldest), Some(Leg::Refused(_))) {
            self.legs.remove(&oldest);
        }
        Some(oldest)
    }

    /// Where the far end of a call stands; `None` when there is no such call, or it is over.
    pub fn state(&self, call: &str) -> Option<State> {
        Some(match self.legs.get(call)? {
            Leg::Calling => State::Calling,
            Leg::Dialled { .. } => State::Dialled,
            Leg::Ringing { .. } => State::Ringing,
            Leg::Connected | Leg::Alone { .. } => State::Connected,
            Leg::Refused(why) => State::Refused(*why),
        })
    }

    /// The surface that carries the agent's end of a call.
    pub fn voice_of(&self, call: &str) -> Option<&Voice> {
        self.voices.get(call)
    }

    /// Whether this call has a leg here, or was refused a while ago.
    pub fn has(&self, call: &str) -> bool {
        self.legs.contains_key(call)
    }

    /// How many legs there are.
    pub fn legs(&self) -> usize {
        self.legs.values().filter(|leg| !matches!(leg, Leg::Refused(_))).count()
    }

    fn happens(&mut self, call: String, event: Event) {
        match event {
            Event::Rings | Event::Third(_) | Event::Taker(_) => {}
            Event::Answered => {
                self.legs.insert(call.clone(), Leg::Connected);
            }
            Event::HungUp | Event::Busy | Event::Rejected | Event::Failed | Event::LeftMessage => {
                self.legs.remove(&call);
                self.thirds.remove(&call);
            }
        }
        self.events.push_back((call, event));
    }

    pub(crate) fn dialled(&self, to: &str, now: Ms) -> Leg {
        Leg::Dialled { behaviour: Behaviour::of(to), acts: now + self.config.rings_after }
    }

    pub(crate) fn ringing(&self, behaviour: Behaviour, now: Ms) -> Leg {
        let acts = match behaviour {
            Behaviour::NeverAnswers => None,
            Behaviour::Rejects => Some(now + self.config.answer_after.min(1_000)),
            _ if self.config.answer_after == 0 => None,
            _ => Some(now + self.config.answer_after),
        };
        Leg::Ringing { behaviour, acts }
    }
}

/// When a leg acts by itself.
pub(crate) fn moment(leg: &Leg) -> Option<Ms> {
    match leg {
        Leg::Dialled { acts, .. } | Leg::Alone { until: acts } => Some(*acts),
        Leg::Ringing { acts, .. } => *acts,
        Leg::Calling | Leg::Connected | Leg::Refused(_) => None,
    }
}
