//! Whom a call rings by what HubSpot knows of the caller. The ring never waits longer than a moment.

use contract::console::{Looked, Route};
use hubspot::parties::Kind;
use std::sync::Arc;
use std::time::Duration;

use crate::callers::{Callers, Hit};
use crate::number;
use crate::store::StoreError;
use crate::store::people::{self, Agent, AgentId, TenantId};
use crate::switchboard::Switchboard;

/// The longest that a ring waits, in milliseconds.
const MOMENT: u64 = 150;

impl Switchboard {
    /// Whom the tenant's rules name for this caller, as the phone system wrote them, on a line in
    /// this country; if they do.
    pub async fn routed(
        &self,
        tenant: &TenantId,
        from: &str,
        country: &str,
    ) -> Result<Option<Agent>, StoreError> {
        let far = number::normalised(from, country);
        let present = self.hub.present();
        let is_there = |agent: &AgentId| present.contains(agent);
        let Some(other) = self.callers.route(tenant, &far, country, is_there).await else {
            return Ok(None);
        };
        let other = people::agent(&self.store, &other).await?;
        Ok(other.filter(|other| other.tenant == *tenant))
    }
}

impl Callers {
    /// The agent of the first rule that fits the caller and whose agent is there. `None`: no rule
    /// fits, or it is not known in time.
    pub async fn route(
        self: &Arc<Self>,
        tenant: &TenantId,
        far: &str,
        line: &str,
        is_there: impl Fn(&AgentId) -> bool,
    ) -> Option<AgentId> {
        let find = async {
            let settings = self.settings.of(tenant).await.ok()?;
            if settings.routes.is_empty() || !far.starts_with('+') {
                return None;
            }
            let hits = match self.at_hand(tenant, far) {
                Some(hits) => hits,
                None => self.asked(tenant, far, line).await?,
            };
            let fitting = settings.routes.iter().filter(|route| fits(route, &hits));
            fitting.map(|route| AgentId(route.agent.clone())).find(|agent| is_there(agent))
        };
        // What is known here is not waited for; what is not is asked for as long as a ring may wait.
        tokio::time::timeout(Duration::from_millis(MOMENT), find).await.ok().flatten()
    }

    /// Asks beside the ring: what comes too late for this call is known for the next one.
    async fn asked(
        self: &Arc<Self>,
        tenant: &TenantId,
        far: &str,
        line: &str,
    ) -> Option<Arc<Vec<Hit>>> {
        let (tell, told) = tokio::sync::oneshot::channel();
        let callers = self.clone();
        let (tenant, far, line) = (tenant.clone(), far.to_owned(), line.to_owned());
        self.tasks.spawn(async move {
            // Nobody may listen any more.
            let _ = tell.send(callers.find(&tenant, &far, &line).await.ok());
        });
        told.await.ok().flatten()
    }
}

/// Whether all who have the number fit: a rule must not ring for somebody else of a household.
fn fits(route: &Route, hits: &[Hit]) -> bool {
    let kind = match route.object {
        Looked::Contacts => Kind::Contact,
        Looked::Companies => Kind::Company,
    };
    let same = |hit: &Hit| {
        let value = hit.object.property(&route.property).trim();
        hit.kind == kind && value.to_lowercase() == route.value.trim().to_lowercase()
    };
    !hits.is_empty() && hits.iter().all(same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hubspot::Object;

    fn hit(kind: Kind, tier: &str) -> Hit {
        let properties = [("tier".to_owned(), Some(tier.to_owned()))].into();
        Hit { kind, object: Object { id: "1".to_owned(), properties } }
    }

    // row!(C10)
    #[test]
    fn a_rule_fits_the_whole_value_in_whatever_case_and_everybody_who_has_the_number() {
        let rule = Route {
            object: Looked::Companies,
            property: "tier".to_owned(),
            value: "Enterprise".to_owned(),
            agent: "7".to_owned(),
            agent_name: String::new(),
        };
        assert!(fits(&rule, &[hit(Kind::Company, "enterprise ")]));
        assert!(!fits(&rule, &[hit(Kind::Company, "enterprise plus")]));
        assert!(!fits(&rule, &[hit(Kind::Contact, "Enterprise")]));
        assert!(!fits(&rule, &[]));
        let two = [hit(Kind::Company, "Enterprise"), hit(Kind::Company, "Small")];
        assert!(!fits(&rule, &two));
    }
}
