//! An agent asks a colleague before they give a call away, on the simulated phone system: as with any
//! other, it rings where the number that is called belongs.

use call::{Call, CallId, Direction, Looked, Offer, Party, PartySource, Stage};

use super::Switchboard;
use crate::ids;
use crate::news::News;
use crate::store::people::{self, Agent};
use crate::store::{StoreError, parties};

impl Switchboard {
    /// The colleague whose number this is and who has a page open, where the simulated phone system
    /// carries the call.
    pub(super) async fn colleague(
        &self,
        who: &Agent,
        call: Option<&Call>,
        number: &str,
    ) -> Option<Agent> {
        call.filter(|call| call.simulated())?;
        let found = people::by_number(&self.store, number).await;
        let found = found.inspect_err(|error| tracing::error!(%error, "nobody could be found"));
        let other = |agent: &Agent| agent.tenant == who.tenant && agent.id != who.id;
        let colleague = found.ok()?.into_iter().find(other)?;
        self.hub.present().contains(&colleague.id).then_some(colleague)
    }

    /// It rings at a colleague's. They see who asks.
    pub(super) fn ask(&self, who: &Agent, call: &CallId, colleague: &Agent) {
        let id = CallId(ids::new_id());
        let offer = Offer {
            id: id.clone(),
            from: who.number.clone(),
            to: colleague.number.clone(),
            simulated: true,
            fork: None,
            via: None,
        };
        self.phone.ask(&call.0, &colleague.id, offer);
        let party = Party {
            name: who.name.clone(),
            detail: String::new(),
            fields: Vec::new(),
            record: None,
            source: PartySource::Lookup,
        };
        let input = seat::Input::Looked(id, Looked::Pending, Some(party));
        // Nobody listens only when the service stops.
        let _ = self.news.send(News { agent: colleague.id.clone(), input, done: None });
    }

    /// Whether a colleague asks by this call. Which of theirs was known to the process before this one
    /// only: after a restart nobody is at its other end.
    pub(super) async fn is_asked(&self, who: &Agent, call: &Call) -> Result<bool, StoreError> {
        let open = matches!(call.stage(), Stage::Ringing(_) | Stage::Connected(_));
        if !open || !call.simulated() || call.direction() != Direction::Inbound {
            return Ok(false);
        }
        parties::is_line(&self.store, &who.tenant, call.far_number()).await
    }

    /// Whether a colleague is asked beside this call, as above.
    pub(super) async fn has_asked(&self, who: &Agent, call: &Call) -> Result<bool, StoreError> {
        let Stage::Connected(connected) = call.stage() else { return Ok(false) };
        match &connected.third {
            Some(third) if call.simulated() => {
                parties::is_line(&self.store, &who.tenant, &third.who.number).await
            }
            _ => Ok(false),
        }
    }
}
