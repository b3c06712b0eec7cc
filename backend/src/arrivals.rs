//! Calls that come in by tenants' lines: whom they ring. Only the tenant's own agents, ever.

use call::{CallId, Offer};
use contract::console::RingGroup;
use sip::{Event, LegEvent};
use std::sync::Arc;

use crate::lines::{Events, Lines, Owner};
use crate::number;
use crate::phone::Arrived;
use crate::problem::Failure;
use crate::store::people::{self, Agent, TenantId};
use crate::store::{StoreError, lines as kept};
use crate::switchboard::Switchboard;

/// What stands for a number that the caller hides: SIP's word for it.
const HIDDEN: &str = "anonymous";

/// A call that waits for somebody to be rung.
#[derive(Debug, Clone)]
struct Arrival {
    far: String,
    owner: Owner,
    from: String,
    to: String,
}

/// Whom it rings.
#[derive(Debug)]
enum Whom {
    Agent(Box<Agent>),
    Group(RingGroup),
    Nobody,
}

/// Passes on what the user agent tells, for ever.
pub async fn run(board: Arc<Switchboard>, lines: Arc<Lines>, mut events: Events) {
    while let Some(event) = events.recv().await {
        match event {
            Event::Line { line, event } => lines.hear(&line, event),
            Event::Leg { leg, event } => {
                let Some(event) = lines.hear_leg(&leg, event) else { continue };
                match event {
                    LegEvent::Offered { line, from, to, sdp, replaces, .. } => {
                        let Some(owner) = lines.owner(&line) else {
                            lines.with(|ua| ua.refuse(&leg, voice::Refusal::Unavailable));
                            continue;
                        };
                        // The far end is there before anything else is heard of it.
                        let far = board.phone.arrives(&Arrived {
                            leg: &leg,
                            tenant: &owner.tenant,
                            sdp: sdp.as_deref(),
                            replaces: replaces.as_deref(),
                        });
                        if let Some(far) = far {
                            let arrival = Arrival { far, owner, from, to };
                            board.tasks.spawn(board.clone().arrived(arrival));
                        }
                    }
                    event => board.phone.hear(&leg, event),
                }
            }
            _ => {}
        }
    }
}

impl Switchboard {
    async fn arrived(self: Arc<Self>, arrival: Arrival) {
        let far = arrival.far.clone();
        match self.ring_for(arrival).await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(call = far, "a call came for a number that nobody has");
                self.phone.nobody(&far);
            }
            Err(failure) => {
                tracing::error!(call = far, code = failure.problem.code, "nobody could be rung");
                self.phone.nobody(&far);
            }
        }
    }

    /// Whether somebody is rung, or was told that they missed it.
    async fn ring_for(self: &Arc<Self>, arrival: Arrival) -> Result<bool, Failure> {
        let Arrival { far, owner, from, to } = arrival;
        let from = if from.is_empty() { HIDDEN.to_owned() } else { from };
        let tenant = &owner.tenant;
        // A rule for the caller comes before the line, and before the group.
        let agent = match self.whom_for(&owner, &to).await? {
            Whom::Agent(usual) => {
                self.routed(tenant, &from, &usual.country).await?.unwrap_or(*usual)
            }
            Whom::Group(group) => match self.routed(tenant, &from, "").await? {
                Some(agent) => agent,
                None => {
                    let rung = self.ring_group(tenant, &group, &from, Some(&far)).await?;
                    // The first may have answered already, or all refused.
                    self.phone.rings(&far);
                    return Ok(rung.is_some());
                }
            },
            Whom::Nobody => return Ok(false),
        };
        let offer = Offer {
            id: CallId(far.clone()),
            from: number::normalised(&from, &agent.country),
            // An extension is the line, and the line has a number.
            to: match to == owner.user && owner.agent.is_some() {
                true => agent.number.clone(),
                false => number::normalised(&to, &agent.country),
            },
            simulated: false,
            fork: None,
            via: None,
        };
        self.phone.reaches(&agent.id, &far);
        self.handle(&agent.id, seat::Input::Offer(offer), None).await?;
        if !self.phone.rings(&far) {
            // The caller gave up before anybody was known to be rung, or nobody could be: a call that
            // is over hears nothing by this.
            let over = seat::Input::Phone(CallId(far), call::Input::FarHungUp);
            let _ = self.handle(&agent.id, over, None).await;
        }
        Ok(true)
    }

    /// The agent whose line it is, or who has the dialled number; or the group that has it.
    async fn whom_for(&self, owner: &Owner, to: &str) -> Result<Whom, StoreError> {
        if let Some(agent) = &owner.agent {
            let agent = people::agent(&self.store, agent).await?;
            let own = agent.filter(|agent| agent.tenant == owner.tenant);
            return Ok(own.map_or(Whom::Nobody, |agent| Whom::Agent(Box::new(agent))));
        }
        let mut tried = vec![number::normalised(to, "")];
        // Some leave the plus out, others write numbers as within their country.
        tried.push(number::normalised(&format!("+{to}"), ""));
        for country in kept::countries(&self.store, &owner.tenant).await? {
            tried.push(number::normalised(to, &country));
        }
        tried.dedup();
        for number in tried {
            if let Some(whom) = self.with_number(&owner.tenant, &number).await? {
                return Ok(whom);
            }
        }
        Ok(Whom::Nobody)
    }

    async fn with_number(
        &self,
        tenant: &TenantId,
        number: &str,
    ) -> Result<Option<Whom>, StoreError> {
        let agents = people::by_number(&self.store, number).await?;
        if let Some(agent) = agents.into_iter().find(|agent| agent.tenant == *tenant) {
            return Ok(Some(Whom::Agent(Box::new(agent))));
        }
        let group = self.group(number).await?.filter(|(of, _)| of == tenant);
        Ok(group.map(|(_, group)| Whom::Group(group)))
    }
}
