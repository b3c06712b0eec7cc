//! One tenant's lane: takes what is due out of the store, puts together what may go together, and
//! sends a few of it at a time. While HubSpot is slow, more becomes due, and goes together.

use record::batch::{self, Group};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::task::JoinSet;

use super::{Lane, Outbox};
use crate::clock;
use crate::store::outbox::{self as kept, Claimed};
use crate::store::people::{AgentId, TenantId};

/// Requests of one tenant under way at one time.
const AT_ONCE: usize = 6;

/// How often HubSpot is asked for an agent before a record is written without.
const OWNER_TRIES: u32 = 3;

/// How long a tenant that is not linked, or a store in trouble, is left alone, in milliseconds.
const LEFT_ALONE: u64 = 5_000;

impl Outbox {
    /// The work, for ever.
    pub(super) async fn work(self: Arc<Self>, tenant: TenantId, lane: Arc<Lane>) {
        let mut under_way = JoinSet::new();
        loop {
            while under_way.try_join_next().is_some() {}
            if under_way.len() >= AT_ONCE {
                under_way.join_next().await;
                continue;
            }
            let now = clock::now();
            let next = if self.client.is_linked(&tenant).await {
                match self.claim(&tenant, now).await {
                    Ok(claimed) if !claimed.is_empty() => {
                        self.send(&tenant, &lane, claimed, &mut under_way);
                        continue;
                    }
                    Ok(_) => kept::next_due(&self.store, &tenant).await,
                    Err(error) => Err(error),
                }
            } else {
                Ok(Some(now + LEFT_ALONE))
            };
            let due = next.unwrap_or_else(|error| {
                tracing::error!(%error, "the outbox could not be read");
                Some(clock::now() + LEFT_ALONE)
            });
            tokio::select! {
                () = clock::until(due) => {}
                () = lane.woken.notified() => {}
                Some(_) = under_way.join_next() => {}
            }
        }
    }

    async fn claim(&self, tenant: &TenantId, now: u64) -> Result<Vec<Claimed>, crate::StoreError> {
        let mut known: HashMap<AgentId, Option<record::Owners>> = HashMap::new();
        let mut tells = true;
        for agent in kept::agents_due(&self.store, tenant, now, batch::MOST).await? {
            let owners = if tells { self.owners_of(tenant, &agent).await } else { None };
            // It would not tell the others either, and the records must not wait for it.
            tells = owners.is_some();
            known.insert(agent, owners);
        }
        let limits = &self.limits;
        kept::claim(&self.store, tenant, now, batch::MOST, limits, |agent, record| {
            match known.get(agent) {
                Some(Some(owners)) => {
                    record.handle(record::Input::Owners(owners.clone()), now, limits);
                    true
                }
                Some(None) => true,
                // It became due a moment ago: next time.
                None => false,
            }
        })
        .await
    }

    /// Whom an agent's records can belong to. When HubSpot cannot tell, records are written all the
    /// same: what is missing is asked for again with the next change.
    async fn owners_of(&self, tenant: &TenantId, agent: &AgentId) -> Option<record::Owners> {
        for _ in 0..OWNER_TRIES {
            match self.owners.of(tenant, agent).await {
                Ok(owners) => return Some(owners),
                Err(error) => {
                    tracing::warn!(%error, "whom a record belongs to is not known");
                    clock::until(Some(clock::now() + self.limits.back_off)).await;
                }
            }
        }
        None
    }

    fn send(
        self: &Arc<Self>,
        tenant: &TenantId,
        lane: &Arc<Lane>,
        claimed: Vec<Claimed>,
        under_way: &mut JoinSet<()>,
    ) {
        let requests =
            claimed.into_iter().map(|one| (one.call, one.request, one.alone || !self.batches));
        for group in batch::group(requests) {
            let (outbox, tenant, lane) = (self.clone(), tenant.clone(), lane.clone());
            under_way.spawn(async move {
                let answers = match group {
                    Group::One(call, request) => {
                        vec![outbox.carry_out(&tenant, &lane, call, request).await]
                    }
                    group => outbox.carry_out_together(&tenant, group).await,
                };
                outbox.take_answers(&tenant, answers).await;
            });
        }
    }
}
