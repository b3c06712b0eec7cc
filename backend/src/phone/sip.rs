//! Far ends at tenants' phone systems, reached by SIP: what is ordered goes to the user agent and to
//! the gateway, and what the user agent tells goes to the agents' calls.

use ::sip::sdp::{self, Codec, Direction, Session};
use ::sip::{Dial, Digit, LegEvent, Why};
use std::collections::HashMap;
use std::net::SocketAddr;
use voice::Order;
use voice::media::{Plays, Remote};

use super::{Legs, Phone};
use crate::ids;
use crate::store::people::{Agent, AgentId, TenantId};

/// How long the user agent lets a call ring, in milliseconds. The call's own time is shorter: this is
/// for calls that were forgotten.
const FORGOTTEN: u64 = 600_000;
/// How long a pressed key sounds, in milliseconds.
const KEY: u16 = 160;

/// Every far end at a phone system, by the id of its call.
#[derive(Debug, Default)]
pub(super) struct Fars {
    fars: HashMap<String, Far>,
    /// The same by the user agent's names for them.
    legs: HashMap<String, String>,
}

/// One of them.
#[derive(Debug)]
struct Far {
    leg: String,
    stage: Stage,
    /// Where its sound is received.
    port: u16,
    session: Session,
    codecs: Vec<Codec>,
    /// We let it wait.
    on_hold: bool,
    /// What it said last of how it wants to hear.
    remote: Option<sdp::Remote>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// It calls, and nobody has answered.
    Offered,
    /// It is called. Whether it is heard already, before it answers.
    Dialled { early: bool },
    /// Both ends speak.
    Talking,
}

/// A call that came in by a line.
#[derive(Debug, Clone)]
pub struct Arrived<'a> {
    /// The user agent's name for it.
    pub leg: &'a str,
    /// Whose line it came by.
    pub tenant: &'a TenantId,
    /// What it offers.
    pub sdp: Option<&'a str>,
    /// The leg of ours whose place it takes.
    pub replaces: Option<&'a str>,
}

impl Fars {
    /// Whether there is such a far end.
    pub(super) fn has(&self, far: &str) -> bool {
        self.fars.contains_key(far)
    }

    fn of_leg(&mut self, leg: &str) -> Option<(String, &mut Far)> {
        let id = self.legs.get(leg)?.clone();
        let far = self.fars.get_mut(&id)?;
        Some((id, far))
    }

    fn begin(&mut self, id: &str, far: Far) {
        self.legs.insert(far.leg.clone(), id.to_owned());
        self.fars.insert(id.to_owned(), far);
    }

    fn end(&mut self, id: &str) -> Option<Far> {
        let far = self.fars.remove(id)?;
        self.legs.remove(&far.leg);
        Some(far)
    }
}

impl Far {
    /// What we would like of the sound.
    fn direction(&self) -> Direction {
        if self.on_hold { Direction::SendOnly } else { Direction::SendRecv }
    }

    fn read(&self, sdp: &str) -> Option<sdp::Remote> {
        match sdp::read_with(sdp, &self.codecs) {
            Ok(remote) => Some(remote),
            Err(unusable) => {
                tracing::warn!(leg = self.leg, %unusable, "a far end cannot be heard");
                None
            }
        }
    }
}

impl Phone {
    /// An agent calls a number: by their line, or simulated.
    pub fn dial(&self, who: &Agent, call: &str, to: String, simulated: bool) {
        if simulated {
            return self.order(&who.id, call, call::Output::Dial { to });
        }
        let mut legs = self.lock();
        if legs.sip.has(call) {
            return;
        }
        let dialled = self.dial_by_sip(&mut legs, who, call, to);
        legs.agents.insert(call.to_owned(), who.id.clone());
        if let Err(why) = dialled {
            tracing::warn!(call, why, "a call could not be placed");
            self.far_says(&mut legs, call, &call::Input::FarFailed);
            self.forget_if_over(&mut legs, call);
        }
    }

