//! How a leg at a tenant's phone system begins: an agent calls by their line, or somebody calls a line.

use ::sip::Dial;
use ::sip::sdp::{Direction, Session};
use voice::media::End;

use super::fars::{Begins, Far, Stage};
use super::{Legs, Phone};
use crate::ids;
use crate::store::people::{Agent, AgentId, TenantId};

/// How long the user agent lets a call ring, in milliseconds. The call's own time is shorter: this is
/// for calls that were forgotten.
const FORGOTTEN: u64 = 600_000;

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
        let (end, by) = ((End::Far, call.to_owned()), (&who.tenant, &who.id));
        let dialled = self.dial_by_sip(&mut legs, call, end, by, to);
        legs.agents.insert(call.to_owned(), who.id.clone());
        if let Err(why) = dialled {
            tracing::warn!(call, why, "a call could not be placed");
            self.far_says(&mut legs, call, &call::Input::FarFailed);
            self.forget_if_over(&mut legs, call);
        }
    }

    /// Calls an end of a call by an agent's line, under this name of the leg. Nothing is kept where
    /// that cannot be.
    pub(super) fn dial_by_sip(
        &self,
        legs: &mut Legs,
        id: &str,
        (end, leg): (End, String),
        (tenant, agent): (&TenantId, &AgentId),
        to: String,
    ) -> Result<(), &'static str> {
        let way = self.lines.way(tenant, agent).ok_or("the agent has no line")?;
        let stage = Stage::Dialled { early: false };
        let begins = Begins { end, leg, tenant: tenant.clone(), stage, codecs: way.codecs };
        let mut far = self.begins(id, begins)?;
        let dial = Dial {
            leg: far.leg.clone(),
            line: way.line,
            to,
            caller_number: way.caller_number,
            caller_name: None,
            sdp: far.session.offer(Direction::SendRecv),
            limit_ms: FORGOTTEN,
        };
        legs.sip.begin(id, far);
        self.lines.with(|ua| ua.dial(dial)).ok_or("no line is set up").inspect_err(|_| {
            match end {
                End::Third => legs.sip.end_third(id),
                _ => legs.sip.end(id),
            };
        })
    }

    /// An end, with ports for its sound and our side of its description.
    fn begins(&self, id: &str, mut begins: Begins) -> Result<Far, &'static str> {
        let sound = self.sound.as_ref().ok_or("there is no sound: set voice.public_address")?;
        if !sound.capabilities().opus {
            begins.codecs.retain(|codec| codec.is_g711());
        }
        let address = self.lines.sound_address().ok_or("no line is set up")?;
        let port = match begins.end {
            End::Third => sound.third_opens(id),
            _ => sound.far_opens(id),
        };
        let port = port.map_err(|_| "no port is free: see voice.ports")?;
        if let (End::Far, Some(best)) = (begins.end, begins.codecs.first()) {
            sound.expects(id, *best);
        }
        let session = Session::new(ids::seed(), address, port).speaking(&begins.codecs);
        Ok(Far::new(begins, port, session))
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
        let id = ids::new_id();
        let begins = Begins {
            end: End::Far,
            leg: arrived.leg.to_owned(),
            tenant: arrived.tenant.clone(),
            stage: Stage::Offered,
            codecs: self.lines.codecs(arrived.tenant),
        };
        let mut far = match self.begins(&id, begins) {
            Ok(far) => far,
            Err(why) => {
                refuse(why);
                return None;
            }
        };
        if let Some(sdp) = arrived.sdp {
            let Some(remote) = far.read(sdp) else {
                self.lines.with(|ua| ua.decline(arrived.leg));
                self.forget_if_over(&mut legs, &id);
                return None;
            };
            if let Some(sound) = &self.sound {
                sound.expects(&id, remote.codec);
            }
            far.remote = Some(remote);
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
}
