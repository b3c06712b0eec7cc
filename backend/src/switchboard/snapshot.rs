//! All that a surface shows, at one moment.

use std::sync::Arc;

use contract::Snapshot;

use super::Switchboard;
use crate::around::{Account, Tenancy};
use crate::store::people::{AgentId, TenantId};
use crate::store::{StoreError, calls as kept, connections, history, matching};
use crate::{clock, later, number, outbox, status, view, wish};

/// How long a finished call is shown with what became of it, in milliseconds.
const LAST_FOR: u64 = 10 * 60_000;

impl Switchboard {
    /// All that a surface of this agent needs to show.
    pub async fn snapshot(self: &Arc<Self>, agent: &AgentId) -> Result<Snapshot, StoreError> {
        let cell = self.cell(agent).await?;
        let tenant = cell.agent().tenant.clone();
        if self.outcomes.is_stale(&tenant) {
            let (outcomes, tenant) = (self.outcomes.clone(), tenant.clone());
            self.tasks.spawn(async move { outcomes.refresh(&tenant).await });
        }
        let tenants = self.tenants(agent).await?;
        // Read once, so that the outcomes are the tenant's.
        self.settings.of(&tenant).await?;
        let tenancy = self.tenancy(&tenant).await?;
        let seated = cell.seat.lock().await;
        let who = &*cell.agent();
        let seq = self.hub.position(agent);
        // Read after the position: what happens meanwhile is told once more.
        let since = clock::now().saturating_sub(LAST_FOR);
        let last = kept::last_closed(&self.store, agent, since).await?;
        let missed = history::unseen(&self.store, agent).await?;
        Ok(Snapshot {
            stream: self.hub.stream_name(agent),
            seq,
            now: clock::now(),
            agent: contract::Agent {
                name: who.name.clone(),
                tenant: who.tenant_name.clone(),
                tenants,
            },
            status: status::show(seated.core.status()),
            reasons: tenancy.settings.status.reasons.clone(),
            line: contract::Line {
                number: who.number.clone(),
                shown: number::show(&who.number).0,
                country: who.country.clone(),
                simulated: who.simulated,
                emergency: contract::Emergency {
                    numbers: number::emergency_numbers(&who.country)
                        .iter()
                        .map(|&digits| digits.to_owned())
                        .collect(),
                    carried: wish::carries_emergency_calls(who),
                },
            },
            owner: seated.core.owner().map(view::owner),
            calls: seated.core.calls().iter().map(|c| view::call(c, who, &tenancy)).collect(),
            outcomes: self.outcomes.list(&tenant),
            last: last.map(|record| outbox::saved(&record, self.outbox.limits())),
            missed,
            later: later::show(seated.core.later()),
            closing: self.closing.has_begun(),
        })
    }

    /// What calls of a tenant go by.
    pub async fn tenancy(&self, tenant: &TenantId) -> Result<Tenancy, StoreError> {
        let connection = connections::in_use(&self.store, tenant).await?;
        let account = connection.map(|connection| Account::of(&connection, &self.ui_url));
        let settings = self.settings.of(tenant).await?;
        Ok(Tenancy { settings, account, mixes: self.phone.mixes() })
    }

    /// The tenants to choose from; none where there is no choice.
    async fn tenants(&self, agent: &AgentId) -> Result<Vec<contract::Tenant>, StoreError> {
        let beside = matching::beside(&self.store, agent).await?;
        if beside.len() < 2 {
            return Ok(Vec::new());
        }
        let named = |(_, id, name): (_, TenantId, _)| contract::Tenant { id: id.0, name };
        Ok(beside.into_iter().map(named).collect())
    }
}
