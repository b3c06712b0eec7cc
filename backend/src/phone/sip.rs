//! Far ends at tenants' phone systems, reached by SIP: what is ordered goes to the user agent and to
//! the gateway, and what the user agent tells goes to the agents' calls.

use ::sip::sdp::{self, Direction};
use ::sip::{Digit, LegEvent, Why};
use std::net::SocketAddr;
use voice::Order;
use voice::media::{End, Plays, Remote};

use super::begin::Arrived;
use super::fars::{Far, Stage};
use super::third_by_sip::of_third;
use super::{Legs, Phone};

/// How long a pressed key sounds, in milliseconds.
const KEY: u16 = 160;

impl Phone {
    /// The user agent tells something of a call.
    pub fn hear(&self, leg: &str, event: LegEvent) {
        let mut legs = self.lock();
        let Some((id, far)) = legs.sip.of_leg(leg) else { return };
        let end = far.end;
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
                None => return self.gives_up(&mut legs, &id, end),
            },
            LegEvent::Described { sdp } => match far.read(&sdp) {
                Some(remote) => {
                    self.hears(&id, far, remote);
                    None
                }
                None => return self.gives_up(&mut legs, &id, end),
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
            LegEvent::Digit(digit) => {
                // As one that came in the sound.
                if let Some(sound) = &self.sound {
                    sound.press(&id, End::Agent, &digit.key.to_string());
                }
                None
            }
            LegEvent::Ended(why) => return self.ended(&mut legs, &id, end, &why),
            LegEvent::OfferRefused { status, .. } => {
                // The gateway holds all the same: the far end hears the tone, and is not heard.
                tracing::info!(leg, status, "a far end does not take our hold or resume");
                None
            }
            other if end == End::Far => self.hears_of_taker(&id, far, &other),
            other => {
                tracing::debug!(leg, ?other, "of a third");
                None
            }
        };
        if let Some(said) = said {
            let said = if end == End::Third { of_third(said) } else { said };
            self.far_says(&mut legs, &id, &said);
        }
    }

    /// Presses a key for an end: in the sound where it takes digits there, else by INFO. Whether it
    /// is at a phone system.
    pub(super) fn press_by_sip(&self, legs: &Legs, id: &str, end: End, keys: &str) -> bool {
        let ends = if end == End::Third { &legs.sip.thirds } else { &legs.sip.fars };
        let Some(far) = ends.get(id) else { return false };
        let in_sound = far.remote.as_ref().is_some_and(|remote| remote.telephone_event.is_some());
        match &self.sound {
            Some(sound) if in_sound => sound.press(id, end, keys),
            _ => {
                for digit in keys.chars().filter_map(|key| Digit::new(key, KEY)) {
                    self.lines.with(|ua| ua.press(&far.leg, digit));
                }
            }
        }
        true
    }

    /// Does to a far end at a phone system what is ordered.
    pub(super) fn order_by_sip(&self, legs: &mut Legs, id: &str, order: Order) {
        let Some(far) = legs.sip.fars.get_mut(id) else { return };
        match order {
            // Handed on from another agent: it speaks already.
            Order::Accept if far.stage == Stage::Talking => self.speaks_again(far),
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
                self.drop_third_by_sip(legs, id);
                legs.sip.end(id);
            }
            Order::HangUp => self.hang_up_by_sip(legs, id),
            Order::Mute(on) => {
                if let Some(sound) = &self.sound {
                    sound.mute(id, on);
                }
            }
            Order::Hold(on) => {
                if let Some(sound) = &self.sound {
                    sound.hold(id, on);
                }
                self.waits_by_sip(far, on);
            }
            // Dialled by `dial`; who carries the agent's end is nothing to the phone system.
            Order::Dial { .. } | Order::Voice(_) => {}
            Order::Transfer { to } => {
                far.given = true;
                self.lines.with(|ua| ua.transfer(&far.leg, &to));
            }
            Order::Consult { to } => self.consult_by_sip(legs, id, to),
            Order::HoldThird(on) => {
                if let Some(sound) = &self.sound {
                    sound.hold_third(id, on);
                }
                if let Some(third) = legs.sip.thirds.get_mut(id) {
                    self.waits_by_sip(third, on);
                }
            }
            Order::DropThird => {
                // What the phone system was asked to do cannot be taken back (RFC 3515). Whatever
                // comes of it, the call hears of it no more, unless the far end goes.
                far.given = false;
                self.drop_third_by_sip(legs, id);
                self.sounds_of_third(id, &order);
            }
            Order::Join => self.join_by_sip(legs, id),
            Order::Digits => {}
        }
    }

    fn rings_there(&self, id: &str, far: &mut Far, sdp: Option<&str>) {
        if let Some(remote) = sdp.and_then(|sdp| far.read(sdp)) {
            far.stage = Stage::Dialled { early: true };
            self.hears(id, far, remote);
        } else if far.stage == (Stage::Dialled { early: false }) {
            match (far.end, &self.sound) {
                (End::Third, Some(sound)) => sound.third_plays(id, Plays::Ringing),
                _ => self.plays(id, Plays::Ringing),
            }
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
            let number = remote.payload_type;
            let there = Remote { address, codec, number, digits, reports, roams };
            match far.end {
                End::Third => sound.third(id, far.port, there),
                _ => sound.far(id, far.port, there),
            }
            sound.end_listens(id, far.end, listens);
        }
        far.remote = Some(remote);
    }

    /// The far end has handed its place over to another (RFC 3891): the call goes on with that one.
    pub(super) fn replaces(&self, legs: &mut Legs, old: &str, arrived: &Arrived<'_>) {
        let Some((id, far)) = legs.sip.of_leg(old) else {
            self.lines.with(|ua| ua.refuse(arrived.leg, voice::Refusal::Unavailable));
            return;
        };
        let (wanted, end) = (far.direction(), far.end);
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
        legs.sip.legs.insert(arrived.leg.to_owned(), (id, end));
    }

    /// An end cannot be heard: it is hung up.
    fn gives_up(&self, legs: &mut Legs, id: &str, end: End) {
        if end == End::Third {
            self.drop_third_by_sip(legs, id);
            return self.third_ended(legs, id, call::Input::FarFailed);
        }
        self.hang_up_by_sip(legs, id);
        self.far_says(legs, id, &call::Input::FarFailed);
        self.forget_if_over(legs, id);
    }

    fn ended(&self, legs: &mut Legs, id: &str, end: End, why: &Why) {
        if let Why::Failed { status, .. } = why {
            // The phone system's own words may name a number.
            tracing::warn!(call = id, status, "a call failed");
        }
        if end == End::Third {
            legs.sip.end_third(id);
            return self.third_ended(legs, id, heard(why));
        }
        self.drop_third_by_sip(legs, id);
        legs.sip.end(id);
        self.far_says(legs, id, &heard(why));
        self.forget_if_over(legs, id);
    }

    /// Tells everybody who hangs on a far end.
    pub(super) fn far_says(&self, legs: &mut Legs, id: &str, said: &call::Input) {
        for (agent, leg) in legs.hear(id) {
            self.tell(agent, leg, said.clone(), None);
        }
    }
}

/// What the end of a leg is for the call.
pub(super) fn heard(why: &Why) -> call::Input {
    match why {
        Why::Busy => call::Input::FarBusy,
        Why::NoAnswer => call::Input::FarNoAnswer,
        Why::Failed { .. } => call::Input::FarFailed,
        Why::AnsweredElsewhere => call::Input::Elsewhere("Another phone".to_owned()),
        // The call knows by its stage whether this is a refusal, a caller who gave up, or an end.
        _ => call::Input::FarHungUp,
    }
}