    fn dial_by_sip(
        &self,
        legs: &mut Legs,
        who: &Agent,
        call: &str,
        to: String,
    ) -> Result<(), &'static str> {
        let way = self.lines.way(&who.tenant, &who.id).ok_or("the agent has no line")?;
        let (port, session) = self.opens(call, &way.codecs)?;
        let mut far = Far {
            leg: call.to_owned(),
            stage: Stage::Dialled { early: false },
            port,
            session,
            codecs: way.codecs,
            on_hold: false,
            remote: None,
        };
        let dial = Dial {
            leg: call.to_owned(),
            line: way.line,
            to,
            caller_number: way.caller_number,
            caller_name: None,
            sdp: far.session.offer(Direction::SendRecv),
            limit_ms: FORGOTTEN,
        };
        legs.sip.begin(call, far);
        self.lines.with(|ua| ua.dial(dial)).ok_or("no line is set up").inspect_err(|_| {
            legs.sip.end(call);
        })
    }

    /// Ports for the sound of a far end, and our end of its description.
    fn opens(&self, far: &str, codecs: &[Codec]) -> Result<(u16, Session), &'static str> {
        let sound = self.sound.as_ref().ok_or("there is no sound: set voice.public_address")?;
        let address = self.lines.sound_address().ok_or("no line is set up")?;
        let port = sound.far_opens(far).map_err(|_| "no port is free: see voice.ports")?;
        Ok((port, Session::new(ids::seed(), address, port).speaking(codecs)))
    }

    /// A call has come in by a line: the id of its far end. `None` where it is answered already: it
    /// cannot be taken, or took the place of another leg.
    pub fn arrives(&self, arrived: &Arrived<'_>) -> Option<String> {
        let mut legs = self.lock();
        let refuse = |why: &str| {
            tracing::warn!(leg = arrived.leg, why, "a call cannot be taken");
            self.lines.with(|ua| ua.refuse(arrived.leg, voice::Refusal::Unavailable));
        };
        if let Some(old) = arrived.replaces {
            self.replaces(&mut legs, old, arrived);
            return None;
        }
        let codecs = self.lines.codecs(arrived.tenant);
        let id = ids::new_id();
        let (port, session) = match self.opens(&id, &codecs) {
            Ok(open) => open,
            Err(why) => {
                refuse(why);
                return None;
            }
        };
        let leg = arrived.leg.to_owned();
        let stage = Stage::Offered;
        let mut far = Far { leg, stage, port, session, codecs, on_hold: false, remote: None };
        if let Some(sdp) = arrived.sdp {
            far.remote = far.read(sdp);
            if far.remote.is_none() {
                self.lines.with(|ua| ua.decline(arrived.leg));
                self.forget_if_over(&mut legs, &id);
                return None;
            }
        }
        legs.sip.begin(&id, far);
        Some(id)
    }

    /// A call that has arrived is an agent's. Nothing happens when it is over.
    pub fn reaches(&self, agent: &AgentId, far: &str) {
        let mut legs = self.lock();
        if legs.sip.has(far) {
            legs.agents.insert(far.to_owned(), agent.clone());
        }
    }

    /// Somebody is rung by a call that has arrived: the caller hears it, unless it was answered.
    /// Whether the caller is still there.
    pub fn rings(&self, far: &str) -> bool {
        let legs = self.lock();
        let Some(far) = legs.sip.fars.get(far) else { return false };
        if far.stage == Stage::Offered {
            self.lines.with(|ua| ua.ring(&far.leg));
        }
        true
    }

    /// Nobody can be rung by a call that has arrived.
    pub fn nobody(&self, far: &str) {
        let mut legs = self.lock();
        if let Some(gone) = legs.sip.end(far) {
            self.lines.with(|ua| ua.refuse(&gone.leg, voice::Refusal::Unavailable));
        }
        self.forget_if_over(&mut legs, far);
    }

    /// The user agent tells something of a call.
    pub fn hear(&self, leg: &str, event: LegEvent) {
        let mut legs = self.lock();
        let Some((id, far)) = legs.sip.of_leg(leg) else { return };
        let said = match event {
            LegEvent::Rings { sdp } => {
                self.rings_there(&id, far, sdp.as_deref());
                Some(call::Input::FarRings)
            }
            LegEvent::Answered { sdp } => match far.read(&sdp) {
                Some(remote) => {
                    far.stage = Stage::Talking;
                    self.hears(&id, far, remote);
                    Some(call::Input::FarAnswered)
                }
                None => return self.gives_up(&mut legs, &id),
            },
            LegEvent::Described { sdp } => match far.read(&sdp) {
                Some(remote) => {
                    self.hears(&id, far, remote);
                    None
                }
                None => return self.gives_up(&mut legs, &id),
            },
            LegEvent::Reoffered { sdp } => {
                self.reoffered(&id, far, sdp.as_deref());
                None
            }
            LegEvent::Held { sdp } | LegEvent::Resumed { sdp } => {
                if let Some(remote) = far.read(&sdp) {
                    self.hears(&id, far, remote);
                }
                None
            }
            LegEvent::Ended(why) => return self.ended(&mut legs, &id, &why),
            LegEvent::OfferRefused { status, .. } => {
                // The gateway holds all the same: the far end hears the tone, and is not heard.
                tracing::info!(leg, status, "a far end does not take our hold or resume");
                None
            }
            other => {
                tracing::debug!(leg, ?other, "of a far end");
                None
            }
        };
        if let Some(said) = said {
            self.far_says(&mut legs, &id, &said);
        }
    }

    /// Presses a key for the far end: in the sound where it takes digits there, else by INFO.
    pub(super) fn press_by_sip(&self, legs: &Legs, id: &str, key: char) {
        let Some(far) = legs.sip.fars.get(id) else { return };
        let in_sound = far.remote.as_ref().is_some_and(|remote| remote.telephone_event.is_some());
        match (in_sound, &self.sound, voice::rtp::Digit::of(key), Digit::new(key, KEY)) {
            (true, Some(sound), Some(digit), _) => sound.digit(id, digit),
            (_, _, _, Some(digit)) => {
                self.lines.with(|ua| ua.press(&far.leg, digit));
            }
            _ => {}
        }
    }

    /// Connects the far end of a call with a number, blind. `false` where it is at no phone system.
    pub fn transfer(&self, call: &str, to: &str) -> bool {
        let legs = self.lock();
        let id = legs.forks.far_end(call).unwrap_or(call);
        let leg = legs.sip.fars.get(id).map(|far| far.leg.as_str());
        leg.is_some_and(|leg| self.lines.with(|ua| ua.transfer(leg, to)).is_some())
    }

    /// Connects the far ends of two calls with each other. `false` where one of them is at no phone
    /// system.
    pub fn transfer_to(&self, call: &str, other: &str) -> bool {
        let legs = self.lock();
        let leg = |call: &str| {
            let id = legs.forks.far_end(call).unwrap_or(call);
            legs.sip.fars.get(id).map(|far| far.leg.as_str())
        };
        let (Some(one), Some(two)) = (leg(call), leg(other)) else { return false };
        self.lines.with(|ua| ua.transfer_to(one, two)).is_some()
    }

    /// Does to a far end at a phone system what is ordered.
    pub(super) fn order_by_sip(&self, legs: &mut Legs, id: &str, order: Order) {
        let Some(far) = legs.sip.fars.get_mut(id) else { return };
        match order {
            Order::Accept => {
                let sdp = match &far.remote {
                    Some(remote) => far.session.answer(remote, Direction::SendRecv),
                    None => far.session.offer(Direction::SendRecv),
                };
                far.stage = Stage::Talking;
                self.lines.with(|ua| ua.accept(&far.leg, &sdp));
                if let Some(remote) = far.remote.clone() {
                    self.hears(id, far, remote);
                }
            }
            Order::Refuse(refusal) => {
                self.lines.with(|ua| ua.refuse(&far.leg, refusal));
                legs.sip.end(id);
            }
            Order::HangUp => {
                self.lines.with(|ua| ua.hang_up(&far.leg));
                legs.sip.end(id);
            }
            Order::Mute(on) => {
                if let Some(sound) = &self.sound {
                    sound.mute(id, on);
                }
            }
            Order::Hold(on) => {
                if let Some(sound) = &self.sound {
                    sound.hold(id, on);
                }
                far.on_hold = on;
                let sdp = far.session.offer(far.direction());
                self.lines.with(|ua| match on {
                    true => ua.hold(&far.leg, &sdp),
                    false => ua.resume(&far.leg, &sdp),
                });
            }
            // Dialled by `dial`; who carries the agent's end is nothing to the phone system.
            Order::Dial { .. } | Order::Voice(_) => {}
            Order::Transfer { to } => {
                self.lines.with(|ua| ua.transfer(&far.leg, &to));
            }
            // Nobody can be asked first on this phone system yet: the far end stays as it is.
            Order::Consult { .. } => {
                let gone = call::ThirdNews::Gone(call::Gone::Failed);
                self.far_says(legs, id, &call::Input::Third(gone));
            }
            Order::Digits | Order::HoldThird(_) | Order::DropThird | Order::Join => {}
        }
    }

    fn rings_there(&self, id: &str, far: &mut Far, sdp: Option<&str>) {
        if let Some(remote) = sdp.and_then(|sdp| far.read(sdp)) {
            far.stage = Stage::Dialled { early: true };
            self.hears(id, far, remote);
        } else if far.stage == (Stage::Dialled { early: false }) {
            self.plays(id, Plays::Ringing);
        }
    }

    fn reoffered(&self, id: &str, far: &mut Far, sdp: Option<&str>) {
        let wanted = far.direction();
        let Some(sdp) = sdp else {
            let offer = far.session.offer(wanted);
            self.lines.with(|ua| ua.answer(&far.leg, &offer));
            return;
        };
        match far.read(sdp) {
            Some(remote) => {
                let answer = far.session.answer(&remote, wanted);
                self.lines.with(|ua| ua.answer(&far.leg, &answer));
                self.hears(id, far, remote);
            }
            None => {
                self.lines.with(|ua| ua.decline(&far.leg));
            }
        }
    }

    /// The far end said where and how it wants to hear; that it lets us wait, too.
    fn hears(&self, id: &str, far: &mut Far, mut remote: sdp::Remote) {
        let listens = !remote.held();
        if remote.address.is_unspecified() {
            // The old way to hold says nowhere: reports go where they went.
            match &far.remote {
                Some(before) if !before.address.is_unspecified() => {
                    (remote.address, remote.port) = (before.address, before.port);
                }
                _ => {
                    far.remote = Some(remote);
                    return;
                }
            }
        }
        if let Some(sound) = &self.sound {
            let at = |port| SocketAddr::new(remote.address, port);
            let (codec, digits) = (remote.codec, remote.telephone_event);
            let (address, reports) = (at(remote.port), at(remote.port.saturating_add(1)));
            // Many are behind a NAT, or send from another port than the one that they name.
            let roams = true;
            sound.far(id, far.port, Remote { address, codec, digits, reports, roams });
            sound.far_listens(id, listens);
        }
        far.remote = Some(remote);
    }

    /// The far end has handed its place over to another (RFC 3891): the call goes on with that one.
    fn replaces(&self, legs: &mut Legs, old: &str, arrived: &Arrived<'_>) {
        let Some((id, far)) = legs.sip.of_leg(old) else {
            self.lines.with(|ua| ua.refuse(arrived.leg, voice::Refusal::Unavailable));
            return;
        };
        let wanted = far.direction();
        let remote = match arrived.sdp {
            Some(sdp) => match far.read(sdp) {
                Some(remote) => Some(remote),
                None => {
                    self.lines.with(|ua| ua.decline(arrived.leg));
                    return;
                }
            },
            None => None,
        };
        let answer = match &remote {
            Some(remote) => far.session.answer(remote, wanted),
            None => far.session.offer(wanted),
        };
        far.leg = arrived.leg.to_owned();
        self.lines.with(|ua| {
            ua.accept(arrived.leg, &answer);
            ua.hang_up(old);
        });
        if let Some(remote) = remote {
            self.hears(&id, far, remote);
        }
        legs.sip.legs.remove(old);
        legs.sip.legs.insert(arrived.leg.to_owned(), id);
    }

    /// The far end cannot be heard: the call ends at both ends.
    fn gives_up(&self, legs: &mut Legs, id: &str) {
        if let Some(far) = legs.sip.end(id) {
            self.lines.with(|ua| ua.hang_up(&far.leg));
        }
        self.far_says(legs, id, &call::Input::FarFailed);
        self.forget_if_over(legs, id);
    }

    fn ended(&self, legs: &mut Legs, id: &str, why: &Why) {
        legs.sip.end(id);
        if let Why::Failed { status, .. } = why {
            // The phone system's own words may name a number.
            tracing::warn!(call = id, status, "a call failed");
        }
        self.far_says(legs, id, &heard(why));
        self.forget_if_over(legs, id);
    }

    /// Tells everybody who hangs on a far end.
    fn far_says(&self, legs: &mut Legs, id: &str, said: &call::Input) {
        for (agent, leg) in legs.hear(id) {
            self.tell(agent, leg, said.clone(), None);
        }
    }
}

/// What the end of a leg is for the call.
fn heard(why: &Why) -> call::Input {
    match why {
        Why::Busy => call::Input::FarBusy,
        Why::NoAnswer => call::Input::FarNoAnswer,
        Why::Failed { .. } => call::Input::FarFailed,
        Why::AnsweredElsewhere => call::Input::Elsewhere("Another phone".to_owned()),
        // The call knows by its stage whether this is a refusal, a caller who gave up, or an end.
        _ => call::Input::FarHungUp,
    }
}
