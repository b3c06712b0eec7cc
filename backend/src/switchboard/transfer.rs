//! A far end goes from one agent to another: the next one is offered a call of their own that hangs on it,
//! and if they do not take it, the one before is.

use std::sync::Arc;

use call::{Call, CallId, Direction, Offer, Via};

use super::Switchboard;
use crate::ids;
use crate::phone::{Back, HandOn};
use crate::store::people::{Agent, AgentId};

impl Switchboard {
    /// Gives the far end of an agent's call to another agent, by a call with this id.
    pub(super) fn hand_on(&self, who: &Agent, call: &Call, to: AgentId, name: String, leg: CallId) {
        let far = CallId(self.phone.sound_of(&call.id().0));
        // Whom the far end called, or would call.
        let number = match call.direction() {
            Direction::Inbound => call.to().to_owned(),
            Direction::Outbound => who.number.clone(),
        };
        let offer = |id, by: &str, back| Offer {
            id,
            from: call.far_number().to_owned(),
            to: number.clone(),
            simulated: call.simulated(),
            fork: None,
            via: Some(Via { far: far.clone(), by: by.to_owned(), back }),
        };
        let back = Back {
            to: who.id.clone(),
            name: who.name.clone(),
            offer: offer(CallId(ids::new_id()), &name, true),
        };
        self.phone.hand_on(HandOn {
            from: call.id().0.clone(),
            to,
            offer: offer(leg, &who.name, false),
            name,
            back: Some(back),
        });
    }

    /// How well an agent can be reached now. Whom nobody has asked for since the service started has no
    /// page open, and is not read from the store for it.
    pub(crate) async fn reach_of_known(self: &Arc<Self>, agent: &AgentId) -> seat::Reach {
        let known = self.lock().get(agent).cloned();
        match known {
            Some(cell) => cell.seat.lock().await.core.reach(),
            None => seat::Reach::Away,
        }
    }
}
