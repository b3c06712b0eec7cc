//! A call that rings all agents of a group at once.
//!
//! Each of them gets a call of their own, a leg, that hangs on the one far end. Who answers claims the
//! far end first ([`crate::phone::Phone::claim`]); which leg has the record is decided where it is
//! written ([`crate::store::forks`]).

use call::{CallId, Fork, Offer};
use contract::console::RingGroup;
use seat::Reach;
use std::sync::Arc;
use voice::Lost;

use crate::ids;
use crate::problem::Failure;
use crate::store::people::{self, Agent, AgentId, TenantId};
use crate::store::{StoreError, forks, groups as kept};
use crate::switchboard::Switchboard;

impl Switchboard {
    /// The group that has this number, and its tenant.
    pub async fn group(&self, number: &str) -> Result<Option<(TenantId, RingGroup)>, StoreError> {
        let Some(tenant) = kept::tenant_of(&self.store, number).await? else { return Ok(None) };
        let settings = self.settings.of(&tenant).await?;
        let group = settings.groups.iter().find(|group| group.number == number);
        Ok(group.map(|group| (tenant, group.clone())))
    }

    /// Rings whoever of a group can be reached, for a far end at a phone system (`carried`) or for a
    /// simulated one. Answers the id of the far end's call, or `None` when nobody in the group has a
    /// line.
    pub async fn ring_group(
        self: &Arc<Self>,
        tenant: &TenantId,
        group: &RingGroup,
        from: &str,
        carried: Option<&str>,
    ) -> Result<Option<String>, Failure> {
        let whom = self.whom(tenant, group).await?;
        let Some(first) = whom.first() else { return Ok(None) };
        let far = carried.map_or_else(ids::new_id, str::to_owned);
        let from = crate::number::normalised(from, &first.country);
        let leg = |agent: &Agent| (ids::new_id(), agent.id.clone(), agent.name.clone());
        let legs: Vec<(String, AgentId, String)> = whom.iter().map(leg).collect();
        forks::begin(&self.store, tenant, &far).await?;
        // All of them hang on it before the first rings, so that the first answer is the only one.
        self.phone.calls_several(&far, &legs, carried.is_none());
        let mut offered = tokio::task::JoinSet::new();
        for (leg, agent, _) in legs {
            let offer = Offer {
                id: CallId(leg),
                from: from.clone(),
                to: group.number.clone(),
                simulated: carried.is_none(),
                fork: Some(Fork { of: CallId(far.clone()) }),
                via: None,
            };
            let board = self.clone();
            offered.spawn(async move { board.offer_leg(&agent, offer).await });
        }
        while offered.join_next().await.is_some() {}
        self.all_offered(&far).await?;
        Ok(Some(far))
    }

    async fn offer_leg(self: &Arc<Self>, agent: &AgentId, offer: Offer) {
        let leg = offer.id.0.clone();
        if let Err(failure) = self.handle(agent, seat::Input::Offer(offer), None).await {
            // The others ring all the same.
            tracing::error!(call = leg, code = failure.problem.code, "an agent could not be rung");
            self.phone.order(agent, &leg, call::Output::Refuse(call::Cause::Unavailable));
            return;
        }
        // Somebody may have been faster than this offer was.
        let heard = match self.phone.hangs(&leg) {
            Ok(()) => return,
            Err(Lost::To(name)) => call::Input::Elsewhere(name),
            Err(_) => call::Input::FarHungUp,
        };
        // It may be over already.
        let _ = self.handle(agent, seat::Input::Phone(CallId(leg), heard), None).await;
    }

    /// Whom a group's call rings: all who are free; else all who are in one call; else, so that the
    /// call is kept, the first who takes calls, or the first.
    async fn whom(
        self: &Arc<Self>,
        tenant: &TenantId,
        group: &RingGroup,
    ) -> Result<Vec<Agent>, StoreError> {
        let mut all = Vec::with_capacity(group.agents.len());
        for id in &group.agents {
            let id = AgentId(id.clone());
            let agent = people::agent(&self.store, &id).await?;
            if let Some(agent) = agent.filter(|agent| agent.tenant == *tenant) {
                let (reach, takes_calls) = self.reach(&id).await?;
                all.push((reach, takes_calls, agent));
            }
        }
        let best = all.iter().map(|(reach, ..)| *reach).max().unwrap_or(Reach::Away);
        if best == Reach::Away {
            all.sort_by_key(|(_, takes_calls, _)| !takes_calls);
            all.truncate(1);
        }
        Ok(all.into_iter().filter(|one| one.0 == best).map(|(.., agent)| agent).collect())
    }

    /// From now on a leg can be the last. All of them may be over by now.
    async fn all_offered(self: &Arc<Self>, far: &str) -> Result<(), StoreError> {
        if let Some((agent, leg)) = forks::offered(&self.store, far).await? {
            self.rewrite(&agent, &leg, |_| {}).await?;
        }
        Ok(())
    }

    /// Takes up what an earlier process left of calls to groups: nobody rings on beside somebody who
    /// has answered, and one of those that nobody answered gets the record.
    pub async fn restore_groups(self: &Arc<Self>) -> Result<(), StoreError> {
        for far in forks::open(&self.store).await? {
            self.all_offered(&far).await?;
        }
        Ok(())
    }
}
